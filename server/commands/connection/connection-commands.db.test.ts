import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connections, connectionTests } from '@/db/schema/connections'
import { audit, events } from '@/db/schema/events'
import { idempotency } from '@/db/schema/operations'
import { openPassword } from '@/db/secrets'
import { sealingKeyPair, seedConnection } from '@/db/testing/fixtures'
import { testFourWays } from '../../testing/four-ways'
import { failAuditOf } from '../../testing/whole-database'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
let privateKeys: JWK[]
beforeAll(async () => {
  const opened = await openWorld()
  const pair = await sealingKeyPair()
  privateKeys = pair.privateKeys
  world = { ...opened, services: Object.assign(opened.services, { sealingKeys: pair.publicKeys }) }
})
afterAll(() => world.close())

const getWorld = () => world
const db = () => world.database.db
const endpoint = (host = `${randomUUID()}.example`) => ({ kind: 'postgres' as const, host, database: 'd', user: 'u' })
const connection = async (url = `postgres://u:p@${randomUUID()}.example:5432/d`) => {
  const { projectId, people, services } = world
  const publicKeys = services.sealingKeys
  return { connectionId: await seedConnection(db(), { projectId, by: people.owner, url, publicKeys }) }
}
const used = async () => {
  await world.draft()
  return { connectionId: world.sourceConnectionId }
}
const jobs = async (name: string, field: string, id: string) =>
  (await db().execute(sql`select 1 from pgboss.job where name = ${name} and data ->> ${field} = ${id}`)).length
const changers = [
  ['operator', 'forbidden'],
  ['stranger', 'not-found'],
] as const
const testers = [
  ['viewer', 'forbidden'],
  ['stranger', 'not-found'],
] as const

testFourWays(getWorld, {
  action: 'connection.create',
  from: async () => ({
    projectId: world.projectId,
    name: `c ${randomUUID()}`,
    endpoint: endpoint(),
    password: 'planted',
  }),
  ask: (client, given, idempotencyKey) => client.connection.create.mutate({ ...given, idempotencyKey }),
  does: async (answer, { name, endpoint: { host } }) => {
    expect(answer).toMatchObject({
      name,
      endpoint: { host, port: 5432, tls: 'verify-full' },
      secretSetBy: 'Olga',
      usedBy: 0,
    })
    const [row] = await db().select().from(connections).where(eq(connections.name, name))
    const opened = await openPassword({ sealed: row?.sealedPassword ?? '', connectionId: row?.id ?? '' }, privateKeys)
    expect(opened).toEqual({ ok: true, value: 'planted' })
  },
  mayNot: changers,
  unless: {
    code: 'conflict',
    field: 'name',
    from: async () => {
      const { connectionId } = await connection()
      const [row] = await db().select().from(connections).where(eq(connections.id, connectionId))
      return { projectId: world.projectId, name: (row?.name ?? '').toUpperCase(), endpoint: endpoint(), password: 'x' }
    },
  },
})

testFourWays(getWorld, {
  action: 'connection.update',
  from: connection,
  ask: (client, given, idempotencyKey) =>
    client.connection.update.mutate({ ...given, environment: 'prod', password: 'renewed', idempotencyKey }),
  does: async (answer, { connectionId }) => {
    expect(answer).toMatchObject({ id: connectionId, environment: 'prod' })
    const [row] = await db().select().from(connections).where(eq(connections.id, connectionId))
    const opened = await openPassword({ sealed: row?.sealedPassword ?? '', connectionId }, privateKeys)
    expect(opened).toEqual({ ok: true, value: 'renewed' })
  },
  mayNot: changers,
  unless: { code: 'not-found', from: async () => ({ connectionId: randomUUID() }) },
})

testFourWays(getWorld, {
  action: 'connection.delete',
  from: connection,
  ask: (client, given, idempotencyKey) => client.connection.delete.mutate({ ...given, idempotencyKey }),
  does: async (_, { connectionId }) => {
    const owner = await world.as(world.people.owner)
    expect(await refusalOf(owner.connection.byId.query({ connectionId }))).toMatchObject({ code: 'not-found' })
    const [row] = await db().select().from(connections).where(eq(connections.id, connectionId))
    expect(row?.sealedPassword).toBe('')
  },
  mayNot: changers,
  unless: { code: 'conflict', from: used },
})

