import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose'
import { expect, it } from 'vitest'
import { createSealingPair, createToken, instanceSecrets } from './secrets.mjs'

it('secrets are made once and only their owner may read them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-secrets-'))
  const path = join(dir, 'secrets.json')
  const first = await instanceSecrets(path)
  expect(await instanceSecrets(path)).toEqual(first)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  rmSync(dir, { recursive: true })
})

it('what the public half seals only the private half opens', async () => {
  const { publicJwk, privateJwk } = await createSealingPair()
  expect(Object.keys(publicJwk)).not.toContain('d')
  expect(privateJwk.kid).toBe(publicJwk.kid)
  const sealed = await new CompactEncrypt(new TextEncoder().encode('password'))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: publicJwk.kid })
    .encrypt(await importJWK(publicJwk))
  const { plaintext } = await compactDecrypt(sealed, await importJWK(privateJwk))
  expect(new TextDecoder().decode(plaintext)).toBe('password')
  await expect(importJWK(publicJwk).then((key) => compactDecrypt(sealed, key))).rejects.toThrow()
})

it('tokens bear the prefix and 256 bits, no two alike', () => {
  expect(createToken()).toMatch(/^gdw_[\w-]{43}$/)
  expect(createToken()).not.toBe(createToken())
})
