mock_provider "aws" {}

variables {
  environment      = "dev"
  identity_pool_id = "us-east-1:11111111-2222-3333-4444-555555555555"
}

run "registry" {
  assert {
    condition     = aws_ssm_parameter.identity_pool_id.value == var.identity_pool_id
    error_message = "The parameter must store the ID of the identity pool."
  }
}
