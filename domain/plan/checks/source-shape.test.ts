import { describe, expect, it } from 'vitest'
import { catalog, column, foreignKey, object, ref, table, tableObject } from '../testing/catalogs'
import { findingsOf, type Given, planOf, severities } from '../testing/plan-input'

const elsewhere = { systemIdentifier: '7000000000000000002' }
const without = (name: string): Given['mapping'] & object => ({ kind: 'everything', except: [ref(name)] })

describe('keys', () => {
  it('are noted where a table has none', () => {
    expect(severities({ source: catalog({ tables: [table('orders')] }) }, 'keys')).toEqual(['passed'])
    const [finding] = findingsOf({ source: catalog({ tables: [table('log', { keyless: true })] }) }, 'keys')
    expect(finding).toMatchObject({ severity: 'passed', evidence: 'public.log' })
  })
})

describe('circles of foreign keys', () => {
  const tables = [table('a', { foreignKeys: [foreignKey('b')] }), table('b', { foreignKeys: [foreignKey('a')] })]
  it('are noted, and do no harm to tables that the run makes', () => {
    expect(findingsOf({ source: catalog({ tables }) }, 'cycles')[0]).toMatchObject({
      severity: 'passed',
      evidence: 'public.a – public.b',
    })
    expect(planOf({ source: catalog({ tables }) }).tasks.map(({ level }) => level)).toEqual([0, 0])
  })
})

describe('a foreign key to a table left out', () => {
  const orders = table('orders', { foreignKeys: [foreignKey('customers')] })
  const key = object('foreign-key', 'customers_fkey', {
    table: orders,
    phase: 'after',
    dependsOn: ['table public.orders', 'table public.customers'],
  })
  const tables = [orders, table('customers')]
  const source = catalog({ tables, objects: [...tables.map((each) => tableObject(each)), key] })

  it('is warned of and named among what stays behind', () => {
    const given = { source, mapping: without('customers') }
    expect(severities(given, 'reference-left-out')).toEqual(['warning'])
    expect(planOf(given).omitted.map(({ identity }) => identity)).toContain('foreign-key public.customers_fkey')
  })
  it('is made where both are chosen', () => {
    expect(severities({ source }, 'reference-left-out')).toEqual([])
    expect(planOf({ source }).tasks.find((task) => task.source.name === 'orders')?.creates.foreignKeys).toBe(1)
  })
})

describe('inheritance', () => {
  const source = catalog({ tables: [table('animals'), table('dogs', { inheritsFrom: [ref('animals')] })] })
  it('is noted where both go, and warned of where one stays', () => {
    expect(severities({ source }, 'inheritance')).toEqual(['passed'])
    expect(severities({ source, mapping: without('dogs') }, 'inheritance')).toEqual(['warning'])
    expect(severities({ source, mapping: without('animals') }, 'inheritance')).toEqual(['warning'])
    expect(severities({ source: catalog({ tables: [table('a')] }) }, 'inheritance')).toEqual([])
  })
})

describe('unlogged tables', () => {
  it('are warned of', () => {
    expect(severities({ source: catalog({ tables: [table('t', { persistence: 'unlogged' })] }) }, 'unlogged')).toEqual([
      'warning',
    ])
    expect(severities({ source: catalog({ tables: [table('t')] }) }, 'unlogged')).toEqual([])
  })
})

describe('generated columns', () => {
  const priced = table('priced', { columns: [column('n'), column('g', 'integer', { generated: 'stored' })] })
  const source = (dependsOn: string[]) =>
    catalog({ tables: [priced], objects: [object('function', 'f'), tableObject(priced, { dependsOn })] })
  it('are warned of where a function of the source computes them', () => {
    expect(severities({ source: source(['function public.f']) }, 'generated-columns')).toEqual(['warning'])
    expect(severities({ source: source([]) }, 'generated-columns')).toEqual([])
  })
})

describe('things of the target that bear the name of a carried one', () => {
  const mood = object('enum', 'mood', { ddl: ["CREATE TYPE public.mood AS ENUM ('calm')"] })
  const source = catalog({ tables: [table('t')], objects: [object('schema', 'public'), mood, tableObject(ref('t'))] })
  const facing = (...objects: ReturnType<typeof object>[]): Given => ({
    source,
    target: catalog({ objects: [object('schema', 'public', { ddl: ['other'] }), ...objects], server: elsewhere }),
  })

  it('are used where they are alike', () => {
    const given = facing(mood)
    expect(severities(given, 'target-objects')).toEqual(['passed'])
    expect(planOf(given).steps.map(({ identity }) => identity)).toEqual(['table public.t'])
  })

  it('stop the migration where they are not, or are something else', () => {
    const f = object('function', 'f')
    const carries = catalog({ tables: [table('t')], objects: [f, tableObject(ref('t'))] })
    const other = catalog({ objects: [{ ...f, ddl: ['CREATE FUNCTION another'] }], server: elsewhere })
    expect(severities({ source: carries, target: other }, 'target-differs')).toEqual(['blocker'])
    expect(severities(facing(object('view', 't')), 'target-name')).toEqual(['blocker'])
    expect(severities(facing(object('sequence', 'mood')), 'target-name')).toEqual(['blocker'])
  })

  it('are enums that lack a value, which somebody may waive, or have more', () => {
    const values = (list: string) => ({ ...mood, ddl: [`CREATE TYPE public.mood AS ENUM (${list})`] })
    expect(findingsOf(facing(values("'wild'")), 'enum-values')[0]).toMatchObject({
      severity: 'blocker',
      waivable: true,
      evidence: "'calm'",
      sql: "ALTER TYPE public.mood ADD VALUE 'calm';",
    })
    expect(findingsOf(facing(values("'wild', 'calm'")), 'enum-values')[0]).toMatchObject({
      severity: 'warning',
      evidence: "'wild'",
    })
  })

  it('are warned of where another version may only write them differently', () => {
    const view = (text: string) => object('view', 'v', { ddl: [text] })
    const given = (versionNum: number): Given => ({
      source: catalog({ tables: [table('t')], objects: [tableObject(ref('t')), view('SELECT t.id FROM t')] }),
      target: catalog({ objects: [view('SELECT id FROM t')], server: { ...elsewhere, versionNum } }),
    })
    expect(severities(given(170_000), 'target-wording')).toEqual(['warning'])
    expect(severities(given(180_000), 'target-differs')).toEqual(['blocker'])
  })

  it('are no matter where there are none', () => {
    expect(severities(facing(), 'target-objects')).toEqual([])
    expect(planOf(facing()).steps).toHaveLength(2)
  })
})

describe('roles that definitions name', () => {
  const policy = object('policy', 'own_rows', { phase: 'after', roles: ['auditor'] })
  const source = catalog({ tables: [table('t')], objects: [tableObject(ref('t')), policy] })
  it('stop the migration where the target lacks one', () => {
    expect(findingsOf({ source, targetFacts: { missingRoles: ['auditor'] } }, 'role')[0]).toMatchObject({
      severity: 'blocker',
      sql: 'CREATE ROLE "auditor";',
    })
    expect(severities({ source }, 'roles')).toEqual(['passed'])
    expect(severities({ source: catalog({ tables: [table('t')] }) }, 'roles')).toEqual([])
  })
})
