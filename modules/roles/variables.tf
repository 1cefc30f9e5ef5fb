variable "identity_pool" {
  description = <<-EOT
    Identity pool whose users assume the roles: pass the module `identity-pool` itself. For another pool, set:
    - `id`: ID of the pool.
    - `guest_access`: whether it has guests. Without a value, a role `guest` is accepted.
    - `classic_flow`: whether it allows the basic (classic) authentication flow.
    - `session_tags`: whether its sessions carry principal tags.
    - `provider_names`: Cognito's names of its providers, for `trusted_providers`, by keys that you choose.
    - `role_mapping_keys`: the names of its providers in role mappings, by the same keys.
  EOT
  type = object({
    id                = string
    guest_access      = optional(bool)
    classic_flow      = optional(bool, false)
    session_tags      = optional(bool, false)
    provider_names    = optional(map(string), {})
    role_mapping_keys = optional(map(string), {})
  })
  nullable = false

  validation {
    condition     = can(regex("^[\\w-]+:[0-9a-f-]{1,54}$", var.identity_pool.id))
    error_message = "The id must be the ID of an identity pool, such as us-east-1:11111111-2222-3333-4444-555555555555."
  }
}

variable "roles" {
  description = <<-EOT
    Roles that users of the pool assume, each under a key that you choose. `authenticated` is the default of users who are
    signed in, `guest` that of users who are not. Users get any other role through a role mapping.
    - `name`: name of the role. A new name replaces the role.
    - `description`: description of the role.
    - `path`: path of the role. A new path replaces the role.
    - `permissions_boundary`: ARN of the policy that limits the role's permissions.
    - `max_session_duration`: maximum duration of a session in seconds. In the enhanced flow, sessions last an hour.
    - `managed_policy_arns`: ARNs of managed policies to attach, each under a key that you choose.
    - `tags`: tags of the role.
    - `trusted_providers`: keys of the providers whose users may assume the role, `developer` for the developer provider.
      Empty for all of them. AWS documents the names that tokens carry for social and developer providers only.
    - `trusted_pools`: IDs of further identity pools whose users may assume the role.
  EOT
  type = map(object({
    name                 = string
    description          = optional(string)
    path                 = optional(string, "/")
    permissions_boundary = optional(string)
    max_session_duration = optional(number, 3600)
    managed_policy_arns  = optional(map(string), {})
    tags                 = optional(map(string), {})
    trusted_providers    = optional(list(string), [])
    trusted_pools        = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for role in values(var.roles) : can(regex("^[\\w+=,.@-]{1,64}$", role.name))])
    error_message = "The name of a role must have 1 to 64 letters, digits and _ + = , . @ -."
  }

  validation {
    condition     = length(distinct([for role in values(var.roles) : lower(role.name)])) == length(var.roles)
    error_message = "The names of the roles must differ in more than upper and lower case."
  }

  validation {
    condition = !startswith(var.identity_pool.id, "us-gov-east-1:") || alltrue([
      for role in values(var.roles) : length(role.name) <= 20
    ])
    error_message = "In us-gov-east-1, the name of a role for an identity pool must have at most 20 characters."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) :
      role.description == null || can(regex("^[\t\n\r\\x{20}-\\x{7E}\\x{A1}-\\x{FF}]{0,1000}$", role.description))
    ])
    error_message = "The description of a role must have at most 1,000 Latin-1 characters."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : can(regex("^/([!-~]+/)?$", role.path)) && length(role.path) <= 512
    ])
    error_message = "The path of a role must begin and end with /, and have at most 512 ASCII characters without spaces."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : alltrue([
        for arn in concat(role.permissions_boundary[*], values(role.managed_policy_arns)) :
        can(regex("^arn:[\\w-]+:iam::(\\d{12}|aws):policy/.+$", arn))
      ])
    ])
    error_message = "Boundaries and managed policies must be ARNs of policies: arn:aws:iam::ACCOUNT:policy/NAME."
  }

  validation {
    condition     = alltrue([for role in values(var.roles) : length(role.managed_policy_arns) <= 25])
    error_message = "A role has at most 10 managed policies, or 25 with a raised quota."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : role.max_session_duration >= 3600 && role.max_session_duration <= 43200
    ])
    error_message = "The max_session_duration of a role must be between 3600 and 43200 seconds."
  }

  validation {
    condition = alltrue(flatten([
      for role in values(var.roles) : [
        for key, value in role.tags :
        can(regex("^[\\pL\\pN _.:/=+@-]{1,128}$", key)) && can(regex("^[\\pL\\pN _.:/=+@-]{0,256}$", value)) && !startswith(lower(key), "aws:")
      ]
    ]))
    error_message = "Tags have keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @, and no key starts with aws:."
  }

  validation {
    condition     = alltrue([for role in values(var.roles) : length(role.tags) <= 50])
    error_message = "A role has at most 50 tags."
  }

  validation {
    condition = alltrue(flatten([
      for role in values(var.roles) : [
        for key in role.trusted_providers : contains(keys(var.identity_pool.provider_names), key)
      ]
    ]))
    error_message = "Each key in trusted_providers must be a key of identity_pool.provider_names."
  }

  validation {
    condition     = length(try(var.roles["guest"].trusted_providers, [])) == 0
    error_message = "The role guest has no trusted_providers: guests are not signed in."
  }

  validation {
    condition = alltrue(flatten([
      for role in values(var.roles) : [
        for id in role.trusted_pools : can(regex("^[\\w-]+:[0-9a-f-]{1,54}$", id)) && id != var.identity_pool.id
      ]
    ]))
    error_message = "Each element of trusted_pools must be the ID of another identity pool."
  }

  validation {
    condition     = !contains(keys(var.roles), "guest") || var.identity_pool.guest_access != false
    error_message = "The role guest needs guest_access on the identity pool."
  }
}

