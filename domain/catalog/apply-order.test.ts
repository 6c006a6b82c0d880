import { describe, expect, it } from 'vitest'
import { applyOrder } from './apply-order'
import type { CatalogObject } from './catalog-object'
import { fingerprintInput } from './fingerprint-input'

const object = (identity: string, fields: Partial<CatalogObject> = {}): CatalogObject => ({
  kind: 'view',
  identity,
  schema: 'public',
  name: identity,
  table: null,
  phase: 'before',
  ddl: [`CREATE ${identity}`],
  dependsOn: [],
  roles: [],
  newer: [],
  reason: null,
  ...fields,
})
const names = (objects: CatalogObject[]) => objects.map(({ identity }) => identity)

describe('applyOrder', () => {
  it('puts a dependency first, against the order of names and kinds', () => {
    const table = object('table a', { kind: 'table', dependsOn: ['function z'] })
    const fn = object('function z', { kind: 'function', dependsOn: ['enum y'] })
    expect(names(applyOrder([table, fn, object('enum y', { kind: 'enum' })]))).toEqual([
      'enum y',
      'function z',
      'table a',
    ])
  })

  it('puts what comes before the rows first and what is not carried last', () => {
    const order = applyOrder([
      object('large-object', { kind: 'large-object', phase: null }),
      object('trigger', { kind: 'trigger', phase: 'after' }),
      object('table', { kind: 'table' }),
    ])
    expect(names(order)).toEqual(['table', 'trigger', 'large-object'])
  })

  it('gives the same order whatever order the objects come in', () => {
    const objects = ['c', 'a', 'b'].map((name) => object(name, { dependsOn: name === 'a' ? ['c'] : [] }))
    expect(names(applyOrder(objects))).toEqual(['c', 'a', 'b'])
    expect(names(applyOrder([...objects].reverse()))).toEqual(['c', 'a', 'b'])
  })

  it('walks a chain of 50,000 and survives a cycle', () => {
    const chain = Array.from({ length: 50_000 }, (_, n) => object(`v${n}`, { dependsOn: [`v${n + 1}`] }))
    expect(applyOrder(chain)[0]?.identity).toBe('v49999')
    const cycle = [object('a', { dependsOn: ['b'] }), object('b', { dependsOn: ['a'] })]
    expect(names(applyOrder(cycle))).toEqual(['b', 'a'])
  })

  it('takes __proto__ for a name like any other', () => {
    expect(names(applyOrder([object('constructor', { dependsOn: ['__proto__'] }), object('__proto__')]))).toEqual([
      '__proto__',
      'constructor',
    ])
  })
})

describe('fingerprintInput', () => {
  it('sees a changed definition but no sequence position and nothing that is not carried', () => {
    const base = [object('a')]
    const input = fingerprintInput(base)
    expect(fingerprintInput([object('a', { ddl: ['other'] })])).not.toBe(input)
    expect(fingerprintInput([...base, object('s', { kind: 'sequence-value', phase: 'after' })])).toBe(input)
    expect(fingerprintInput([...base, object('lo', { kind: 'large-object', phase: null })])).toBe(input)
  })
})
