import { describe, expect, it } from 'vitest'
import { pickTables } from './table-patterns'

const tables = [
  { schema: 'public', name: 'orders' },
  { schema: 'public', name: 'order_lines' },
  { schema: 'sales', name: 'orders' },
  { schema: 'odd', name: 'a.b+c' },
  { schema: 'odd', name: '__proto__' },
]
const names = (include: string[], exclude: string[] = []) =>
  pickTables(tables, include, exclude).picked.map((t) => `${t.schema}.${t.name}`)

describe('table patterns', () => {
  it('without any pick everything', () => {
    expect(names([])).toHaveLength(tables.length)
  })

  it('name a table in any schema, or in one', () => {
    expect(names(['orders'])).toEqual(['public.orders', 'sales.orders'])
    expect(names(['sales.orders'])).toEqual(['sales.orders'])
  })

  it('take * for any characters and everything else as it stands', () => {
    expect(names(['public.order*'])).toEqual(['public.orders', 'public.order_lines'])
    expect(names(['odd.a.b+c'])).toEqual(['odd.a.b+c'])
    expect(names(['odd.axb+c'])).toEqual([])
    expect(names(['__proto__'])).toEqual(['odd.__proto__'])
  })

  it('let an exclusion win', () => {
    expect(names(['public.*'], ['order_lines'])).toEqual(['public.orders'])
  })

  it('that name nothing are told', () => {
    expect(pickTables(tables, ['nope', 'orders'], ['also.nope']).unmatched).toEqual(['nope', 'also.nope'])
  })
})
