mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111111111111:role/example" }
  }
}

variables {
  identity_pool = {
    id = "us-east-1:11111111-2222-3333-4444-555555555555"
    provider_names = {
      main      = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E"
      corporate = "arn:aws:iam::111111111111:saml-provider/corporate"
    }
    role_mapping_keys = {
      main      = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:main"
      corporate = "arn:aws:iam::111111111111:saml-provider/corporate"
    }
  }
}

run "defaults" {
  assert {
    condition     = length(aws_iam_role.this) == 0 && length(aws_cognito_identity_pool_roles_attachment.this) == 0
    error_message = "Without roles, nothing is attached."
  }
}

run "default_roles" {
  variables {
    roles = {
      authenticated = { name = "notes-authenticated" }
      guest         = { name = "notes-guest" }
    }
  }

  assert {
    condition = jsondecode(aws_iam_role.this["authenticated"].assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Effect    = "Allow"
          Principal = { Federated = "cognito-identity.amazonaws.com" }
          Action    = ["sts:AssumeRoleWithWebIdentity"]
          Condition = {
            StringEquals             = { "cognito-identity.amazonaws.com:aud" = [var.identity_pool.id] }
            "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
          }
        },
      ]
    }
    error_message = "The role authenticated trusts only users of the pool who are signed in."
  }

  assert {
    condition = jsondecode(aws_iam_role.this["guest"].assume_role_policy).Statement[0].Condition == {
      StringEquals             = { "cognito-identity.amazonaws.com:aud" = [var.identity_pool.id] }
      "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "unauthenticated" }
    }
    error_message = "The role guest trusts only users of the pool who are not signed in."
  }

  assert {
    condition = (
      aws_cognito_identity_pool_roles_attachment.this[0].roles == tomap({
        authenticated   = aws_iam_role.this["authenticated"].arn
        unauthenticated = aws_iam_role.this["guest"].arn
      }) &&
      length(aws_cognito_identity_pool_roles_attachment.this[0].role_mapping) == 0
    )
    error_message = "The default roles are attached to the pool."
  }

  assert {
    condition = (
      aws_iam_role.this["authenticated"].path == "/" &&
      aws_iam_role.this["authenticated"].max_session_duration == 3600 &&
      length(aws_iam_role_policy_attachment.this) == 0
    )
    error_message = "The settings of a role have AWS's defaults."
  }
}

run "settings" {
  variables {
    roles = {
      authenticated = {
        name                 = "notes-authenticated"
        description          = "Signed-in users of notes"
        path                 = "/notes/"
        permissions_boundary = "arn:aws:iam::111111111111:policy/boundary"
        max_session_duration = 7200
        managed_policy_arns  = { polly = "arn:aws:iam::aws:policy/AmazonPollyReadOnlyAccess" }
        tags                 = { Project = "notes" }
      }
    }
  }

  assert {
    condition = (
      aws_iam_role.this["authenticated"].description == "Signed-in users of notes" &&
      aws_iam_role.this["authenticated"].path == "/notes/" &&
      aws_iam_role.this["authenticated"].permissions_boundary == "arn:aws:iam::111111111111:policy/boundary" &&
      aws_iam_role.this["authenticated"].max_session_duration == 7200 &&
      aws_iam_role.this["authenticated"].tags == tomap({ Project = "notes" })
    )
    error_message = "A role has its settings."
  }

  assert {
    condition = (
      aws_iam_role_policy_attachment.this["authenticated/polly"].role == aws_iam_role.this["authenticated"].id &&
      aws_iam_role_policy_attachment.this["authenticated/polly"].policy_arn == "arn:aws:iam::aws:policy/AmazonPollyReadOnlyAccess"
    )
    error_message = "Managed policies are attached to their role."
  }
}

