import { describe, expect, it } from 'vitest'
import type { CatalogTable } from '../../catalog/catalog-table'
import { catalog, column, foreignKey, object, ref, table, tableObject } from '../testing/catalogs'
import { emptyTable, findingsOf, type Given, planOf, severities, targetFacts } from '../testing/plan-input'

const elsewhere = { systemIdentifier: '7000000000000000002' }
const orders = table('orders')
/** A source table and what stands in the target under its name. */
const facing = (source: CatalogTable, target: CatalogTable, facts = emptyTable(source)): Given => ({
  source: catalog({ tables: [source] }),
  target: catalog({ tables: [target], server: elsewhere }),
  targetFacts: { tables: [facts] },
})

describe('tables that are asked for', () => {
  it('stop where the source has no table of the name, with the nearest', () => {
    const given: Given = {
      source: catalog({ tables: [orders] }),
      mapping: { kind: 'tables', only: [ref('orders'), ref('order')] },
    }
    const [finding] = findingsOf(given, 'unknown-table')
    expect(finding).toMatchObject({ severity: 'blocker', evidence: 'Near it: public.orders', table: ref('order') })
    expect(finding?.fix).toBe('Name public.orders instead, or take it out of the mapping.')
  })

  it('stop where there is nothing to copy', () => {
    expect(severities({ source: catalog({}) }, 'no-tables')).toEqual(['blocker'])
    const without: Given = {
      source: catalog({ tables: [orders] }),
      mapping: { kind: 'everything', except: [ref('orders')] },
    }
    expect(severities(without, 'no-tables')).toEqual(['blocker'])
  })
})

describe('a target table', () => {
  it('that is not there is made', () => {
    const plan = planOf({ source: catalog({ tables: [orders] }) })
    expect(plan.tasks[0]).toMatchObject({ effect: 'create' })
    expect(severities({ source: catalog({ tables: [orders] }) }, 'target-tables')).toEqual(['passed'])
  })

  it('that is empty and fits is filled, and keeps its own', () => {
    const given = facing(orders, orders)
    expect(planOf(given).tasks[0]).toMatchObject({ effect: 'fill' })
    expect(planOf(given).steps).toEqual([])
    expect(severities(given, 'target-tables')).toEqual(['passed'])
    expect(severities(given, 'target-columns')).toEqual(['passed'])
  })

  it('that has rows stops the migration, with their number', () => {
    const given = facing(orders, orders, emptyTable(orders, { rows: { found: 1_204, isAll: true } }))
    expect(findingsOf(given, 'target-not-empty')[0]).toMatchObject({ severity: 'blocker', evidence: '1,204 rows' })
    const many = facing(orders, orders, emptyTable(orders, { rows: { found: 100_000, isAll: false } }))
    expect(findingsOf(many, 'target-not-empty')[0]?.evidence).toBe('more than 100,000 rows')
  })

  it('that is of another kind, or partitioned in another way, stops it', () => {
    const partitioned = table('orders', { kind: 'partitioned', leaf: false, partitionKey: 'RANGE (id)' })
    expect(severities(facing(orders, partitioned), 'target-kind')).toEqual(['blocker'])
    const part = (bound: string) => table('p', { kind: 'partition', partitionOf: ref('root'), partitionBound: bound })
    expect(severities(facing(part('FOR VALUES IN (1)'), part('FOR VALUES IN (2)')), 'target-kind')).toEqual(['blocker'])
  })

  it('that is partitioned and lacks a partition stops it', () => {
    const root = table('root', { kind: 'partitioned', leaf: false, partitionKey: 'LIST (id)' })
    const part = table('p', { kind: 'partition', partitionOf: ref('root'), partitionBound: 'FOR VALUES IN (1)' })
    const given: Given = {
      source: catalog({ tables: [root, part] }),
      target: catalog({ tables: [root], server: elsewhere }),
      targetFacts: { tables: [emptyTable(root, { rows: null })] },
    }
    expect(findingsOf(given, 'target-partition-missing')[0]).toMatchObject({
      severity: 'blocker',
      sql: 'CREATE TABLE "public"."p" PARTITION OF "public"."root" FOR VALUES IN (1);',
    })
  })
})

