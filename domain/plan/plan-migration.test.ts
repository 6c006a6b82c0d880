import { describe, expect, it } from 'vitest'
import { planSchema } from './plan'
import { catalog, object, ref, table, tableObject } from './testing/catalogs'
import { planOf } from './testing/plan-input'

const big = table('big', { sizeBytes: '900000', rowEstimate: null })
const small = table('small', { keyless: true })
const source = catalog({
  tables: [big, small],
  objects: [
    object('schema', 'public'),
    tableObject(big),
    tableObject(small),
    object('primary-key', 'big_pkey', { table: big, phase: 'after' }),
    object('index', 'big_label', { table: big, phase: 'after' }),
    object('view', 'sums', { phase: 'after' }),
    object('privileges', 'grants', { phase: null, ddl: [], reason: 'Roles differ from server to server.' }),
  ],
})

describe('planMigration', () => {
  it('answers what will happen, in order and complete', () => {
    const plan = planOf({ source })
    expect(
      plan.tasks.map(({ n, source: { name }, chunking, rowEstimate }) => [n, name, chunking.kind, rowEstimate]),
    ).toEqual([
      [0, 'big', 'key', null],
      [1, 'small', 'ctid', '1000'],
    ])
    expect(plan.tasks[0]?.creates).toEqual({ indexes: 1, constraints: 1, foreignKeys: 0, triggers: 0 })
    expect(plan.steps.map(({ n, phase, identity }) => [n, phase, identity])).toEqual([
      [0, 'before', 'schema public'],
      [1, 'before', 'table public.big'],
      [2, 'before', 'table public.small'],
      [3, 'after', 'primary-key public.big_pkey'],
      [4, 'after', 'index public.big_label'],
      [5, 'after', 'view public.sums'],
    ])
    expect(plan.omitted).toEqual([
      { kind: 'privileges', identity: 'privileges public.grants', reason: 'Roles differ from server to server.' },
    ])
  })

  it('is a plan by its schema, the same each time, with every finding named once', () => {
    const plan = planOf({ source })
    expect(planSchema.safeParse({ ...plan, hash: 'h' }).error).toBeUndefined()
    expect(planOf({ source })).toEqual(plan)
    const ids = plan.findings.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('puts blockers first, then warnings', () => {
    const plan = planOf({
      source,
      mapping: { kind: 'everything', except: [ref('gone')] },
      targetFacts: { publicationsOfAll: ['all'] },
    })
    const kinds = plan.findings.map(({ severity }) => severity)
    expect(kinds.slice(0, 2)).toEqual(['blocker', 'warning'])
    expect(kinds.slice(2).every((severity) => severity === 'passed')).toBe(true)
  })
})
