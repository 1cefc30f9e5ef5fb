// The same as first_hour.mjs with AWS Amplify, in the words of docs/first-hour.md. What Amplify asks AWS goes to the emulator.

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const require = createRequire(join(process.cwd(), 'package.json'))
const { Amplify } = require('aws-amplify')
const { fetchAuthSession, signIn } = require('aws-amplify/auth')
const { downloadData, uploadData } = require('aws-amplify/storage')

const given = JSON.parse(readFileSync(0, 'utf8'))
const { endpoint, region, userPoolId, userPoolClientId, identityPoolId, bucket, email, password } = given

const { fetch } = globalThis
globalThis.fetch = (resource, options) => {
  const { hostname, pathname, search } = new URL(resource)
  const [first, service] = hostname.split('.')
  const path = service === 's3' ? `/${first}${pathname}` : pathname
  return fetch(`${endpoint}${path}${search}`, options)
}

Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId, identityPoolId } },
  Storage: { S3: { bucket, region } },
})
await signIn({ username: email, password })
await uploadData({ path: ({ identityId }) => `${identityId}/hello.txt`, data: 'hello' }).result
const { body } = await downloadData({ path: ({ identityId }) => `${identityId}/hello.txt` }).result

const { identityId } = await fetchAuthSession()
console.log(JSON.stringify({ identityId, key: `${identityId}/hello.txt`, text: await body.text() }))
