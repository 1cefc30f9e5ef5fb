output "id" {
  description = "ID of the identity pool."
  value       = aws_cognito_identity_pool.this.id
}

output "arn" {
  description = "ARN of the identity pool."
  value       = aws_cognito_identity_pool.this.arn
}

output "guest_access" {
  description = "Whether users who are not signed in get an identity."
  value       = var.guest_access
}

output "classic_flow" {
  description = "Whether the basic (classic) authentication flow is allowed."
  value       = var.classic_flow
}

output "session_tags" {
  description = "Whether sessions carry principal tags, which the roles' trust policies must allow."
  value       = length(var.principal_tags) > 0
}

output "provider_names" {
  description = "Cognito's names of the providers, by their keys; the developer provider's under `developer`."
  value       = local.provider_names
}

output "role_mapping_keys" {
  description = "Names by which role mappings refer to the providers, by their keys."
  value = merge(
    { for key in local.mappable_providers : key => local.provider_names[key] },
    { for key, pool in var.user_pools : key => "${local.user_pool_names[key]}:${pool.app_client_id}" },
  )
}
