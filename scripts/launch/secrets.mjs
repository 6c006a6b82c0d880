import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { readJson, writeWhole } from './stamp.mjs'

/**
 * The secrets of one instance, made on its first start and kept with mode 0600. Values in the environment win over
 * them (see `child-env.mjs`). `sealingKeys` (public) is for the web alone, `encryptionKeys` (private) for the worker
 * alone: the process that faces the network can seal a database's password but never open one.
 *
 * @returns {Promise<{ authSecret: string, sealingKeys: object[], encryptionKeys: object[] }>} JWK lists, first = active
 */
export async function instanceSecrets(path) {
  const kept = readJson(path)
  if (kept) return kept
  const { publicJwk, privateJwk } = await createSealingPair()
  const secrets = {
    authSecret: randomBytes(32).toString('base64url'),
    sealingKeys: [publicJwk],
    encryptionKeys: [privateJwk],
  }
  writeWhole(path, `${JSON.stringify(secrets, null, 2)}\n`, 0o600)
  return secrets
}

/**
 * A key pair for JWE ECDH-ES+A256KW on P-256; its id is the RFC 7638 thumbprint of the public half.
 *
 * @returns {Promise<Record<'publicJwk' | 'privateJwk', { kty: string, crv: string, x: string, y: string, kid: string, alg: string, use: string }>>}
 */
export async function createSealingPair() {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const { crv, kty, x, y, d } = await webcrypto.subtle.exportKey('jwk', pair.privateKey)
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  const publicJwk = { kty, crv, x, y, kid, alg: 'ECDH-ES+A256KW', use: 'enc' }
  return { publicJwk, privateJwk: { ...publicJwk, d } }
}

/** A new API token: 256 random bits behind the prefix by which secret scanners know it. */
export function createToken() {
  return `gdw_${randomBytes(32).toString('base64url')}`
}
