data "aws_region" "current" {}

locals {
  # The prefix of an identity pool's condition keys and policy variables where it is not that of the commercial regions.
  # Sources: AWS GovCloud (US) User Guide, "Amazon Cognito"; Amazon Cognito Developer Guide for the China regions,
  # "Role-based access control". They show the condition keys; that policy variables follow them is not documented.
  region_prefixes = {
    us-gov-west-1 = "cognito-identity-us-gov.amazonaws.com"
    us-gov-east-1 = "cognito-identity.us-gov-east-1.amazonaws.com"
    cn-north-1    = "cognito-identity.amazonaws.com.cn"
  }
  prefix            = lookup(local.region_prefixes, data.aws_region.current.id, "cognito-identity.amazonaws.com")
  identity_variable = "$${${local.prefix}:sub}"

  # A policy variable: a condition key, or an escaped wildcard.
  policy_variable = "\\$\\{([*?$]|[^{}:$]+:[^{}]+)\\}"
  # What gives a mistyped token away once {identity} and all policy variables are replaced by @.
  mistyped_token = "\\$\\{|\\$@|(&|\\\\u0026)[{@]|\\{@\\}|\\{\\s*[A-Za-z_.]+\\s*\\}"

  statements = {
    for name, policy in var.policies : name => [
      for statement in policy.statements : {
        for element, value in {
          Sid         = statement.sid
          Effect      = statement.effect
          Action      = statement.actions
          NotAction   = statement.not_actions
          Resource    = statement.resources
          NotResource = statement.not_resources
          Condition = length(statement.conditions) == 0 ? null : {
            for test in distinct(statement.conditions[*].test) : test => {
              for condition in statement.conditions : condition.variable => condition.values if condition.test == test
            }
          }
        } : element => value if value != null
      }
    ]
  }

  documents = {
    for name, policy in var.policies : name => replace(
      coalesce(policy.json, jsonencode({ Version = "2012-10-17", Statement = local.statements[name] })),
      "{identity}",
      local.identity_variable,
    )
  }

  # IAM counts the characters of all inline policies of a role, without white space.
  characters = sum(concat([0], [for document in values(local.documents) : length(replace(document, "/\\s/", ""))]))
}

resource "aws_iam_role_policy" "this" {
  for_each = var.policies

  name   = each.key
  role   = var.role
  policy = local.documents[each.key]

  lifecycle {
    precondition {
      condition     = local.characters <= 10240
      error_message = "The inline policies of a role have at most 10,240 characters without white space, and these have ${local.characters}."
    }

    precondition {
      condition     = can(regex("^[\t\n\r\\x{20}-\\x{FF}]+$", local.documents[each.key]))
      error_message = "The policy ${each.key} has characters that IAM rejects: it accepts Latin-1 only."
    }
  }
}
