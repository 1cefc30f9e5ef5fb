locals {
  # The service principal of identity pools, and the prefix of its condition keys, where they are not those of the
  # commercial regions. Sources: AWS GovCloud (US) User Guide, "Amazon Cognito"; Amazon Cognito Developer Guide for the
  # China regions, "Role-based access control".
  region_principals = {
    us-gov-west-1 = "cognito-identity-us-gov.amazonaws.com"
    us-gov-east-1 = "cognito-identity.us-gov-east-1.amazonaws.com"
    cn-north-1    = "cognito-identity.cn-north-1.amazonaws.com.cn"
  }
  region_prefixes = merge(local.region_principals, { cn-north-1 = "cognito-identity.amazonaws.com.cn" })

  region    = split(":", var.identity_pool.id)[0]
  principal = lookup(local.region_principals, local.region, "cognito-identity.amazonaws.com")
  prefix    = lookup(local.region_prefixes, local.region, "cognito-identity.amazonaws.com")

  attached_policies = merge([
    for role, settings in var.roles : {
      for policy, arn in settings.managed_policy_arns : "${role}/${policy}" => { role = role, arn = arn }
    }
  ]...)

  role_arns     = merge({ for key, role in aws_iam_role.this : key => role.arn }, var.existing_roles)
  default_kinds = { authenticated = "authenticated", guest = "unauthenticated" }
  default_roles = {
    for key, kind in local.default_kinds : kind => local.role_arns[key]
    if contains(concat(keys(var.roles), keys(var.existing_roles)), key)
  }
}

resource "aws_iam_role" "this" {
  for_each = var.roles

  name                 = each.value.name
  description          = each.value.description
  path                 = each.value.path
  permissions_boundary = each.value.permissions_boundary
  max_session_duration = each.value.max_session_duration
  tags                 = each.value.tags

  # Trusts only identities of these pools (aud) that are signed in, or that are not (amr).
  # Source: Amazon Cognito Developer Guide, "Role trust and permissions".
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Federated = local.principal }
        Action = concat(
          ["sts:AssumeRoleWithWebIdentity"],
          var.identity_pool.session_tags && each.key != "guest" ? ["sts:TagSession"] : [],
        )
        Condition = merge(
          {
            StringEquals             = { "${local.prefix}:aud" = concat([var.identity_pool.id], each.value.trusted_pools) }
            "ForAnyValue:StringLike" = { "${local.prefix}:amr" = each.key == "guest" ? "unauthenticated" : "authenticated" }
          },
          # A second operator: IAM requires both, but any one value within an operator.
          length(each.value.trusted_providers) == 0 ? {} : {
            "ForAnyValue:StringEquals" = {
              "${local.prefix}:amr" = [for key in each.value.trusted_providers : var.identity_pool.provider_names[key]]
            }
          },
        )
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = local.attached_policies

  role       = aws_iam_role.this[each.value.role].id
  policy_arn = each.value.arn
}

# An identity pool has one attachment: a second one would overwrite it.
resource "aws_cognito_identity_pool_roles_attachment" "this" {
  count = length(local.default_roles) == 0 ? 0 : 1

  identity_pool_id = var.identity_pool.id
  roles            = local.default_roles

  dynamic "role_mapping" {
    for_each = var.role_mappings

    content {
      identity_provider         = var.identity_pool.role_mapping_keys[role_mapping.key]
      type                      = role_mapping.value.type
      ambiguous_role_resolution = role_mapping.value.ambiguous_role_resolution

      dynamic "mapping_rule" {
        for_each = role_mapping.value.rules

        content {
          claim      = mapping_rule.value.claim
          match_type = mapping_rule.value.match_type
          value      = mapping_rule.value.value
          role_arn   = local.role_arns[mapping_rule.value.role]
        }
      }
    }
  }
}
