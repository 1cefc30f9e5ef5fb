// The browser's part of the first hour: signs in with SRP, gets credentials from the identity pool, and puts and gets a file
// in the user's own folder, with the AWS SDK for JavaScript v3. Reads its settings from stdin, and prints what it got.

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const require = createRequire(join(process.cwd(), 'package.json'))
const { AuthenticationDetails, CognitoUser, CognitoUserPool } = require('amazon-cognito-identity-js')
const { GetObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')
const { fromCognitoIdentityPool } = require('@aws-sdk/credential-providers')

const given = JSON.parse(readFileSync(0, 'utf8'))
const { endpoint, region, userPoolId, userPoolClientId, identityPoolId, bucket, email, password } = given

const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: userPoolClientId, endpoint })

function signIn() {
  const user = new CognitoUser({ Username: email, Pool: pool })
  const details = new AuthenticationDetails({ Username: email, Password: password })
  return new Promise((onSuccess, onFailure) => user.authenticateUser(details, { onSuccess, onFailure }))
}

const session = await signIn()
const provider = fromCognitoIdentityPool({
  identityPoolId,
  logins: { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: session.getIdToken().getJwtToken() },
  clientConfig: { region, endpoint },
})
const { identityId } = await provider()
const s3 = new S3Client({ region, endpoint, credentials: provider, forcePathStyle: true })
const key = `${identityId}/hello.txt`
await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'hello' }))
const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
console.log(JSON.stringify({ identityId, key, text: await Body.transformToString() }))
