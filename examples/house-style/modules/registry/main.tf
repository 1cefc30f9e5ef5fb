# Other teams read the ID of the identity pool from this parameter.
resource "aws_ssm_parameter" "identity_pool_id" {
  name        = "/notes/${var.environment}/identity-pool-id"
  description = "ID of the identity pool of notes."
  type        = "String"
  value       = var.identity_pool_id
}
