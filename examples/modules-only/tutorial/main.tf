# The result of the console tutorial: an identity pool with one role for signed-in users and one for guests. Its policy
# allows more than it seems to; ../complete shows a policy for each user's own files only.

module "identity_pool" {
  # checkov:skip=CKV_AWS_366: The console tutorial has guests.
  source = "../../../modules/identity-pool"

  name         = "notes-dev"
  guest_access = true
  user_pools = {
    main = { user_pool_id = "us-east-1_Ab12Cd34E", app_client_id = "3n4b5urk1ft4fl3mg5e62d9ado" }
  }
}

module "roles" {
  source = "../../../modules/roles"

  identity_pool = module.identity_pool
  roles = {
    authenticated = { name = "notes-dev-authenticated" }
    guest         = { name = "notes-dev-guest" }
  }
}

module "policy" {
  source = "../../../modules/policy"

  role     = module.roles.role_ids.authenticated
  policies = { tutorial = { json = file("${path.module}/policies/authenticated.json") } }
}
