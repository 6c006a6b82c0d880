import { expect, it } from 'vitest'
import { openRow, sealRow } from './row-seal'
import { sealingKeyPair } from './testing/fixtures'

const migrationId = '00000000-0000-4000-8000-000000000001'
const columns = [
  { name: 'card', value: '4111 1111 1111 1111' },
  { name: '__proto__', value: null },
]

it('a row sealed for two is opened by each of them, and by nobody else', async () => {
  const [worker, web, other] = [await sealingKeyPair(), await sealingKeyPair(), await sealingKeyPair()]
  const sealed = await sealRow({ columns, migrationId }, [...worker.privateKeys, ...web.publicKeys])
  expect(sealed).not.toContain('4111')
  for (const { privateKeys } of [worker, web])
    expect(await openRow({ sealed, migrationId }, privateKeys)).toEqual({ ok: true, value: columns })
  expect(await openRow({ sealed, migrationId }, other.privateKeys)).toEqual({ ok: false, error: 'cannot-open' })
})

it('a sealed row is good for its own migration alone', async () => {
  const { publicKeys, privateKeys } = await sealingKeyPair()
  const sealed = await sealRow({ columns, migrationId }, publicKeys)
  const elsewhere = { sealed, migrationId: '00000000-0000-4000-8000-000000000002' }
  expect((await openRow(elsewhere, privateKeys)).ok).toBe(false)
  expect((await openRow({ sealed: 'no JWE', migrationId }, privateKeys)).ok).toBe(false)
})
