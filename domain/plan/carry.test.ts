import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogObject } from '../catalog/catalog-object'
import { carryObjects } from './carry'
import { object, table, tableObject } from './testing/catalogs'

const [orders, staff] = [table('orders'), table('staff')]
const identities = (objects: readonly { identity: string }[]) => objects.map(({ identity }) => identity)

const objects: CatalogObject[] = [
  object('schema', 'public'),
  object('enum', 'mood', { dependsOn: ['schema public'] }),
  object('enum', 'unused', { dependsOn: ['schema public'] }),
  object('function', 'pay', { dependsOn: ['schema public'] }),
  tableObject(orders, { dependsOn: ['enum public.mood', 'schema public'] }),
  tableObject(staff, { dependsOn: ['schema public'] }),
  object('index', 'orders_label', { table: orders, phase: 'after', dependsOn: ['table public.orders'] }),
  object('index', 'staff_label', { table: staff, phase: 'after', dependsOn: ['table public.staff'] }),
  object('foreign-key', 'orders_staff', {
    table: orders,
    phase: 'after',
    dependsOn: ['table public.orders', 'table public.staff'],
  }),
  object('view', 'open_orders', { phase: 'after', dependsOn: ['table public.orders', 'function public.pay'] }),
  object('view', 'who', { phase: 'after', dependsOn: ['view public.open_orders', 'table public.staff'] }),
  object('comment', 'mood', { dependsOn: ['enum public.mood'] }),
  object('comment', 'unused', { dependsOn: ['enum public.unused'] }),
  object('large-object', '1234', { phase: null, ddl: [], reason: 'Large objects are not carried.' }),
]

const target = { major: 18, has: () => false }

describe('carryObjects', () => {
  it('leaves behind what the target is too old for, with all that needs it, and names what it makes without a part', () => {
    const feature = (since: number, what: string, spared: string[] | null) => ({ since, what, spared })
    const made = [
      object('domain', 'odd', { newer: [feature(15, 'odd numbers', null)] }),
      tableObject(orders, { dependsOn: ['domain public.odd'] }),
      object('sequence', 's', { ddl: ['make', 'spare'], newer: [feature(15, 'being unlogged', ['spare'])] }),
    ]
    const on = (major: number, has = false) =>
      carryObjects({ objects: made, leftOut: [], onlyNeeded: false, target: { major, has: () => has } })
    expect(on(14).objects.map(({ ddl }) => ddl)).toEqual([['make']])
    expect(on(14).omitted.map(({ reason }) => reason)).toEqual([
      'PostgreSQL 14 cannot hold odd numbers: that came with version 15.',
      'It needs domain public.odd, which stays behind.',
      'It is made, but without being unlogged: PostgreSQL 14 cannot hold that.',
    ])
    expect(on(15)).toEqual({ objects: made, omitted: [] })
    expect(on(14, true)).toEqual({ objects: made, omitted: [] })
  })

  it('carries everything that can be, and names the rest', () => {
    const carried = carryObjects({ objects, leftOut: [], onlyNeeded: false, target })
    expect(carried.omitted).toEqual([
      { kind: 'large-object', identity: 'large-object public.1234', reason: 'Large objects are not carried.' },
    ])
    expect(carried.objects).toHaveLength(objects.length - 1)
  })

  it('leaves behind what belongs to a table left out and what needs it, however far, with the reason', () => {
    const { omitted } = carryObjects({ objects, leftOut: [staff], onlyNeeded: false, target })
    expect(new Map(omitted.map(({ identity, reason }) => [identity, reason]))).toEqual(
      new Map([
        ['table public.staff', 'The mapping leaves it out.'],
        ['index public.staff_label', 'It belongs to public.staff, which the mapping leaves out.'],
        ['foreign-key public.orders_staff', 'It needs table public.staff, which stays behind.'],
        ['view public.who', 'It needs table public.staff, which stays behind.'],
        ['large-object public.1234', 'Large objects are not carried.'],
      ]),
    )
  })

  it('with named tables takes what they need, have and are read by, and nothing else', () => {
    const { objects: carried, omitted } = carryObjects({ objects, leftOut: [staff], onlyNeeded: true, target })
    expect(identities(carried)).toEqual([
      'schema public',
      'enum public.mood',
      'function public.pay',
      'table public.orders',
      'index public.orders_label',
      'view public.open_orders',
      'comment public.mood',
    ])
    expect(omitted.filter(({ reason }) => reason === 'None of the chosen tables needs it.')).toHaveLength(2)
  })

  it('names every object once, carries no object without all that it needs, and keeps the order', () => {
    const size = 14
    const arbitrary = fc.array(
      fc.record({
        isTable: fc.boolean(),
        carried: fc.boolean(),
        leftOut: fc.boolean(),
        needs: fc.array(fc.nat(size - 1), { maxLength: 3 }),
        owner: fc.option(fc.nat(size - 1)),
      }),
      { minLength: size, maxLength: size },
    )
    fc.assert(
      fc.property(arbitrary, fc.boolean(), (drawn, onlyNeeded) => {
        const tables = drawn.map((_, n) => table(`o${n}`))
        const identityOf = (n: number) => `${drawn[n]?.isTable ? 'table' : 'view'} public.o${n}`
        const made = drawn.map((each, n) => {
          const owner = each.isTable ? n : each.owner !== null && drawn[each.owner]?.isTable ? each.owner : null
          return object(each.isTable ? 'table' : 'view', `o${n}`, {
            table: owner === null ? null : (tables[owner] ?? null),
            phase: each.carried || each.isTable ? 'before' : null,
            dependsOn: each.needs.map(identityOf),
          })
        })
        const leftOut = tables.filter((_, n) => drawn[n]?.isTable && drawn[n]?.leftOut)
        const { objects: carried, omitted } = carryObjects({ objects: made, leftOut, onlyNeeded, target })

        const [kept, gone] = [identities(carried), identities(omitted)]
        expect([...kept, ...gone].sort()).toEqual(identities(made).sort())
        expect(kept).toEqual(identities(made).filter((identity) => kept.includes(identity)))
        for (const each of carried) {
          for (const needed of each.dependsOn) expect(kept).toContain(needed)
          if (each.table) expect(leftOut.map(({ name }) => name)).not.toContain(each.table.name)
        }
        for (const { reason } of omitted) expect(reason).not.toBe('')
      }),
    )
  })
})
