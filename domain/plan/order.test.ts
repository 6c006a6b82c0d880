import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderTables, type Reference } from './order'
import { ref, table } from './testing/catalogs'

const names = (tables: readonly { name: string }[]) => tables.map(({ name }) => name)
const order = (sizes: Record<string, number>, references: [string, string][]) => {
  const tables = Object.entries(sizes).map(([name, size]) => table(name, { sizeBytes: String(size) }))
  return orderTables(
    tables,
    references.map(([from, to]) => ({ from: ref(from), to: ref(to) })),
  )
}

describe('orderTables', () => {
  it('puts parents below their children, and big tables first in a level', () => {
    const { ordered, cycles } = order({ lines: 9, orders: 5, customers: 1, regions: 7 }, [
      ['lines', 'orders'],
      ['orders', 'customers'],
    ])
    expect(ordered.map(({ table: { name }, level }) => [name, level])).toEqual([
      ['regions', 0],
      ['customers', 0],
      ['orders', 1],
      ['lines', 2],
    ])
    expect(cycles).toEqual([])
  })

  it('gives a circle one level and names it once', () => {
    const { ordered, cycles } = order({ a: 1, b: 1, c: 1, d: 1 }, [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'a'],
      ['b', 'd'],
    ])
    expect(new Map(ordered.map(({ table: { name }, level }) => [name, level]))).toEqual(
      new Map([
        ['d', 0],
        ['a', 1],
        ['b', 1],
        ['c', 2],
      ]),
    )
    expect(cycles.map(names)).toEqual([['a', 'b']])
  })

  it('names a table that references itself, and keeps it at its place', () => {
    const { ordered, cycles } = order({ staff: 1 }, [['staff', 'staff']])
    expect(ordered.map(({ level }) => level)).toEqual([0])
    expect(cycles.map(names)).toEqual([['staff']])
  })

  it('does not count references to tables that are not there', () => {
    expect(order({ a: 1 }, [['a', 'gone']]).ordered.map(({ level }) => level)).toEqual([0])
  })

  it('takes sizes beyond 2⁵³, and names like __proto__, as they are', () => {
    const tables = [
      table('__proto__', { sizeBytes: '9007199254740993' }),
      table('constructor', { sizeBytes: '9007199254740992' }),
    ]
    const references = [{ from: ref('__proto__'), to: ref('constructor') }]
    expect(names(orderTables(tables, []).ordered.map((each) => each.table))).toEqual(['__proto__', 'constructor'])
    expect(orderTables(tables, references).ordered.map(({ table: { name }, level }) => [name, level])).toEqual([
      ['constructor', 0],
      ['__proto__', 1],
    ])
  })

  it('never puts a child below or beside its parent outside a circle, and depends on nothing but its input', () => {
    const node = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(node, node), { maxLength: 40 }),
        fc.array(fc.nat(9), { minLength: 13, maxLength: 13 }),
        (edges, sizes) => {
          const tables = sizes.map((size, n) => table(`t${n}`, { sizeBytes: String(size) }))
          const references: Reference[] = edges.map(([from, to]) => ({ from: ref(`t${from}`), to: ref(`t${to}`) }))
          const { ordered, cycles } = orderTables(tables, references)

          expect(names(ordered.map((each) => each.table)).sort()).toEqual(names(tables).sort())
          const levelOf = new Map(ordered.map((each) => [each.table.name, each.level]))
          const circleOf = new Map(cycles.flatMap((cycle, n) => cycle.map(({ name }) => [name, n])))
          for (const { from, to } of references) {
            const [child, parent] = [levelOf.get(from.name) ?? -1, levelOf.get(to.name) ?? -1]
            const together = circleOf.has(from.name) && circleOf.get(from.name) === circleOf.get(to.name)
            if (together) expect(child).toBe(parent)
            else expect(child).toBeGreaterThan(parent)
          }
          for (const [index, each] of ordered.entries()) {
            const next = ordered[index + 1]
            if (next === undefined) continue
            expect(next.level).toBeGreaterThanOrEqual(each.level)
            if (next.level === each.level) {
              expect(Number(next.table.sizeBytes)).toBeLessThanOrEqual(Number(each.table.sizeBytes))
            }
          }
          const again = orderTables([...tables].reverse(), [...references].reverse())
          expect(again).toEqual({ ordered, cycles })
        },
      ),
    )
  })
})
