variable "environment" {
  description = "Key of the environment."
  type        = string
  nullable    = false
}

variable "identity_pool_id" {
  description = "ID of the identity pool."
  type        = string
  nullable    = false
}
