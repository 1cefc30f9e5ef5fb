mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  role = "notes-authenticated"
}

run "defaults" {
  assert {
    condition     = length(aws_iam_role_policy.this) == 0 && output.identity_variable == "$${cognito-identity.amazonaws.com:sub}"
    error_message = "Without policies, there is only the variable."
  }
}

run "statements" {
  variables {
    policies = {
      files = {
        statements = [
          {
            sid       = "Files"
            actions   = ["s3:GetObject", "s3:PutObject"]
            resources = ["arn:aws:s3:::notes/{identity}/*"]
          },
          {
            sid       = "List"
            actions   = ["s3:ListBucket"]
            resources = ["arn:aws:s3:::notes"]
            conditions = [
              { test = "StringLike", variable = "s3:prefix", values = ["{identity}/", "{identity}/*"] },
              { test = "StringLike", variable = "s3:delimiter", values = ["/"] },
              { test = "StringEquals", variable = "aws:PrincipalTag/department", values = ["$${aws:ResourceTag/department}"] },
            ]
          },
          {
            effect        = "Deny"
            not_actions   = ["s3:*"]
            not_resources = ["arn:aws:s3:::notes/*"]
          },
        ]
      }
    }
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this["files"].policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "Files"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = ["arn:aws:s3:::notes/$${cognito-identity.amazonaws.com:sub}/*"]
        },
        {
          Sid      = "List"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = ["arn:aws:s3:::notes"]
          Condition = {
            StringLike = {
              "s3:prefix" = [
                "$${cognito-identity.amazonaws.com:sub}/",
                "$${cognito-identity.amazonaws.com:sub}/*",
              ]
              "s3:delimiter" = ["/"]
            }
            StringEquals = { "aws:PrincipalTag/department" = ["$${aws:ResourceTag/department}"] }
          }
        },
        {
          Effect      = "Deny"
          NotAction   = ["s3:*"]
          NotResource = ["arn:aws:s3:::notes/*"]
        },
      ]
    }
    error_message = "Statements become a document, and {identity} the caller's identity ID."
  }

  assert {
    condition = (
      aws_iam_role_policy.this["files"].name == "files" &&
      aws_iam_role_policy.this["files"].role == "notes-authenticated" &&
      output.documents["files"] == aws_iam_role_policy.this["files"].policy
    )
    error_message = "A policy has its name, its role and its document."
  }
}

run "json" {
  variables {
    policies = {
      files = {
        json = <<-JSON
          {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes/{identity}/$${aws:PrincipalTag/department}/$${*}", "Condition": {}}
          }
        JSON
      }
    }
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this["files"].policy).Statement.Resource == (
      "arn:aws:s3:::notes/$${cognito-identity.amazonaws.com:sub}/$${aws:PrincipalTag/department}/$${*}"
    )
    error_message = "A document in JSON stays as it is, but for {identity}."
  }
}

run "us_gov_west_1" {
  override_data {
    target = data.aws_region.current
    values = { id = "us-gov-west-1" }
  }

  assert {
    condition     = output.identity_variable == "$${cognito-identity-us-gov.amazonaws.com:sub}"
    error_message = "The variable has the prefix of its region."
  }
}

run "us_gov_east_1" {
  override_data {
    target = data.aws_region.current
    values = { id = "us-gov-east-1" }
  }

  assert {
    condition     = output.identity_variable == "$${cognito-identity.us-gov-east-1.amazonaws.com:sub}"
    error_message = "The variable has the prefix of its region."
  }
}

run "cn_north_1" {
  override_data {
    target = data.aws_region.current
    values = { id = "cn-north-1" }
  }

  assert {
    condition     = output.identity_variable == "$${cognito-identity.amazonaws.com.cn:sub}"
    error_message = "The variable has the prefix of its region."
  }
}

run "role_arn" {
  command = plan

  variables {
    role     = "arn:aws:iam::111111111111:role/notes"
    policies = {}
  }

  expect_failures = [var.role]
}

