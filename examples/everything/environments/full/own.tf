# A file of our own beside the generated ones.
variable "twitter" {
  description = "Twitter's consumer key and consumer secret, with a semicolon between."
  type        = string
  sensitive   = true
  default     = "example-key;example-secret"
}
