import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTableAddress, tableAddress } from './table-address'

describe('table address', () => {
  it('reads like a table name', () => {
    expect(tableAddress({ schema: 'public', name: 'orders' })).toBe('public.orders')
  })

  it('comes back whole for any two names', () => {
    const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a.b', '%2E', '%25', '%', '.', '%252E'))
    fc.assert(
      fc.property(name, name, (schema, table) => {
        const ref = { schema, name: table }
        expect(readTableAddress(tableAddress(ref))).toEqual(ref)
      }),
    )
  })

  it('is nothing for what is no address', () => {
    for (const text of ['', 'orders', '.orders', 'a.b.c']) expect(readTableAddress(text)).toBeNull()
  })
})
