module "registry" {
  source = "../../modules/registry"

  environment      = "dev"
  identity_pool_id = module.identity_pool.identity_pool_id
}
