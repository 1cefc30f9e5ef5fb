# Customers, staff and partners of an application, each with a user pool, or with Google, a company's SAML provider or
# the application's own backend. The staff's user pool is created here, the others exist already.

resource "aws_cognito_user_pool" "staff" {
  name = "notes-staff"
}

resource "aws_cognito_user_pool_client" "staff" {
  name         = "notes"
  user_pool_id = aws_cognito_user_pool.staff.id
}

module "identity_pool" {
  # checkov:skip=CKV_AWS_366: Guests may read what is public.
  source = "../../../modules/identity-pool"

  name               = "notes"
  guest_access       = true
  developer_provider = "login.notes.example"

  user_pools = {
    customers = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "3n4b5urk1ft4fl3mg5e62d9ado" }
    partners  = { user_pool_id = "eu-west-1_Zz99Yy88X", app_client_id = "7qqm1tq3u5c2l0d8e9f0a1b2c3", token_check = false }
    staff     = { user_pool_id = aws_cognito_user_pool.staff.id, app_client_id = aws_cognito_user_pool_client.staff.id }
  }
  social = { google = "1234-abcd.apps.googleusercontent.com" }
  saml   = { corporate = "arn:aws:iam::111111111111:saml-provider/corporate" }

  principal_tags = {
    staff = { tags = { department = "custom:department" } }
  }

  tags = { Project = "notes" }
}

module "roles" {
  source = "../../../modules/roles"

  identity_pool = module.identity_pool

  roles = {
    authenticated = {
      name        = "notes-authenticated"
      description = "Users of notes who are signed in"
      path        = "/notes/"
      managed_policy_arns = {
        speech = "arn:aws:iam::aws:policy/AmazonPollyReadOnlyAccess"
      }
    }
    guest = {
      name = "notes-guest"
    }
    admins = {
      name                 = "notes-admins"
      max_session_duration = 7200
      trusted_providers    = ["staff"]
      tags                 = { Team = "support" }
    }
  }
  existing_roles = { reviewers = "arn:aws:iam::111111111111:role/reviewers" }

  role_mappings = {
    staff = {
      type                      = "Rules"
      ambiguous_role_resolution = "AuthenticatedRole"
      rules = [
        { claim = "cognito:groups", match_type = "Contains", value = "admins", role = "admins" },
        { claim = "custom:department", value = "legal", role = "reviewers" },
      ]
    }
    partners = { type = "Token" }
  }
}

module "authenticated_policy" {
  source = "../../../modules/policy"

  role = module.roles.role_ids.authenticated
  policies = {
    # Each user's own files, and nobody else's.
    files = {
      statements = [
        {
          sid       = "Files"
          actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
          resources = ["arn:aws:s3:::notes-uploads/{identity}/*"]
        },
        {
          sid       = "List"
          actions   = ["s3:ListBucket"]
          resources = ["arn:aws:s3:::notes-uploads"]
          conditions = [
            { test = "StringLike", variable = "s3:prefix", values = ["{identity}/", "{identity}/*"] },
          ]
        },
      ]
    }
    # The files of the user's department, which a principal tag names.
    department = {
      statements = [{
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::notes-departments/$${aws:PrincipalTag/department}/*"]
      }]
    }
  }
}

module "guest_policy" {
  source = "../../../modules/policy"

  role = module.roles.role_ids.guest
  policies = {
    public = {
      statements = [{
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::notes-uploads/public/*"]
      }]
    }
  }
}

module "admins_policy" {
  source = "../../../modules/policy"

  role = module.roles.role_ids.admins
  policies = {
    uploads = {
      statements = [{
        actions   = ["s3:GetObject", "s3:DeleteObject"]
        resources = ["arn:aws:s3:::notes-uploads/*"]
      }]
    }
  }
}