describe('a table that an earlier run of the migration made', () => {
  const madeByThisMigration = ['table public.orders', 'index public.i']
  const ours = (target: CatalogTable, facts = emptyTable(orders)): Given => ({
    source: catalog({ tables: [orders], objects: [tableObject(orders), object('index', 'i', { table: orders })] }),
    target: catalog({ tables: [target], server: elsewhere }),
    targetFacts: { tables: [facts], ledger: { ...targetFacts().ledger, exists: true, madeByThisMigration } },
  })

  it('is made again, with everything around it', () => {
    const plan = planOf(ours(orders))
    expect(plan.tasks[0]).toMatchObject({ effect: 'create' })
    expect(plan.steps.map(({ identity }) => identity)).toEqual(['table public.orders', 'index public.i'])
    expect(plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([])
  })

  it('stops the migration where the source has changed since, or somebody put rows into it', () => {
    const changed = { ...tableObject(orders), ddl: ['CREATE TABLE another'] }
    const target = catalog({ tables: [orders], objects: [changed], server: elsewhere })
    expect(findingsOf({ ...ours(orders), target }, 'target-left-behind')[0]).toMatchObject({
      severity: 'blocker',
      sql: 'DROP TABLE "public"."orders";',
    })
    const foreign = emptyTable(orders, { rows: { found: 1, isAll: true } })
    expect(severities(ours(orders, foreign), 'target-not-empty')).toEqual(['blocker'])
  })
})

describe('columns of a target table', () => {
  const withColumns = (name: string, ...columns: CatalogTable['columns']) => table(name, { columns })
  const against = (...columns: CatalogTable['columns']) =>
    facing(
      withColumns('orders', column('id', 'bigint'), column('n')),
      withColumns('orders', column('id', 'bigint'), ...columns),
    )

  it('stop the migration where one is missing, narrower or wants a value', () => {
    expect(findingsOf(against(), 'column-missing')[0]).toMatchObject({
      severity: 'blocker',
      sql: 'ALTER TABLE "public"."orders" ADD COLUMN "n" integer;',
    })
    expect(severities(against(column('n', 'text')), 'column-different')).toEqual(['blocker'])
    expect(findingsOf(against(column('n', 'smallint')), 'column-narrower')[0]).toMatchObject({
      severity: 'blocker',
      waivable: true,
      evidence: 'integer to smallint',
    })
    const wanting = column('x', 'text', { notNull: true })
    expect(severities(against(column('n'), wanting), 'column-without-value')).toEqual(['blocker'])
    expect(severities(against(column('n', 'integer', { generated: 'stored' })), 'column-generated')).toEqual([
      'blocker',
    ])
  })

  it('are warned of where one is left to its default, or takes no NULL', () => {
    expect(severities(against(column('n'), column('x', 'text')), 'column-extra')).toEqual(['warning'])
    expect(severities(against(column('n', 'integer', { notNull: true })), 'column-not-null')).toEqual(['warning'])
  })
})

describe('what an existing table does with each row', () => {
  const trigger = (definition: string, enabled: CatalogTable['triggers'][number]['enabled'] = 'origin') => ({
    name: 'touch',
    definition: `CREATE TRIGGER touch ${definition} ON public.orders FOR EACH ROW EXECUTE FUNCTION public.f()`,
    enabled,
  })
  const triggered = (...args: Parameters<typeof trigger>) =>
    facing(orders, table('orders', { triggers: [trigger(...args)] }))

  it('stops the migration where a trigger would fire', () => {
    expect(findingsOf(triggered('BEFORE INSERT OR UPDATE'), 'target-triggers')[0]).toMatchObject({
      severity: 'blocker',
      sql: 'ALTER TABLE "public"."orders" DISABLE TRIGGER "touch";',
    })
    expect(severities(triggered('AFTER INSERT', 'always'), 'target-triggers')).toEqual(['blocker'])
  })

  it('is no matter where it would not', () => {
    expect(severities(triggered('BEFORE UPDATE OF label'), 'target-triggers')).toEqual([])
    expect(severities(triggered('BEFORE INSERT', 'disabled'), 'target-triggers')).toEqual([])
  })

  it('stops it where a rule would divert an INSERT', () => {
    const rule = object('rule', 'divert', { table: orders })
    const target = catalog({ tables: [orders], objects: [tableObject(orders), rule], server: elsewhere })
    expect(severities({ ...facing(orders, orders), target }, 'target-rules')).toEqual(['blocker'])
  })

  it('is warned of where it is stricter than the source', () => {
    const check = { name: 'positive', definition: 'CHECK ((id > 0))', validated: true }
    const stricter = table('orders', { checks: [check] })
    expect(findingsOf(facing(orders, stricter), 'target-constraints')[0]).toMatchObject({
      severity: 'warning',
      evidence: 'positive',
    })
    expect(severities(facing(stricter, stricter), 'target-constraints')).toEqual([])
  })
})

describe('sequences of existing tables', () => {
  const sequence = (name: string) => ({
    schema: 'public',
    name,
    ownedBy: { schema: 'public', table: 'orders', column: 'id' },
    type: 'bigint',
    start: '1',
    increment: '1',
    minimum: '1',
    maximum: '9',
    cache: '1',
    cycle: false,
    lastValue: '1',
    isCalled: true,
  })
  const value = (name: string) => object('sequence-value', name, { table: orders, phase: 'after' })
  const facingSequence = (name: string): Given => ({
    source: catalog({ tables: [orders], objects: [tableObject(orders), value('orders_id_seq')] }),
    target: catalog({
      tables: [orders],
      objects: [tableObject(orders), value(name)],
      sequences: [sequence(name)],
      server: elsewhere,
    }),
    targetFacts: { tables: [emptyTable(orders)] },
  })

  it('follow the rows where they bear the name of the source’s', () => {
    expect(planOf(facingSequence('orders_id_seq')).steps.map(({ kind }) => kind)).toEqual(['sequence-value'])
    expect(severities(facingSequence('orders_id_seq'), 'target-sequence')).toEqual([])
  })

  it('are warned of where they bear another, with the statement', () => {
    expect(findingsOf(facingSequence('numbers'), 'target-sequence')[0]).toMatchObject({
      severity: 'warning',
      sql: `SELECT setval('"public"."numbers"', max("id")) FROM "public"."orders";`,
    })
  })
})

describe('foreign keys of existing tables', () => {
  const two = (a: CatalogTable, b: CatalogTable): Given => ({
    source: catalog({ tables: [table('a'), table('b')] }),
    target: catalog({ tables: [a, b], server: elsewhere }),
    targetFacts: { tables: [emptyTable(a), emptyTable(b)] },
  })

  it('decide the order of copying', () => {
    const plan = planOf(two(table('a', { foreignKeys: [foreignKey('b')] }), table('b')))
    expect(plan.tasks.map(({ source, level }) => [source.name, level])).toEqual([
      ['b', 0],
      ['a', 1],
    ])
  })

  it('stop the migration where they form a circle', () => {
    const given = two(table('a', { foreignKeys: [foreignKey('b')] }), table('b', { foreignKeys: [foreignKey('a')] }))
    expect(findingsOf(given, 'target-cycle')[0]).toMatchObject({ severity: 'blocker', evidence: 'public.a, public.b' })
  })

  it('make a table that references itself travel in one piece', () => {
    const given = two(table('a', { foreignKeys: [foreignKey('a')] }), table('b'))
    const tasks = new Map(planOf(given).tasks.map((task) => [task.source.name, task.chunking.kind]))
    expect(tasks.get('a')).toBe('whole')
    expect(tasks.get('b')).toBe('key')
    expect(severities(given, 'target-cycle')).toEqual([])
  })

  it('are warned of where nobody brings the parents', () => {
    const given = two(table('a', { foreignKeys: [foreignKey('countries')] }), table('b'))
    expect(severities(given, 'target-parent')).toEqual(['warning'])
  })
})
