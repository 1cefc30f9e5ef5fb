variable "role" {
  description = "ID of the role, such as `module.roles.role_ids.authenticated`. It is the role's name, not its ARN."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.role))
    error_message = "The role must be the ID of a role, which is its name, not its ARN."
  }
}

variable "policies" {
  description = <<-EOT
    Inline policies of the role, by name. In any string, `{identity}` stands for the identity ID of the caller: it becomes
    IAM's policy variable for it, as spelled in this region. For each policy, set one of:
    - `json`: the policy document in JSON, for example from `file("policy.json")`.
    - `statements`: its statements, with the arguments of a `statement` block of `aws_iam_policy_document`.
  EOT
  type = map(object({
    json = optional(string)
    statements = optional(list(object({
      sid           = optional(string)
      effect        = optional(string, "Allow")
      actions       = optional(list(string))
      not_actions   = optional(list(string))
      resources     = optional(list(string))
      not_resources = optional(list(string))
      conditions = optional(list(object({
        test     = string
        variable = string
        values   = list(string)
      })), [])
    })), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.policies) : can(regex("^[\\w+=,.@-]{1,128}$", name))])
    error_message = "The name of a policy must have 1 to 128 letters, digits and _ + = , . @ -."
  }

  validation {
    condition     = alltrue([for policy in values(var.policies) : (policy.json != null) != (length(policy.statements) > 0)])
    error_message = "A policy needs either json or statements, not both."
  }

  validation {
    condition = alltrue([
      for policy in values(var.policies) :
      policy.json == null || can(jsondecode(policy.json).Statement[*]) && try(jsondecode(policy.json).Version, "") == "2012-10-17"
    ])
    error_message = "The json of a policy must be a JSON object with a Statement and the Version 2012-10-17, which policy variables need."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements : contains(["Allow", "Deny"], statement.effect)
      ]
    ]))
    error_message = "The effect of a statement must be Allow or Deny."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements : [
          (statement.actions == null) != (statement.not_actions == null),
          (statement.resources == null) != (statement.not_resources == null),
        ]
      ]
    ]))
    error_message = "A statement needs either actions or not_actions, and either resources or not_resources."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements : [
          for list in concat(
            [for list in [statement.actions, statement.not_actions] : list if list != null],
            [for list in [statement.resources, statement.not_resources] : list if list != null],
            [for condition in statement.conditions : condition.values],
          ) : length(list) > 0
        ]
      ]
    ]))
    error_message = "Lists of actions, resources and values must not be empty."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements : [
          for action in concat(coalesce(statement.actions, []), coalesce(statement.not_actions, [])) :
          can(regex("^(\\*|[0-9A-Za-z-]+:[0-9A-Za-z*?]+)$", action))
        ]
      ]
    ]))
    error_message = "An action must be * or SERVICE:ACTION, such as s3:GetObject or s3:Get*."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements : [
          for resource in concat(coalesce(statement.resources, []), coalesce(statement.not_resources, [])) :
          can(regex("^(\\*|arn:.+:.+:.*:.*:.+)$", resource))
        ]
      ]
    ]))
    error_message = "A resource must be * or an ARN."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements : statement.sid == null || can(regex("^[0-9A-Za-z]*$", statement.sid))
      ]
    ]))
    error_message = "A sid has only ASCII letters and digits."
  }

  validation {
    condition = alltrue([
      for sids in [
        for policy in values(var.policies) : [for statement in policy.statements : statement.sid if statement.sid != null]
      ] : length(distinct(sids)) == length(sids)
    ])
    error_message = "The statements of a policy must have different sids."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.policies) : [
        for statement in policy.statements :
        length(distinct([for condition in statement.conditions : [condition.test, condition.variable]])) == length(statement.conditions)
      ]
    ]))
    error_message = "A statement has each pair of test and variable once: list all its values there."
  }

  validation {
    condition = alltrue([
      for text in [for policy in values(var.policies) : coalesce(policy.json, jsonencode(policy.statements))] :
      !can(regex(local.mistyped_token, replace(replace(text, "/${local.policy_variable}/", "@"), "{identity}", "@")))
    ])
    error_message = "Write the caller's identity ID as {identity}. A policy variable has the form $${aws:PrincipalTag/NAME}."
  }
}
