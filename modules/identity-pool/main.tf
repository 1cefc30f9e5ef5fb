data "aws_partition" "current" {}

locals {
  # The name of each social provider in Cognito.
  # Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers".
  social_providers = {
    amazon   = "www.amazon.com"
    apple    = "appleid.apple.com"
    facebook = "graph.facebook.com"
    google   = "accounts.google.com"
    twitter  = "api.twitter.com"
  }

  # A developer provider has no role mapping and no principal tags.
  mappable_providers = distinct(concat(keys(var.user_pools), keys(var.social), keys(var.oidc), keys(var.saml)))

  # The region is the user pool's own, which can differ from the identity pool's.
  user_pool_names = {
    for key, pool in var.user_pools :
    key => "cognito-idp.${split("_", pool.user_pool_id)[0]}.${data.aws_partition.current.dns_suffix}/${pool.user_pool_id}"
  }

  provider_names = merge(
    local.user_pool_names,
    { for key in keys(var.social) : key => local.social_providers[key] },
    var.oidc,
    var.saml,
    { for name in var.developer_provider[*] : "developer" => name },
  )
}

resource "aws_cognito_identity_pool" "this" {
  identity_pool_name               = var.name
  allow_unauthenticated_identities = var.guest_access
  allow_classic_flow               = var.classic_flow
  developer_provider_name          = var.developer_provider
  supported_login_providers        = { for key, id in var.social : local.social_providers[key] => id }
  openid_connect_provider_arns     = values(var.oidc)
  saml_provider_arns               = values(var.saml)
  tags                             = var.tags

  dynamic "cognito_identity_providers" {
    for_each = var.user_pools

    content {
      provider_name           = local.user_pool_names[cognito_identity_providers.key]
      client_id               = cognito_identity_providers.value.app_client_id
      server_side_token_check = cognito_identity_providers.value.token_check
    }
  }
}

resource "aws_cognito_identity_pool_provider_principal_tag" "this" {
  for_each = var.principal_tags

  identity_pool_id       = aws_cognito_identity_pool.this.id
  identity_provider_name = local.provider_names[each.key]
  use_defaults           = each.value.defaults
  principal_tags         = each.value.defaults ? null : each.value.tags
}

# To lift the protection, set protect to false and, before you apply, remove this resource from the state:
# terraform state rm 'module.identity_pool.terraform_data.protection[0]'
resource "terraform_data" "protection" {
  count = var.protect ? 1 : 0

  triggers_replace = aws_cognito_identity_pool.this.id

  lifecycle {
    prevent_destroy = true
  }
}
