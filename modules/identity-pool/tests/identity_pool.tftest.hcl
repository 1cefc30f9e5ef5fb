mock_provider "aws" {
  mock_resource "aws_cognito_identity_pool" {
    defaults = { id = "us-east-1:11111111-2222-3333-4444-555555555555" }
  }

  mock_data "aws_partition" {
    defaults = { dns_suffix = "amazonaws.com" }
  }
}

variables {
  name = "notes"
}

run "defaults" {
  assert {
    condition = (
      aws_cognito_identity_pool.this.identity_pool_name == "notes" &&
      !aws_cognito_identity_pool.this.allow_unauthenticated_identities &&
      !aws_cognito_identity_pool.this.allow_classic_flow
    )
    error_message = "By default, a pool has neither guests nor the classic flow."
  }

  assert {
    condition     = length(aws_cognito_identity_pool.this.cognito_identity_providers) == 0 && length(output.role_mapping_keys) == 0
    error_message = "By default, a pool has no providers."
  }

  assert {
    condition     = length(terraform_data.protection) == 0 && !output.session_tags
    error_message = "By default, a pool has no protection and no principal tags."
  }
}

run "every_provider" {
  variables {
    guest_access       = true
    developer_provider = "login.notes.example"
    user_pools = {
      customers = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "customers" }
      staff     = { user_pool_id = "eu-west-1_Zz99Yy88X", app_client_id = "staff", token_check = false }
      partners  = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "partners" }
    }
    social = { google = "1234-a.apps.googleusercontent.com,1234-b.apps.googleusercontent.com" }
    oidc   = { github = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" }
    saml   = { corporate = "arn:aws:iam::111111111111:saml-provider/corporate" }
    principal_tags = {
      customers = { tags = { department = "custom:department" } }
      staff     = { defaults = true }
    }
    tags = { Project = "notes" }
  }

  assert {
    condition = {
      for provider in aws_cognito_identity_pool.this.cognito_identity_providers :
      provider.client_id => "${provider.provider_name} ${provider.server_side_token_check}"
      } == {
      customers = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E true"
      staff     = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Zz99Yy88X false"
      partners  = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E true"
    }
    error_message = "Each app client is a provider in its user pool's own region, with the token check on by default."
  }

  assert {
    condition = (
      aws_cognito_identity_pool.this.supported_login_providers == tomap({
        "accounts.google.com" = "1234-a.apps.googleusercontent.com,1234-b.apps.googleusercontent.com"
      }) &&
      aws_cognito_identity_pool.this.openid_connect_provider_arns == toset(values(var.oidc)) &&
      aws_cognito_identity_pool.this.saml_provider_arns == tolist(values(var.saml)) &&
      aws_cognito_identity_pool.this.developer_provider_name == "login.notes.example"
    )
    error_message = "Social, OIDC, SAML and developer providers sign users in."
  }

  assert {
    condition = output.provider_names == {
      customers = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E"
      staff     = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Zz99Yy88X"
      partners  = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E"
      google    = "accounts.google.com"
      github    = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
      corporate = "arn:aws:iam::111111111111:saml-provider/corporate"
      developer = "login.notes.example"
    }
    error_message = "Each provider has its name in Cognito."
  }

  assert {
    condition = output.role_mapping_keys == {
      customers = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:customers"
      staff     = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Zz99Yy88X:staff"
      partners  = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:partners"
      google    = "accounts.google.com"
      github    = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
      corporate = "arn:aws:iam::111111111111:saml-provider/corporate"
    }
    error_message = "Role mappings refer to an app client by its user pool's name and its ID."
  }

  assert {
    condition = (
      aws_cognito_identity_pool_provider_principal_tag.this["customers"].principal_tags == tomap({ department = "custom:department" }) &&
      !aws_cognito_identity_pool_provider_principal_tag.this["customers"].use_defaults &&
      aws_cognito_identity_pool_provider_principal_tag.this["staff"].use_defaults &&
      aws_cognito_identity_pool_provider_principal_tag.this["staff"].identity_provider_name == output.provider_names["staff"] &&
      output.session_tags
    )
    error_message = "Principal tags are those of the provider, or the defaults."
  }
}

run "china" {
  override_data {
    target = data.aws_partition.current
    values = { dns_suffix = "amazonaws.com.cn" }
  }

  variables {
    user_pools = { main = { user_pool_id = "cn-north-1_Ab12Cd34E", app_client_id = "main" } }
  }

  assert {
    condition     = output.provider_names["main"] == "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab12Cd34E"
    error_message = "The name of a user pool ends in its partition's domain."
  }
}

