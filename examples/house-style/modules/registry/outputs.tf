output "parameter_name" {
  description = "Name of the parameter that holds the pool's ID."
  value       = aws_ssm_parameter.identity_pool_id.name
}
