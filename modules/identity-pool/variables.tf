variable "name" {
  description = "Name of the identity pool. A new name replaces the pool, and every user gets a new identity ID."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[\\w +=,.@-]{1,128}$", var.name))
    error_message = "The name must have 1 to 128 letters, digits, spaces and _ + = , . @ -."
  }
}

variable "guest_access" {
  description = "Whether users who are not signed in get an identity."
  type        = bool
  default     = false
  nullable    = false
}

variable "classic_flow" {
  description = "Whether to allow the basic (classic) authentication flow, in which the application chooses the role."
  type        = bool
  default     = false
  nullable    = false
}

variable "protect" {
  description = "Whether Terraform refuses to destroy or replace the pool, which would give every user a new identity ID."
  type        = bool
  default     = false
  nullable    = false
}

variable "user_pools" {
  description = <<-EOT
    App clients of Amazon Cognito user pools that sign users in, each under a key that you choose:
    - `user_pool_id`: ID of the user pool.
    - `app_client_id`: ID of the app client.
    - `token_check`: whether to reject users who signed out globally or were deleted.
  EOT
  type = map(object({
    user_pool_id  = string
    app_client_id = string
    token_check   = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for pool in values(var.user_pools) :
      can(regex("^[a-z]{2}(-[a-z]+)+-[1-9]_[0-9A-Za-z]+$", pool.user_pool_id)) && length(pool.user_pool_id) <= 55
    ])
    error_message = "Each user_pool_id must be the ID of a user pool, such as us-east-1_Ab12Cd34E."
  }

  validation {
    condition     = alltrue([for pool in values(var.user_pools) : can(regex("^\\w{1,128}$", pool.app_client_id))])
    error_message = "Each app_client_id must have 1 to 128 letters, digits and _. IDs from social providers belong in social."
  }

  validation {
    condition     = length(distinct([for pool in values(var.user_pools) : [pool.user_pool_id, pool.app_client_id]])) == length(var.user_pools)
    error_message = "Each app client can be listed only once."
  }

  validation {
    condition     = length(var.user_pools) <= 50
    error_message = "An identity pool accepts at most 50 app clients of user pools."
  }
}

variable "social" {
  description = <<-EOT
    Your application's IDs at social providers, by provider: `amazon`, `apple`, `facebook`, `google` or `twitter`.
    Separate several client IDs of Google with commas. Twitter's value holds a secret: pass a sensitive variable.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for provider in keys(var.social) : contains(keys(local.social_providers), provider)])
    error_message = "The keys of social must be amazon, apple, facebook, google or twitter."
  }

  validation {
    condition     = alltrue([for id in values(var.social) : can(regex("^[\\w.;/,-]{1,128}$", id))])
    error_message = "Each ID in social must have 1 to 128 letters, digits and . ; _ / -, or commas between the IDs."
  }
}

variable "oidc" {
  description = "ARNs of IAM OpenID Connect (OIDC) providers that sign users in, each under a key that you choose."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.oidc) : can(regex("^arn:[\\w-]+:iam::\\d{12}:oidc-provider/.+$", arn))])
    error_message = "Each value of oidc must be the ARN of an IAM OIDC provider: arn:aws:iam::ACCOUNT:oidc-provider/HOST."
  }
}

variable "saml" {
  description = "ARNs of IAM SAML providers that sign users in, each under a key that you choose."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.saml) : can(regex("^arn:[\\w-]+:iam::\\d{12}:saml-provider/.+$", arn))])
    error_message = "Each value of saml must be the ARN of an IAM SAML provider: arn:aws:iam::ACCOUNT:saml-provider/NAME."
  }

  validation {
    condition = length(distinct(concat(keys(var.user_pools), keys(var.social), keys(var.oidc), keys(var.saml)))) == (
      length(var.user_pools) + length(var.social) + length(var.oidc) + length(var.saml)
    )
    error_message = "A key can be used only once across user_pools, social, oidc and saml."
  }

  validation {
    condition     = !contains(concat(keys(var.user_pools), keys(var.oidc), keys(var.saml)), "developer")
    error_message = "The key developer stands for the developer provider: choose another key."
  }
}

variable "developer_provider" {
  description = "Name by which your own backend signs users in. A new name replaces the pool, and every user gets a new identity ID."
  type        = string
  default     = null

  validation {
    condition     = var.developer_provider == null || can(regex("^[\\w.-]{1,100}$", var.developer_provider))
    error_message = "The name of the developer provider must have 1 to 100 letters, digits and . _ -."
  }
}

variable "principal_tags" {
  description = <<-EOT
    Attributes for access control, by the key of the provider whose tokens have them. Policies read them as
    `aws:PrincipalTag/NAME`. For each provider, set one of:
    - `tags`: the claim that each tag gets its value from, by the name of the tag.
    - `defaults`: `true` for Cognito's default tags, `username` and `client`.
  EOT
  type = map(object({
    tags     = optional(map(string), {})
    defaults = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.principal_tags) : contains(local.mappable_providers, key)])
    error_message = "Each key of principal_tags must be a key of user_pools, social, oidc or saml."
  }

  validation {
    condition     = alltrue([for mapping in values(var.principal_tags) : mapping.defaults != (length(mapping.tags) > 0)])
    error_message = "Principal tags need either tags or defaults = true, not both."
  }

  validation {
    condition = alltrue(flatten([
      for mapping in values(var.principal_tags) : [
        for tag, claim in mapping.tags : can(regex("^[\\pL\\pN _.:/=+@-]{1,128}$", tag)) && can(regex("^\\S{1,256}$", claim))
      ]
    ]))
    error_message = "A tag must have 1 to 128 letters, digits, spaces and _ . : / = + - @, and a claim 1 to 256 characters without spaces."
  }

  validation {
    condition = alltrue([
      for mapping in values(var.principal_tags) :
      length(mapping.tags) <= 50 && length(join("", concat(keys(mapping.tags), values(mapping.tags)))) <= 460
    ])
    error_message = "A provider has at most 50 principal tags, whose names and claims together have at most 460 characters."
  }

  validation {
    condition = length(distinct([for key in keys(var.principal_tags) : try(var.user_pools[key].user_pool_id, key)])) == length(
      var.principal_tags
    )
    error_message = "A user pool has one set of principal tags: set them for one of its app clients."
  }
}

variable "tags" {
  description = "Tags of the identity pool."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key, value in var.tags :
      can(regex("^[\\pL\\pN _.:/=+@-]{1,128}$", key)) && can(regex("^[\\pL\\pN _.:/=+@-]{0,256}$", value)) && !startswith(lower(key), "aws:")
    ])
    error_message = "Tags have keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @, and no key starts with aws:."
  }

  validation {
    condition     = length(var.tags) <= 50
    error_message = "A pool has at most 50 tags."
  }
}
