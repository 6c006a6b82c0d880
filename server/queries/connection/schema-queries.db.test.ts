import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaSnapshots } from '@/db/schema/connections'
import type { Catalog } from '@/domain/catalog/catalog'
import type { CatalogTable } from '@/domain/catalog/catalog-table'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const table = (name: string, change: Partial<CatalogTable> = {}): CatalogTable => ({
  schema: 'public',
  name,
  kind: 'table',
  leaf: true,
  partitionOf: null,
  partitionBound: null,
  partitionKey: null,
  persistence: 'permanent',
  columns: [],
  primaryKey: null,
  uniqueKeys: [],
  foreignKeys: [],
  indexes: [],
  triggers: [],
  checks: [],
  inheritsFrom: [],
  rowSecurity: { enabled: false, forced: false },
  rowEstimate: '9007199254740993',
  sizeBytes: '8192',
  comment: null,
  ...change,
})
const foreignKey = (to: string): CatalogTable['foreignKeys'][number] => ({
  name: `fk_${to}`,
  columns: ['x'],
  references: { schema: 'public', table: to, columns: ['id'] },
  onDelete: 'no-action',
  onUpdate: 'no-action',
  deferrable: false,
  initiallyDeferred: false,
  validated: true,
  enforced: true,
  inherited: false,
})

async function introspected(tables: CatalogTable[], fingerprint: string): Promise<void> {
  const kinds = ['table', 'view', 'view', 'enum']
  const catalog = { kind: 'postgres', tables, objects: kinds.map((kind) => ({ kind })) } as unknown as Catalog
  await world.database.db.insert(schemaSnapshots).values({
    connectionId: world.sourceConnectionId,
    catalog,
    fingerprint,
    versionText: '18.4',
    tables: tables.length,
    takenAt: new Date(),
  })
}

describe('connection.schema', () => {
  it('is refused while nothing was read, and shows the newest reading afterwards', async () => {
    const viewer = await world.as(world.people.viewer)
    const connectionId = world.sourceConnectionId
    expect(await refusalOf(viewer.connection.schema.query({ connectionId }))).toMatchObject({ code: 'not-found' })
    await introspected([table('old')], 'first')
    const foreignKeys = [foreignKey('customers'), foreignKey('customers'), foreignKey('orders')]
    const hostile = ['__proto__', 'constructor', 'a.b', '"; drop table']
    await introspected(
      [table('customers'), table('orders', { foreignKeys }), ...hostile.map((name) => table(name))],
      'second',
    )
    const schema = await viewer.connection.schema.query({ connectionId })
    expect(schema.fingerprint).toBe('second')
    expect(schema.tables.map(({ name }) => name)).toEqual(['customers', 'orders', ...hostile])
    expect(schema.tables[0]).toMatchObject({ rowEstimate: '9007199254740993', hasKey: false })
    expect(schema.tables[1]?.references).toEqual([{ schema: 'public', name: 'customers' }])
    expect(schema.otherObjects).toEqual([
      { kind: 'enum', count: 1 },
      { kind: 'view', count: 2 },
    ])
    const one = await viewer.connection.schemaTable.query({
      connectionId,
      table: { schema: 'public', name: '__proto__' },
    })
    expect(one.name).toBe('__proto__')
    const missing = viewer.connection.schemaTable.query({ connectionId, table: { schema: 'public', name: 'old' } })
    expect(await refusalOf(missing)).toMatchObject({ code: 'not-found', field: 'table' })
    expect((await viewer.connection.byId.query({ connectionId })).schema).toMatchObject({
      fingerprint: 'second',
      tables: 6,
    })
  })

  it('is not for strangers', async () => {
    const stranger = await world.as(world.people.stranger)
    const connectionId = world.sourceConnectionId
    const table = { schema: 'public', name: 'orders' }
    for (const ask of [
      () => stranger.connection.schema.query({ connectionId }),
      () => stranger.connection.schemaTable.query({ connectionId, table }),
      () => stranger.connection.byId.query({ connectionId }),
      () => stranger.connection.list.query({ projectId: world.projectId }),
    ])
      expect(await refusalOf(ask())).toMatchObject({ code: 'not-found' })
  })

  it('of a thousand tables is answered quickly', async () => {
    const tables = Array.from({ length: 1_000 }, (_, i) => table(`t${i}`, { foreignKeys: [foreignKey('orders')] }))
    await introspected(tables, 'wide')
    const viewer = await world.as(world.people.viewer)
    const began = performance.now()
    const schema = await viewer.connection.schema.query({ connectionId: world.sourceConnectionId })
    expect(schema.tables).toHaveLength(1_000)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
