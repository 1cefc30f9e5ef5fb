output "identity_pool_id" {
  description = "ID of the identity pool. Applications need it to sign users in."
  value       = module.identity_pool.id
}

output "role_arns" {
  description = "ARNs of the roles, by role key."
  value       = module.roles.role_arns
}