testFourWays(getWorld, {
  action: 'connection.test',
  from: connection,
  ask: (client, given, idempotencyKey) => client.connection.test.mutate({ ...given, idempotencyKey }),
  does: async (answer, { connectionId }) => {
    expect(answer).toMatchObject({ connectionId, state: 'queued', steps: [], finishedAt: null })
    const [test] = await db().select().from(connectionTests).where(eq(connectionTests.connectionId, connectionId))
    expect(await jobs('probe', 'connectionTestId', test?.id ?? '')).toBe(1)
  },
  mayNot: testers,
  unless: { code: 'not-found', from: async () => ({ connectionId: randomUUID() }) },
})

testFourWays(getWorld, {
  action: 'connection.introspect',
  from: connection,
  ask: (client, given, idempotencyKey) => client.connection.introspect.mutate({ ...given, idempotencyKey }),
  does: async (answer, { connectionId }) => {
    expect(answer).toMatchObject({ id: connectionId, introspection: { state: 'queued' } })
    expect(await jobs('introspect', 'connectionId', connectionId)).toBe(1)
  },
  mayNot: testers,
  unless: { code: 'not-found', from: async () => ({ connectionId: randomUUID() }) },
})

describe('a connection’s password', () => {
  it('is not sent to another server, as another user, or less protected, unless it is given again', async () => {
    const { connectionId } = await connection('postgres://u:p@one.example:5432/d')
    const owner = await world.as(world.people.owner)
    const whole = (change: object) => ({ ...endpoint('one.example'), tls: 'disable' as const, ...change })
    const strict = { connectionId, endpoint: whole({ tls: 'verify-full' }), password: 'p' }
    await owner.connection.update.mutate(strict)
    for (const change of [{ host: 'evil.example' }, { port: 1 }, { user: 'root' }, { tls: 'require' }]) {
      const moved = { connectionId, endpoint: whole({ tls: 'verify-full', ...change }) }
      const refusal = await refusalOf(owner.connection.update.mutate(moved))
      expect(refusal).toMatchObject({ code: 'invalid', field: 'password' })
      expect(await owner.connection.update.mutate({ ...moved, password: 'again' })).toMatchObject({ id: connectionId })
      await owner.connection.update.mutate(strict)
    }
    const other = { connectionId, endpoint: whole({ tls: 'verify-full', database: 'other' }) }
    expect(await owner.connection.update.mutate(other)).toMatchObject({ endpoint: { database: 'other' } })
  })

  it('stands nowhere in the database, in any answer, or in the log, not even when a command fails', async () => {
    const password = `canary-${randomUUID()}`
    const owner = await world.as(world.people.owner)
    const key = randomUUID()
    const given = { projectId: world.projectId, name: 'canary', endpoint: endpoint(), password, idempotencyKey: key }
    const made = await owner.connection.create.mutate(given)
    const again = await owner.connection.update.mutate({ connectionId: made.id, password: `${password}-2` })
    expect(JSON.stringify([made, again])).not.toContain('canary-')
    for (const table of [connections, audit, events, idempotency])
      expect(
        JSON.stringify(await db().select().from(table), (_, v) => (typeof v === 'bigint' ? `${v}` : v)),
      ).not.toContain('canary-')
    expect(await owner.connection.create.mutate(given)).toEqual(made)
    const lift = await failAuditOf(db(), 'connection.create')
    const failed = owner.connection.create.mutate({ ...given, name: 'canary 2', idempotencyKey: randomUUID() })
    await expect(failed).rejects.not.toThrow(/canary-/)
    await lift()
    const log = world.logged.join('')
    expect(log).toContain('the disk of the audit is full')
    expect(log).not.toContain('canary-')
    expect(log).not.toContain(await world.tokenOf(world.people.owner))
  })
})

describe('asking twice', () => {
  it('for a test joins the one that is under way', async () => {
    const { connectionId } = await connection()
    const owner = await world.as(world.people.owner)
    const [a, b] = await Promise.all([
      owner.connection.test.mutate({ connectionId }),
      owner.connection.test.mutate({ connectionId }),
    ])
    expect(b.id).toBe(a.id)
    await db()
      .update(connectionTests)
      .set({ state: 'passed', finishedAt: new Date() })
      .where(eq(connectionTests.id, a.id))
    expect((await owner.connection.test.mutate({ connectionId })).id).not.toBe(a.id)
    expect(await owner.connection.testById.query({ connectionTestId: a.id })).toMatchObject({ state: 'passed' })
  })

  it('for the schema queues one reading', async () => {
    const { connectionId } = await connection()
    const owner = await world.as(world.people.owner)
    await owner.connection.introspect.mutate({ connectionId })
    await owner.connection.introspect.mutate({ connectionId })
    expect(await jobs('introspect', 'connectionId', connectionId)).toBe(1)
  })
})
