module "registry" {
  source = "../../modules/registry"

  environment      = "prod"
  identity_pool_id = module.identity_pool.identity_pool_id
}
