import { describe, expect, it } from 'vitest'
import { catalog, ref, table } from './testing/catalogs'
import { emptyTable, findingsOf, type Given, planOf } from './testing/plan-input'

const parts = [
  table('root', { kind: 'partitioned', leaf: false, partitionKey: 'LIST (id)' }),
  table('p', { kind: 'partition', partitionOf: ref('root'), partitionBound: 'FOR VALUES IN (1)' }),
]
const tables = [table('a'), table('b'), ...parts]
const full = { rows: { found: 5, isAll: true } }
const given = (write: Given['write'], facts: Record<string, object> = {}): Given => ({
  source: catalog({ tables }),
  target: catalog({ tables, server: { systemIdentifier: '7000000000000000002' } }),
  targetFacts: { tables: tables.map((each) => emptyTable(each, { ...full, ...facts[each.name] })) },
  write,
})
const modes = (all: Given) =>
  Object.fromEntries(planOf(all).tasks.map(({ source, writeMode }) => [source.name, writeMode]))

describe('the mode of writing', () => {
  it('is frozen in the plan, table by table; a partition follows the table that it belongs to', () => {
    const named = [
      { table: ref('b'), choice: { mode: 'truncate' as const } },
      { table: ref('root'), choice: { mode: 'upsert' as const } },
    ]
    expect(modes(given({ all: { mode: 'append' }, tables: named }))).toEqual({
      a: { mode: 'append' },
      b: { mode: 'truncate' },
      p: { mode: 'upsert', key: ['id'] },
    })
  })

  it('is the careful one where nobody chose, and of no account where the run makes the table', () => {
    expect(modes(given(undefined)).a).toEqual({ mode: 'fail-if-not-empty' })
    const made = { source: catalog({ tables: [table('a')] }), write: { all: { mode: 'upsert' as const }, tables: [] } }
    expect(modes(made).a).toEqual({ mode: 'fail-if-not-empty' })
  })

  it('says whether rows that are there are in the way', () => {
    const blocked = (all: Given) => findingsOf(all, 'target-not-empty').map(({ table: about }) => about?.name)
    expect(blocked(given(undefined))).toEqual(['a', 'b', 'p'])
    expect(blocked(given({ tables: [{ table: ref('a'), choice: { mode: 'append' } }] }))).toEqual(['b', 'p'])
    expect(blocked(given({ all: { mode: 'truncate' }, tables: [] }))).toEqual([])
  })
})

describe('emptying', () => {
  const steps = (all: Given) => planOf(all).steps.map(({ phase, kind, sql }) => [phase, kind, sql])

  it('is a step before the rows, one for each table that stands alone', () => {
    const named = [
      { table: ref('a'), choice: { mode: 'truncate' as const } },
      { table: ref('b'), choice: { mode: 'truncate' as const } },
    ]
    expect(steps(given({ all: { mode: 'append' }, tables: named }))).toEqual([
      ['before', 'truncate', ['TRUNCATE TABLE ONLY "public"."a"']],
      ['before', 'truncate', ['TRUNCATE TABLE ONLY "public"."b"']],
    ])
    expect(steps(given({ all: { mode: 'append' }, tables: named }, { a: { referencedBy: [ref('b')] } }))).toEqual([
      ['before', 'truncate', ['TRUNCATE TABLE ONLY "public"."a", ONLY "public"."b"']],
    ])
  })

  it('says how much is kept, or that nothing is', () => {
    const all = given({ all: { mode: 'truncate' }, tables: [] })
    expect(findingsOf(all, 'truncate')[0]).toMatchObject({ severity: 'warning', evidence: '5 rows, 66 kB' })
    expect(findingsOf(all, 'truncate')[0]?.detail).toContain('needs about 66 kB more')
    expect(findingsOf({ ...all, enableRollback: false }, 'truncate')[0]?.detail).toContain('nobody can take it back')
    expect(findingsOf(all, 'disk')[0]?.evidence).toContain('kept for a rollback 197 kB')
  })
})