run "narrowed_and_shared" {
  variables {
    roles = {
      authenticated = { name = "notes-authenticated" }
      employees = {
        name              = "notes-employees"
        trusted_providers = ["corporate", "main"]
        trusted_pools     = ["us-east-1:66666666-7777-8888-9999-000000000000"]
      }
    }
  }

  assert {
    condition = jsondecode(aws_iam_role.this["employees"].assume_role_policy).Statement[0].Condition == {
      StringEquals = {
        "cognito-identity.amazonaws.com:aud" = [var.identity_pool.id, "us-east-1:66666666-7777-8888-9999-000000000000"]
      }
      "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
      "ForAnyValue:StringEquals" = {
        "cognito-identity.amazonaws.com:amr" = [
          "arn:aws:iam::111111111111:saml-provider/corporate",
          "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E",
        ]
      }
    }
    error_message = "The trust of a role names both pools, and besides the kind of identity also the providers."
  }

  assert {
    condition     = aws_cognito_identity_pool_roles_attachment.this[0].roles == tomap({ authenticated = aws_iam_role.this["authenticated"].arn })
    error_message = "Only the default roles are attached to the pool."
  }
}

run "session_tags" {
  variables {
    identity_pool = { id = "us-east-1:11111111-2222-3333-4444-555555555555", session_tags = true }
    roles = {
      authenticated = { name = "notes-authenticated" }
      guest         = { name = "notes-guest" }
    }
  }

  assert {
    condition = (
      jsondecode(aws_iam_role.this["authenticated"].assume_role_policy).Statement[0].Action == ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] &&
      jsondecode(aws_iam_role.this["guest"].assume_role_policy).Statement[0].Action == ["sts:AssumeRoleWithWebIdentity"]
    )
    error_message = "Signed-in users may tag their sessions if the pool has principal tags. Guests have none."
  }
}

run "govcloud_west" {
  variables {
    identity_pool = { id = "us-gov-west-1:11111111-2222-3333-4444-555555555555" }
    roles         = { authenticated = { name = "notes-authenticated" } }
  }

  assert {
    condition = (
      jsondecode(aws_iam_role.this["authenticated"].assume_role_policy).Statement[0].Principal.Federated == "cognito-identity-us-gov.amazonaws.com" &&
      jsondecode(aws_iam_role.this["authenticated"].assume_role_policy).Statement[0].Condition.StringEquals == {
        "cognito-identity-us-gov.amazonaws.com:aud" = ["us-gov-west-1:11111111-2222-3333-4444-555555555555"]
      }
    )
    error_message = "AWS GovCloud (US-West) has its own principal."
  }
}

run "govcloud_east" {
  variables {
    identity_pool = { id = "us-gov-east-1:11111111-2222-3333-4444-555555555555" }
    roles         = { authenticated = { name = "notes-authenticated" } }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this["authenticated"].assume_role_policy).Statement[0].Principal.Federated == "cognito-identity.us-gov-east-1.amazonaws.com"
    error_message = "AWS GovCloud (US-East) has its own principal."
  }
}

run "china" {
  variables {
    identity_pool = { id = "cn-north-1:11111111-2222-3333-4444-555555555555" }
    roles         = { authenticated = { name = "notes-authenticated" } }
  }

  assert {
    condition = (
      jsondecode(aws_iam_role.this["authenticated"].assume_role_policy).Statement[0].Principal.Federated == "cognito-identity.cn-north-1.amazonaws.com.cn" &&
      jsondecode(aws_iam_role.this["authenticated"].assume_role_policy).Statement[0].Condition["ForAnyValue:StringLike"] == {
        "cognito-identity.amazonaws.com.cn:amr" = "authenticated"
      }
    )
    error_message = "The China regions have their own principal, and condition keys with another prefix."
  }
}

