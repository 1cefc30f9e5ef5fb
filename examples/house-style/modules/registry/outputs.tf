output "parameter_name" {
  description = "Name of the parameter that stores the ID of the identity pool."
  value       = aws_ssm_parameter.identity_pool_id.name
}
