import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationAccess } from '@/db/schema/migrations'
import { type Person, seedConnection, seedProject } from '@/db/testing/fixtures'
import { digestDatabase, failAuditOf } from '../../testing/whole-database'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe('migration.create', () => {
  const input = (change: Record<string, unknown> = {}) => ({
    projectId: world.projectId,
    name: 'crm → warehouse',
    sourceConnectionId: world.sourceConnectionId,
    targetConnectionId: world.targetConnectionId,
    mapping: { content: { tables: { kind: 'everything' as const } } },
    ...change,
  })
  const create = async (person: Person, change?: Record<string, unknown>) =>
    (await world.as(person)).migration.create.mutate(input(change))

  it('makes a Draft with its mapping, its defaults and its creator as owner', async () => {
    const { manager } = world.people
    const migration = await create(manager, { config: { batchSize: 1_000 } })
    expect(migration).toMatchObject({ state: 'Draft', createdBy: 'Mina', mappingVersion: 1 })
    expect(migration.config).toMatchObject({ batchSize: 1_000, maxThreads: 4, validateData: true })
    expect(migration.source.label).toBe('crm@source.example')
    const { db } = world.database
    const grants = await db.select().from(migrationAccess).where(eq(migrationAccess.migrationId, migration.id))
    expect(grants).toMatchObject([{ userId: manager.userId, accessLevel: 'owner' }])
  })

  it('takes a mapping that exists, with its newest version', async () => {
    const owner = await world.as(world.people.owner)
    const content = { tables: { kind: 'everything' as const } }
    const { id: mappingId } = await owner.mapping.create.mutate({ projectId: world.projectId, name: 'all', content })
    await owner.mapping.save.mutate({ mappingId, content: { tables: { kind: 'everything', except: [] } } })
    const migration = await create(world.people.owner, { mapping: { mappingId } })
    expect(migration).toMatchObject({ schemaMappingId: mappingId, mappingVersion: 2 })
  })

  it('is refused by policy', async () => {
    const before = await digestDatabase(world.database.db)
    expect(await refusalOf(create(world.people.operator))).toMatchObject({ code: 'forbidden' })
    expect(await refusalOf(create(world.people.stranger))).toMatchObject({ code: 'not-found' })
    expect(await digestDatabase(world.database.db)).toEqual(before)
  })

  it('refuses source = target: the same connection, and the same database under another name', async () => {
    const { projectId, people, services, targetConnectionId } = world
    const connect = (url: string) =>
      seedConnection(world.database.db, { projectId, by: people.owner, url, publicKeys: services.sealingKeys })
    const twin = await connect('postgres://other:pw@TARGET.example:5432/warehouse')
    const [here, alsoHere] = [
      await connect('postgres://a:b@localhost:5432/x'),
      await connect('postgres://a:b@127.0.0.1:5432/x'),
    ]
    const before = await digestDatabase(world.database.db)
    for (const ends of [
      { sourceConnectionId: targetConnectionId },
      { sourceConnectionId: twin },
      { sourceConnectionId: here, targetConnectionId: alsoHere },
    ]) {
      const refusal = await refusalOf(create(people.owner, ends))
      expect(refusal).toMatchObject({ code: 'invalid', http: 400, field: 'targetConnectionId' })
    }
    expect(await digestDatabase(world.database.db)).toEqual(before)
  })

  it('does not know connections and mappings of another project, be they one’s own', async () => {
    const { people, services } = world
    const { db } = world.database
    const elsewhere = await seedProject(db, people.owner)
    const url = 'postgres://a:b@elsewhere.example:5432/x'
    const foreign = await seedConnection(db, {
      projectId: elsewhere,
      by: people.owner,
      url,
      publicKeys: services.sealingKeys,
    })
    const owner = await world.as(people.owner)
    const content = { tables: { kind: 'everything' as const } }
    const { id: mappingId } = await owner.mapping.create.mutate({ projectId: elsewhere, name: 'all', content })
    const before = await digestDatabase(db)
    for (const change of [{ sourceConnectionId: foreign }, { targetConnectionId: foreign }, { mapping: { mappingId } }])
      expect(await refusalOf(create(people.owner, change))).toMatchObject({ code: 'not-found' })
    expect(await digestDatabase(db)).toEqual(before)
  })

  it.each([0, -1, 1_000_000_000, Number.NaN, 1.5])(
    'refuses a batch of %s rows, and names the field',
    async (batchSize) => {
      const error = await create(world.people.owner, { config: { batchSize } }).catch((cause: unknown) => cause)
      expect(error).toMatchObject({ data: { code: 'BAD_REQUEST', fields: [{ field: 'config.batchSize' }] } })
    },
  )

  it('rolls back whole', async () => {
    const before = await digestDatabase(world.database.db)
    const lift = await failAuditOf(world.database.db, 'migration.create')
    await expect(create(world.people.owner)).rejects.toThrow(/Reference/)
    await lift()
    expect(await digestDatabase(world.database.db)).toEqual(before)
  })
})
