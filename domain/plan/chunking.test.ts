import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogTable } from '../catalog/catalog-table'
import { chooseChunking } from './chunking'
import { column, table } from './testing/catalogs'

const now = { versionNum: 180_000 }
const unique = (name: string, columns: string[], usableAsKey = true): CatalogTable['uniqueKeys'][number] => ({
  name,
  columns,
  source: 'index',
  nullsNotDistinct: false,
  usableAsKey,
})
const columns = [column('a', 'bigint'), column('b', 'text'), column('amount', 'money')]

describe('chooseChunking', () => {
  it('cuts by the primary key, with the types that its look-ups need', () => {
    expect(chooseChunking(table('orders'), now)).toEqual({
      kind: 'key',
      columns: [{ name: 'id', type: 'bigint' }],
      index: 'orders_pkey',
    })
  })

  it('compares what is below a domain, and without modifiers', () => {
    const key = (type: string, fields: Parameters<typeof column>[2]) => {
      const columns = [column('id', 'own.code', { baseType: type, baseTypmod: 9, ...fields })]
      const chunking = chooseChunking(table('t', { columns }), now)
      return chunking.kind === 'key' ? chunking.columns[0]?.type : null
    }
    expect(key('numeric(10,2)', { baseTypeOid: 1700 })).toBe('numeric')
    expect(key('timestamp(0) with time zone', { baseTypeOid: 1184 })).toBe('timestamp with time zone')
    expect(key('character(5)', { baseTypeOid: 1042 })).toBe('bpchar')
    expect(key('bit(5)', { baseTypeOid: 1560 })).toBe('"bit"')
    expect(key('interval day to second(2)', { baseTypeOid: 1186 })).toBe('interval')
    expect(key('own."mood(1)"', { baseTypeOid: 16_400, baseTypmod: -1, typeKind: 'domain' })).toBe('own."mood(1)"')
  })

  it('cuts by the narrowest unique index where there is no primary key', () => {
    const uniqueKeys = [unique('wide', ['a', 'b']), unique('narrow', ['b']), unique('nullable', ['a'], false)]
    expect(chooseChunking(table('t', { keyless: true, columns, uniqueKeys }), now)).toMatchObject({ index: 'narrow' })
  })

  it('passes over keys whose values do not come through as text, and indexes that are not valid', () => {
    const indexes = [{ name: 'broken', definition: '', unique: true, valid: false, sizeBytes: '0' }]
    const uniqueKeys = [unique('broken', ['a']), unique('of_money', ['amount'])]
    expect(chooseChunking(table('t', { keyless: true, columns, uniqueKeys, indexes }), now)).toEqual({ kind: 'ctid' })
  })

  it('reads by place without a key, and in one piece where the server cannot', () => {
    const heap = table('log', { keyless: true })
    expect(chooseChunking(heap, now)).toEqual({ kind: 'ctid' })
    expect(chooseChunking(heap, { versionNum: 130_012 })).toEqual({ kind: 'whole' })
    expect(chooseChunking(table('staff'), now, { onePiece: true })).toEqual({ kind: 'whole' })
  })

  it('never cuts by a key that has a NULL, a column that is not there, or no column', () => {
    const key = fc.record({ usable: fc.boolean(), columns: fc.subarray(['a', 'b', 'amount', 'gone']) })
    fc.assert(
      fc.property(fc.array(key, { maxLength: 6 }), (keys) => {
        const uniqueKeys = keys.map((each, n) => unique(`k${n}`, each.columns, each.usable))
        const chunking = chooseChunking(table('t', { keyless: true, columns, uniqueKeys }), now)
        const good = keys.filter(
          (each) => each.usable && each.columns.length > 0 && each.columns.every((c) => c === 'a' || c === 'b'),
        )
        if (good.length === 0) expect(chunking).toEqual({ kind: 'ctid' })
        else {
          expect(chunking.kind).toBe('key')
          const fewest = Math.min(...good.map((each) => each.columns.length))
          if (chunking.kind === 'key') expect(chunking.columns).toHaveLength(fewest)
        }
      }),
    )
  })
})
