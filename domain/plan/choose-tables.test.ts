import { describe, expect, it } from 'vitest'
import { chooseTables } from './choose-tables'
import { nearestNames } from './nearest-names'
import { ref, table } from './testing/catalogs'

const tables = [
  table('customers'),
  table('events', { kind: 'partitioned', leaf: false }),
  table('events_2025', { kind: 'partition', partitionOf: ref('events') }),
  table('events_2026', { kind: 'partitioned', leaf: false, partitionOf: ref('events') }),
  table('events_2026_a', { kind: 'partition', partitionOf: ref('events_2026') }),
  table('orders'),
]
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name)
const only = (...wanted: string[]) =>
  chooseTables(tables, { tables: { kind: 'tables', only: wanted.map((n) => ref(n)) } })
const except = (...unwanted: string[]) =>
  chooseTables(tables, { tables: { kind: 'everything', except: unwanted.map((n) => ref(n)) } })

describe('chooseTables', () => {
  it('takes everything, or everything but', () => {
    expect(names(except().tables)).toEqual(names(tables))
    expect(names(except('orders').leftOut)).toEqual(['orders'])
  })

  it('takes a partitioned table with all its partitions, and leaves it out with all of them', () => {
    expect(names(only('events').tables)).toEqual(['events', 'events_2025', 'events_2026', 'events_2026_a'])
    expect(names(except('events').tables)).toEqual(['customers', 'orders'])
  })

  it('takes the parents of a chosen partition along, and not its sisters', () => {
    const chosen = only('events_2026_a')
    expect(names(chosen.tables)).toEqual(['events', 'events_2026', 'events_2026_a'])
    expect(names(chosen.onlyAsParent)).toEqual(['events', 'events_2026'])
  })

  it('leaves one partition out and the others in', () => {
    const chosen = except('events_2025')
    expect(names(chosen.leftOut)).toEqual(['events_2025'])
    expect(chosen.onlyAsParent).toEqual([])
  })

  it('names what the source does not have', () => {
    expect(only('orders', 'order').unknown).toEqual([ref('order')])
    expect(except('gone').unknown).toEqual([ref('gone')])
  })
})

describe('nearestNames', () => {
  const near = (wanted: string, schema?: string) => names(nearestNames(ref(wanted, schema), tables))

  it('finds what was meant: a typing error, another case, another schema', () => {
    expect(near('ordres')).toEqual(['orders'])
    expect(near('Customers')).toEqual(['customers'])
    expect(near('orders', 'sales')).toEqual(['orders'])
  })

  it('offers nothing that is not near', () => {
    expect(near('invoices')).toEqual([])
  })
})