run "policy_name_with_space" {
  command = plan

  variables {
    policies = { "own files" = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "no_document" {
  command = plan

  variables {
    policies = { files = {} }
  }

  expect_failures = [var.policies]
}

run "two_documents" {
  command = plan

  variables {
    policies = { files = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}", statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "not_json" {
  command = plan

  variables {
    policies = { files = { json = "s3:GetObject" } }
  }

  expect_failures = [var.policies]
}

run "json_without_statement" {
  command = plan

  variables {
    policies = { files = { json = jsonencode({ Version = "2012-10-17" }) } }
  }

  expect_failures = [var.policies]
}

run "json_without_version" {
  command = plan

  variables {
    policies = { files = { json = jsonencode({ Statement = [] }) } }
  }

  expect_failures = [var.policies]
}

run "json_of_old_version" {
  command = plan

  variables {
    policies = { files = { json = jsonencode({ Version = "2008-10-17", Statement = [] }) } }
  }

  expect_failures = [var.policies]
}

run "unknown_effect" {
  command = plan

  variables {
    policies = { files = { statements = [{ effect = "allow", actions = ["s3:GetObject"], resources = ["*"] }] } }
  }

  expect_failures = [var.policies]
}

run "no_actions" {
  command = plan

  variables {
    policies = { files = { statements = [{ resources = ["*"] }] } }
  }

  expect_failures = [var.policies]
}

run "actions_and_not_actions" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], not_actions = ["s3:PutObject"], resources = ["*"] }] } }
  }

  expect_failures = [var.policies]
}

run "no_resources" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"] }] } }
  }

  expect_failures = [var.policies]
}

run "empty_actions" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = [], resources = ["*"] }] } }
  }

  expect_failures = [var.policies]
}

run "empty_values" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["*"], conditions = [{ test = "StringEquals", variable = "aws:RequestedRegion", values = [] }] }] } }
  }

  expect_failures = [var.policies]
}

run "action_without_service" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["GetObject"], resources = ["*"] }] } }
  }

  expect_failures = [var.policies]
}

run "resource_that_is_no_arn" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["notes/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "sid_with_hyphen" {
  command = plan

  variables {
    policies = { files = { statements = [{ sid = "own-files", actions = ["s3:GetObject"], resources = ["*"] }] } }
  }

  expect_failures = [var.policies]
}

run "sid_twice" {
  command = plan

  variables {
    policies = {
      files = {
        statements = [
          { sid = "Read", actions = ["s3:GetObject"], resources = ["*"] },
          { sid = "Read", actions = ["s3:PutObject"], resources = ["*"] },
        ]
      }
    }
  }

  expect_failures = [var.policies]
}

run "condition_twice" {
  command = plan

  variables {
    policies = {
      files = {
        statements = [{
          actions   = ["s3:ListBucket"]
          resources = ["arn:aws:s3:::notes"]
          conditions = [
            { test = "StringLike", variable = "s3:prefix", values = ["a/*"] },
            { test = "StringLike", variable = "s3:prefix", values = ["b/*"] },
          ]
        }]
      }
    }
  }

  expect_failures = [var.policies]
}

run "token_with_dollar" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/$${identity}/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "token_with_two_dollars" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/$$${cognito-identity.amazonaws.com:sub}/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "variable_of_a_policy_document_data_source" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/&{aws:PrincipalTag/department}/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "token_in_two_braces" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/{{identity}}/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "token_misspelt" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/{Identity}/*"] }] } }
  }

  expect_failures = [var.policies]
}

run "token_misspelt_in_json" {
  command = plan

  variables {
    policies = {
      files = {
        json = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::notes/{ identity }/*" }] })
      }
    }
  }

  expect_failures = [var.policies]
}

run "policies_too_long" {
  command = plan

  variables {
    policies = {
      for number in range(11) : "policy${number}" => {
        statements = [{ actions = ["s3:GetObject"], resources = [join("", ["arn:aws:s3:::", join("", [for character in range(1000) : "x"])])] }]
      }
    }
  }

  expect_failures = [aws_iam_role_policy.this]
}

run "character_beyond_latin_1" {
  command = plan

  variables {
    policies = { files = { statements = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::notes/日記/*"] }] } }
  }

  expect_failures = [aws_iam_role_policy.this]
}
