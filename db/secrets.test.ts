import { describe, expect, it } from 'vitest'
import { openPassword, sealPassword } from './secrets'
import { sealingKeyPair } from './testing/fixtures'

describe('a sealed password', () => {
  it('is opened by the worker’s key, for its own connection', async () => {
    const { publicKeys, privateKeys } = await sealingKeyPair()
    const sealed = await sealPassword({ password: 'pâss·wörd', connectionId: 'c1' }, publicKeys)
    expect(sealed).not.toContain('pâss')
    expect(await openPassword({ sealed, connectionId: 'c1' }, privateKeys)).toEqual({ ok: true, value: 'pâss·wörd' })
  })

  it('cannot be opened with what the web process holds', async () => {
    const { publicKeys } = await sealingKeyPair()
    const sealed = await sealPassword({ password: 'secret', connectionId: 'c1' }, publicKeys)
    expect((await openPassword({ sealed, connectionId: 'c1' }, publicKeys)).ok).toBe(false)
  })

  it('is worthless when it is moved to another connection', async () => {
    const { publicKeys, privateKeys } = await sealingKeyPair()
    const sealed = await sealPassword({ password: 'secret', connectionId: 'c1' }, publicKeys)
    expect((await openPassword({ sealed, connectionId: 'c2' }, privateKeys)).ok).toBe(false)
  })

  it('is still opened after a newer key has become the active one', async () => {
    const old = await sealingKeyPair()
    const fresh = await sealingKeyPair()
    const sealed = await sealPassword({ password: 'secret', connectionId: 'c1' }, old.publicKeys)
    expect((await openPassword({ sealed, connectionId: 'c1' }, [...fresh.privateKeys, ...old.privateKeys])).ok).toBe(
      true,
    )
  })
})
