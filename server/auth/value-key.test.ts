import { expect, it } from 'vitest'
import { openRow, sealRow } from '@/db/row-seal'
import { valueKeyOf } from './value-key'

it('opens what is sealed for it, is the same for the same secret, and shows nothing of its private half', async () => {
  const { publicKey, privateKey } = valueKeyOf('a secret of the tests, long enough for anything')
  const migrationId = '00000000-0000-4000-8000-000000000001'
  const columns = [{ name: 'a', value: 'b' }]
  const sealed = await sealRow({ columns, migrationId }, [publicKey])
  expect(await openRow({ sealed, migrationId }, [privateKey])).toEqual({ ok: true, value: columns })
  expect(valueKeyOf('a secret of the tests, long enough for anything').publicKey).toEqual(publicKey)
  expect(valueKeyOf('another secret of the tests, as long as that one').publicKey.kid).not.toBe(publicKey.kid)
  expect(Object.keys(publicKey)).not.toContain('d')
})
