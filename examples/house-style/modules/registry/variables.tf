variable "environment" {
  description = "The environment's key."
  type        = string
  nullable    = false
}

variable "identity_pool_id" {
  description = "ID of the identity pool."
  type        = string
  nullable    = false
}