variable "existing_roles" {
  description = <<-EOT
    ARNs of roles that exist already, by key: defaults under `authenticated` and `guest`, or targets of role mappings.
    Their own trust policies must trust this pool.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.existing_roles) : can(regex("^arn:[\\w-]+:iam::\\d{12}:role/.+$", arn))])
    error_message = "Each value of existing_roles must be the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME."
  }

  validation {
    condition     = length(setintersection(keys(var.roles), keys(var.existing_roles))) == 0
    error_message = "A key can be used only once across roles and existing_roles."
  }

  validation {
    condition     = !contains(keys(var.existing_roles), "guest") || var.identity_pool.guest_access != false
    error_message = "The role guest needs guest_access on the identity pool."
  }

  validation {
    condition = alltrue([
      for key, arn in var.existing_roles : key == "guest" || arn != try(var.existing_roles["guest"], "")
    ])
    error_message = "The role of guests must not be the role of users who are signed in."
  }
}

variable "role_mappings" {
  description = <<-EOT
    How users get a role that is not the default, by the key of their provider in `identity_pool`:
    - `type`: `Token` for the roles that the user's token names, or `Rules`.
    - `ambiguous_role_resolution`: what happens if no role, or no single role, results: `Deny` or `AuthenticatedRole`, the
      role `authenticated`.
    - `rules`: rules in order. The first whose `claim` matches `value` decides the `role`, a key of `roles` or
      `existing_roles`. `match_type` is `Equals`, `NotEqual`, `Contains` or `StartsWith`.
  EOT
  type = map(object({
    type                      = string
    ambiguous_role_resolution = optional(string, "Deny")
    rules = optional(list(object({
      claim      = string
      match_type = optional(string, "Equals")
      value      = string
      role       = string
    })), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.role_mappings) : contains(keys(var.identity_pool.role_mapping_keys), key)])
    error_message = "Each key of role_mappings must be a key of identity_pool.role_mapping_keys: a provider of the pool."
  }

  validation {
    condition     = length(var.role_mappings) == 0 || !var.identity_pool.classic_flow
    error_message = "An identity pool that allows the classic flow can't have role mappings."
  }

  validation {
    condition = length(var.role_mappings) == 0 || anytrue([
      for key in ["authenticated", "guest"] : contains(concat(keys(var.roles), keys(var.existing_roles)), key)
    ])
    error_message = "AWS attaches role mappings only together with a default role: add a role authenticated or guest."
  }

  validation {
    condition     = length(var.role_mappings) <= 10
    error_message = "An identity pool has at most 10 providers with role mappings."
  }

  validation {
    condition     = alltrue([for mapping in values(var.role_mappings) : contains(["Token", "Rules"], mapping.type)])
    error_message = "The type of a role mapping must be Token or Rules."
  }

  validation {
    condition     = alltrue([for mapping in values(var.role_mappings) : mapping.type != "Token" || length(mapping.rules) == 0])
    error_message = "A role mapping of type Token has no rules."
  }

  validation {
    condition = alltrue([
      for mapping in values(var.role_mappings) :
      mapping.type != "Rules" || (length(mapping.rules) >= 1 && length(mapping.rules) <= 25)
    ])
    error_message = "A role mapping of type Rules needs 1 to 25 rules."
  }

  validation {
    condition = alltrue([
      for mapping in values(var.role_mappings) :
      contains(["Deny", "AuthenticatedRole"], mapping.ambiguous_role_resolution)
    ])
    error_message = "The ambiguous_role_resolution of a role mapping must be Deny or AuthenticatedRole."
  }

  validation {
    condition = contains(concat(keys(var.roles), keys(var.existing_roles)), "authenticated") || alltrue([
      for mapping in values(var.role_mappings) : mapping.ambiguous_role_resolution != "AuthenticatedRole"
    ])
    error_message = "AuthenticatedRole needs a role authenticated."
  }

  validation {
    condition = alltrue(flatten([
      for mapping in values(var.role_mappings) : [
        for rule in mapping.rules : contains(["Equals", "NotEqual", "Contains", "StartsWith"], rule.match_type)
      ]
    ]))
    error_message = "The match_type of a rule must be Equals, NotEqual, Contains or StartsWith."
  }

  validation {
    condition = alltrue(flatten([
      for mapping in values(var.role_mappings) : [
        for rule in mapping.rules : can(regex("^[\\w.:/-]{1,64}$", rule.claim))
      ]
    ]))
    error_message = "The claim of a rule must have 1 to 64 letters, digits and . _ : / -, such as cognito:groups."
  }

  validation {
    condition = alltrue(flatten([
      for mapping in values(var.role_mappings) : [
        for rule in mapping.rules : length(rule.value) >= 1 && length(rule.value) <= 128
      ]
    ]))
    error_message = "The value of a rule must have 1 to 128 characters."
  }

  validation {
    condition = alltrue(flatten([
      for mapping in values(var.role_mappings) : [
        for rule in mapping.rules :
        contains(concat(keys(var.roles), keys(var.existing_roles)), rule.role) && rule.role != "guest"
      ]
    ]))
    error_message = "The role of a rule must be a key of roles or existing_roles other than guest, which trusts only guests."
  }
}