run "role_mappings" {
  variables {
    roles = {
      authenticated = { name = "notes-authenticated" }
      admins        = { name = "notes-admins" }
    }
    existing_roles = { partners = "arn:aws:iam::111111111111:role/partners" }
    role_mappings = {
      main = { type = "Token", ambiguous_role_resolution = "AuthenticatedRole" }
      corporate = {
        type = "Rules"
        rules = [
          { claim = "department", value = "it", role = "admins" },
          { claim = "company", match_type = "NotEqual", value = "Example", role = "partners" },
        ]
      }
    }
  }

  assert {
    condition = {
      for mapping in aws_cognito_identity_pool_roles_attachment.this[0].role_mapping : mapping.identity_provider => {
        type  = mapping.type
        else  = mapping.ambiguous_role_resolution
        rules = [for rule in mapping.mapping_rule : "${rule.claim} ${rule.match_type} ${rule.value} ${rule.role_arn}"]
      }
      } == {
      "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:main" = { type = "Token", else = "AuthenticatedRole", rules = [] }
      "arn:aws:iam::111111111111:saml-provider/corporate" = {
        type = "Rules"
        else = "Deny"
        rules = [
          "department Equals it ${aws_iam_role.this["admins"].arn}",
          "company NotEqual Example arn:aws:iam::111111111111:role/partners",
        ]
      }
    }
    error_message = "Role mappings have their rules in order. An ambiguous role is denied by default."
  }

  assert {
    condition     = output.role_arns["partners"] == "arn:aws:iam::111111111111:role/partners" && keys(output.role_ids) == ["admins", "authenticated"]
    error_message = "Existing roles have an ARN and no ID."
  }
}

run "existing_default_role" {
  variables {
    existing_roles = { authenticated = "arn:aws:iam::111111111111:role/users" }
  }

  assert {
    condition     = aws_cognito_identity_pool_roles_attachment.this[0].roles == tomap({ authenticated = "arn:aws:iam::111111111111:role/users" })
    error_message = "A default role can exist already."
  }
}

run "pool_arn" {
  command = plan

  variables {
    identity_pool = { id = "arn:aws:cognito-identity:us-east-1:111111111111:identitypool/us-east-1:1111" }
  }

  expect_failures = [var.identity_pool]
}

run "role_name_with_space" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes users" } }
  }

  expect_failures = [var.roles]
}

run "role_name_twice" {
  command = plan

  variables {
    roles = {
      authenticated = { name = "notes" }
      admins        = { name = "Notes" }
    }
  }

  expect_failures = [var.roles]
}

run "long_role_name_in_govcloud_east" {
  command = plan

  variables {
    identity_pool = { id = "us-gov-east-1:11111111-2222-3333-4444-555555555555" }
    roles         = { authenticated = { name = "notes-authenticated-1" } }
  }

  expect_failures = [var.roles]
}

run "description_with_emoji" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", description = "Users 🙂" } }
  }

  expect_failures = [var.roles]
}

run "path_without_slash" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", path = "/notes" } }
  }

  expect_failures = [var.roles]
}

run "boundary_that_is_a_role" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", permissions_boundary = "arn:aws:iam::111111111111:role/boundary" } }
  }

  expect_failures = [var.roles]
}

run "managed_policy_by_name" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", managed_policy_arns = { polly = "AmazonPollyReadOnlyAccess" } } }
  }

  expect_failures = [var.roles]
}

run "too_many_managed_policies" {
  command = plan

  variables {
    roles = {
      authenticated = {
        name                = "notes"
        managed_policy_arns = { for number in range(26) : "policy${number}" => "arn:aws:iam::111111111111:policy/${number}" }
      }
    }
  }

  expect_failures = [var.roles]
}

run "session_too_short" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", max_session_duration = 60 } }
  }

  expect_failures = [var.roles]
}

run "tag_of_aws" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", tags = { "aws:project" = "notes" } } }
  }

  expect_failures = [var.roles]
}

run "too_many_tags" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", tags = { for number in range(51) : "tag${number}" => "" } } }
  }

  expect_failures = [var.roles]
}

run "trusted_provider_of_no_pool" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", trusted_providers = ["google"] } }
  }

  expect_failures = [var.roles]
}

run "trusted_providers_of_guests" {
  command = plan

  variables {
    roles = { guest = { name = "notes", trusted_providers = ["main"] } }
  }

  expect_failures = [var.roles]
}

run "trusted_pool_by_name" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes", trusted_pools = ["notes"] } }
  }

  expect_failures = [var.roles]
}

run "guest_without_guest_access" {
  command = plan

  variables {
    identity_pool = { id = "us-east-1:11111111-2222-3333-4444-555555555555", guest_access = false }
    roles         = { guest = { name = "notes-guest" } }
  }

  expect_failures = [var.roles]
}

run "existing_role_by_name" {
  command = plan

  variables {
    existing_roles = { authenticated = "users" }
  }

  expect_failures = [var.existing_roles]
}

