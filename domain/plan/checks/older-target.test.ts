import { describe, expect, it } from 'vitest'
import { catalog, column, object, table, tableObject } from '../testing/catalogs'
import { findingsOf, planOf, severities } from '../testing/plan-input'

const on = (versionNum: number) => ({ server: { versionNum } })
const newer = [{ since: 18, what: 'the virtual generated column b', spared: null }]
const orders = table('orders')
const source = catalog({ ...on(180_000), tables: [orders], objects: [tableObject(orders, { newer })] })

describe('a table that the target is too old for', () => {
  it('is a blocker that says why', () => {
    const target = catalog(on(140_000))
    expect(findingsOf({ source, target }, 'table-unmakeable:public.orders')).toMatchObject([
      { severity: 'blocker', table: { schema: 'public', name: 'orders' } },
    ])
    expect(findingsOf({ source, target }, 'table-unmakeable:public.orders')[0]?.evidence).toBe(
      'PostgreSQL 14 cannot hold the virtual generated column b: that came with version 18.',
    )
    expect(planOf({ source, target }).omitted.map(({ identity }) => identity)).toEqual(['table public.orders'])
  })

  it('is none where the target is new enough, or has a table of the name', () => {
    expect(severities({ source, target: catalog(on(180_000)) }, 'table-unmakeable:public.orders')).toEqual([])
    const target = catalog({ ...on(140_000), tables: [orders], objects: [tableObject(orders)] })
    expect(severities({ source, target }, 'table-unmakeable:public.orders')).toEqual([])
  })

  it('is one as well where it needs a type that is not carried', () => {
    const type = object('base-type', 'code', { phase: null, reason: 'It rests on compiled code.' })
    const needing = tableObject(orders, { dependsOn: [type.identity] })
    const given = { source: catalog({ tables: [orders], objects: [type, needing] }) }
    expect(severities(given, 'table-unmakeable:public.orders')).toEqual(['blocker'])
  })
})

describe('infinite intervals', () => {
  const spans = catalog({
    ...on(170_000),
    tables: [table('t', { columns: [column('i', 'interval', { typeOid: 1186 })] })],
  })
  it('are warned of where only the source knows them', () => {
    expect(severities({ source: spans, target: catalog(on(160_000)) }, 'infinite-intervals')).toEqual(['warning'])
    expect(severities({ source: spans, target: catalog(on(170_000)) }, 'infinite-intervals')).toEqual([])
    expect(severities({ source, target: catalog(on(160_000)) }, 'infinite-intervals')).toEqual([])
  })
})

describe('materialized views', () => {
  it('are said to be filled anew', () => {
    const made = ['materialized-view', 'materialized-view-data'] as const
    const objects = made.map((kind) => object(kind, 'sums', { phase: 'after' }))
    const given = { source: catalog({ tables: [orders], objects: [tableObject(orders), ...objects] }) }
    expect(findingsOf(given, 'materialized-views')).toMatchObject([{ severity: 'passed', evidence: 'public.sums' }])
  })
})
