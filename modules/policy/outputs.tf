output "documents" {
  description = "Policy documents in JSON, by name."
  value       = local.documents
}

output "identity_variable" {
  description = "IAM's policy variable for the identity ID of the caller, as spelled in this region, for policies outside this module."
  value       = local.identity_variable
}