run "key_of_two_roles" {
  command = plan

  variables {
    roles          = { authenticated = { name = "notes" } }
    existing_roles = { authenticated = "arn:aws:iam::111111111111:role/users" }
  }

  expect_failures = [var.existing_roles]
}

run "existing_guest_without_guest_access" {
  command = plan

  variables {
    identity_pool  = { id = "us-east-1:11111111-2222-3333-4444-555555555555", guest_access = false }
    existing_roles = { guest = "arn:aws:iam::111111111111:role/guests" }
  }

  expect_failures = [var.existing_roles]
}

run "guests_with_the_role_of_users" {
  command = plan

  variables {
    existing_roles = {
      authenticated = "arn:aws:iam::111111111111:role/users"
      guest         = "arn:aws:iam::111111111111:role/users"
    }
  }

  expect_failures = [var.existing_roles]
}

run "mapping_of_no_provider" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { google = { type = "Token" } }
  }

  expect_failures = [var.role_mappings]
}

run "mapping_with_classic_flow" {
  command = plan

  variables {
    identity_pool = {
      id                = "us-east-1:11111111-2222-3333-4444-555555555555"
      classic_flow      = true
      role_mapping_keys = { google = "accounts.google.com" }
    }
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { google = { type = "Token" } }
  }

  expect_failures = [var.role_mappings]
}

run "mapping_without_default_role" {
  command = plan

  variables {
    roles         = { admins = { name = "notes-admins" } }
    role_mappings = { main = { type = "Token" } }
  }

  expect_failures = [var.role_mappings]
}

run "too_many_mappings" {
  command = plan

  variables {
    identity_pool = {
      id                = "us-east-1:11111111-2222-3333-4444-555555555555"
      role_mapping_keys = { for number in range(11) : "provider${number}" => "provider${number}" }
    }
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { for number in range(11) : "provider${number}" => { type = "Token" } }
  }

  expect_failures = [var.role_mappings]
}

run "mapping_of_unknown_type" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "token" } }
  }

  expect_failures = [var.role_mappings]
}

run "token_with_rules" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Token", rules = [{ claim = "department", value = "it", role = "authenticated" }] } }
  }

  expect_failures = [var.role_mappings]
}

run "rules_without_a_rule" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Rules" } }
  }

  expect_failures = [var.role_mappings]
}

run "too_many_rules" {
  command = plan

  variables {
    roles = { authenticated = { name = "notes" } }
    role_mappings = {
      main = { type = "Rules", rules = [for number in range(26) : { claim = "department", value = tostring(number), role = "authenticated" }] }
    }
  }

  expect_failures = [var.role_mappings]
}

run "unknown_resolution" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Token", ambiguous_role_resolution = "deny" } }
  }

  expect_failures = [var.role_mappings]
}

run "authenticated_role_that_is_not_there" {
  command = plan

  variables {
    roles         = { guest = { name = "notes-guest" } }
    role_mappings = { main = { type = "Token", ambiguous_role_resolution = "AuthenticatedRole" } }
  }

  expect_failures = [var.role_mappings]
}

run "unknown_match" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Rules", rules = [{ claim = "department", value = "it", role = "authenticated", match_type = "equals" }] } }
  }

  expect_failures = [var.role_mappings]
}

run "claim_with_space" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Rules", rules = [{ claim = "the department", value = "it", role = "authenticated" }] } }
  }

  expect_failures = [var.role_mappings]
}

run "empty_value" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Rules", rules = [{ claim = "department", value = "", role = "authenticated" }] } }
  }

  expect_failures = [var.role_mappings]
}

run "rule_to_no_role" {
  command = plan

  variables {
    roles         = { authenticated = { name = "notes" } }
    role_mappings = { main = { type = "Rules", rules = [{ claim = "department", value = "it", role = "admins" }] } }
  }

  expect_failures = [var.role_mappings]
}

run "rule_to_guests" {
  command = plan

  variables {
    roles = {
      authenticated = { name = "notes" }
      guest         = { name = "notes-guest" }
    }
    role_mappings = { main = { type = "Rules", rules = [{ claim = "department", value = "it", role = "guest" }] } }
  }

  expect_failures = [var.role_mappings]
}
