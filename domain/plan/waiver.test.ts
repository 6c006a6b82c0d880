import { describe, expect, it } from 'vitest'
import { catalog, column, table } from './testing/catalogs'
import { emptyTable, findingsOf, type Given, planOf } from './testing/plan-input'

const orders = (type: string) => table('orders', { columns: [column('id', 'bigint'), column('n', type)] })
const narrowed: Given = {
  source: catalog({ tables: [orders('integer')] }),
  target: catalog({ tables: [orders('smallint')], server: { systemIdentifier: '7000000000000000002' } }),
  targetFacts: { tables: [emptyTable(orders('smallint'))] },
}
const waiver = {
  findingId: 'column-narrower:public.orders."n"',
  evidence: 'integer to smallint',
  by: 'Ann',
  reason: 'n is a month',
}

describe('a narrowing', () => {
  it('stops the plan until somebody waives it by name, and then keeps the name and the reason', () => {
    expect(findingsOf(narrowed, 'column-narrower')[0]).toMatchObject({ severity: 'blocker', waivable: true })
    const given = { ...narrowed, waivers: [waiver] }
    expect(findingsOf(given, 'column-narrower')[0]).toMatchObject({
      severity: 'passed',
      waived: { by: 'Ann', reason: 'n is a month' },
    })
    expect(planOf(given).tasks[0]).toMatchObject({ format: 'text' })
  })

  it('is not waived by what was said of another fact', () => {
    const given = { ...narrowed, waivers: [{ ...waiver, evidence: 'bigint to smallint' }] }
    expect(findingsOf(given, 'column-narrower')[0]).toMatchObject({ severity: 'blocker' })
  })
})

it('waives no blocker that nobody can answer for', () => {
  const given = { source: catalog({}), waivers: [{ ...waiver, findingId: 'no-tables', evidence: '' }] }
  expect(findingsOf(given, 'no-tables')[0]).toMatchObject({ severity: 'blocker' })
})
