output "role_arns" {
  description = "ARNs of the roles, by key, existing roles included."
  value       = local.role_arns
}

output "role_ids" {
  description = "IDs of the roles that this module creates, by key. A policy that is attached by ID is replaced together with its role."
  value       = { for key, role in aws_iam_role.this : key => role.id }
}
