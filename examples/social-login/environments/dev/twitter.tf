# A file of our own beside the generated ones. The value stands in no file: TF_VAR_twitter holds it.
variable "twitter" {
  description = "Twitter's consumer key and consumer secret, with a semicolon between."
  type        = string
  sensitive   = true
}