run "protection" {
  command = plan

  variables {
    protect = true
  }

  assert {
    condition     = length(terraform_data.protection) == 1
    error_message = "A protected pool can't be destroyed."
  }
}

run "name_with_slash" {
  command = plan

  variables {
    name = "notes/dev"
  }

  expect_failures = [var.name]
}

run "name_too_long" {
  command = plan

  variables {
    name = join("", [for character in range(129) : "n"])
  }

  expect_failures = [var.name]
}

run "user_pool_arn" {
  command = plan

  variables {
    user_pools = {
      main = { user_pool_id = "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_Ab12Cd34E", app_client_id = "main" }
    }
  }

  expect_failures = [var.user_pools]
}

run "google_client_as_app_client" {
  command = plan

  variables {
    user_pools = { main = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "1234-a.apps.googleusercontent.com" } }
  }

  expect_failures = [var.user_pools]
}

run "app_client_twice" {
  command = plan

  variables {
    user_pools = {
      main  = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "main" }
      again = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "main" }
    }
  }

  expect_failures = [var.user_pools]
}

run "too_many_app_clients" {
  command = plan

  variables {
    user_pools = { for number in range(51) : "client${number}" => { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "client${number}" } }
  }

  expect_failures = [var.user_pools]
}

run "unknown_social_provider" {
  command = plan

  variables {
    social = { github = "1234" }
  }

  expect_failures = [var.social]
}

run "social_id_with_space" {
  command = plan

  variables {
    social = { google = "1234 5678" }
  }

  expect_failures = [var.social]
}

run "saml_under_oidc" {
  command = plan

  variables {
    oidc = { corporate = "arn:aws:iam::111111111111:saml-provider/corporate" }
  }

  expect_failures = [var.oidc]
}

run "oidc_under_saml" {
  command = plan

  variables {
    saml = { github = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" }
  }

  expect_failures = [var.saml]
}

run "key_of_two_providers" {
  command = plan

  variables {
    user_pools = { main = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "main" } }
    saml       = { main = "arn:aws:iam::111111111111:saml-provider/corporate" }
  }

  expect_failures = [var.saml]
}

run "key_of_the_developer_provider" {
  command = plan

  variables {
    saml = { developer = "arn:aws:iam::111111111111:saml-provider/corporate" }
  }

  expect_failures = [var.saml]
}

run "developer_provider_with_slash" {
  command = plan

  variables {
    developer_provider = "https://login.notes.example"
  }

  expect_failures = [var.developer_provider]
}

run "tags_of_no_provider" {
  command = plan

  variables {
    principal_tags = { main = { defaults = true } }
  }

  expect_failures = [var.principal_tags]
}

run "no_tags_and_no_defaults" {
  command = plan

  variables {
    social         = { google = "1234" }
    principal_tags = { google = {} }
  }

  expect_failures = [var.principal_tags]
}

run "claim_with_space" {
  command = plan

  variables {
    social         = { google = "1234" }
    principal_tags = { google = { tags = { department = "the department" } } }
  }

  expect_failures = [var.principal_tags]
}

run "too_many_principal_tags" {
  command = plan

  variables {
    social         = { google = "1234" }
    principal_tags = { google = { tags = { for number in range(51) : "t${number}" => "c" } } }
  }

  expect_failures = [var.principal_tags]
}

run "principal_tags_too_long" {
  command = plan

  variables {
    social         = { google = "1234" }
    principal_tags = { google = { tags = { for number in range(5) : "tag${number}" => join("", [for character in range(100) : "c"]) } } }
  }

  expect_failures = [var.principal_tags]
}

run "tags_of_one_user_pool_twice" {
  command = plan

  variables {
    user_pools = {
      web    = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "web" }
      mobile = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "mobile" }
    }
    principal_tags = { web = { defaults = true }, mobile = { defaults = true } }
  }

  expect_failures = [var.principal_tags]
}

run "tag_of_aws" {
  command = plan

  variables {
    tags = { "aws:project" = "notes" }
  }

  expect_failures = [var.tags]
}

run "too_many_tags" {
  command = plan

  variables {
    tags = { for number in range(51) : "tag${number}" => "" }
  }

  expect_failures = [var.tags]
}
