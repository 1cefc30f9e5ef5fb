# A user pool in which people sign up with their e-mail address, and an app client for a single-page application. This file
# is yours: poolsmith does not change it.

resource "aws_cognito_user_pool" "main" {
  name                     = "NAME-ENVIRONMENT"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL"
  deletion_protection      = "DELETION_PROTECTION"

  username_configuration {
    case_sensitive = false
  }

  # Security Hub, "Cognito.3": at least eight characters of every kind; temporary passwords for a week at most.
  password_policy {
    minimum_length                   = 12
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = true
    temporary_password_validity_days = 7
  }

  software_token_mfa_configuration {
    enabled = true
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  # A new address counts only when its owner has confirmed it.
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }
}

resource "aws_cognito_user_pool_client" "web" {
  name                          = "web"
  user_pool_id                  = aws_cognito_user_pool.main.id
  generate_secret               = false
  explicit_auth_flows           = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
}

output "user_pool_id" {
  description = "ID of the user pool"
  value       = aws_cognito_user_pool.main.id
}

output "user_pool_client_id" {
  description = "ID of the app client"
  value       = aws_cognito_user_pool_client.web.id
}
