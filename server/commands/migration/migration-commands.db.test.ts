import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connections } from '@/db/schema/connections'
import { audit, events } from '@/db/schema/events'
import { idempotency } from '@/db/schema/operations'
import { runs } from '@/db/schema/runs'
import type { MigrationState } from '@/domain/migration/state'
import { digestDatabase, failAuditOf } from '../../testing/whole-database'
import { answerPlan, narrowing, report, warning } from '../../testing/worker-rows'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Client = Awaited<ReturnType<World['as']>>
interface Ready {
  readonly migrationId: string
  readonly planHash: string
}

async function planned(findings: Parameters<typeof answerPlan>[2] = []): Promise<Ready> {
  const migrationId = await world.draft()
  const owner = await world.as(world.people.owner)
  await owner.migration.plan.mutate({ migrationId })
  return { migrationId, planHash: await answerPlan(world.database.db, migrationId, findings) }
}
async function running(): Promise<Ready> {
  const ready = await planned()
  await (await world.as(world.people.owner)).migration.start.mutate(ready)
  return ready
}
async function paused(): Promise<Ready> {
  const ready = await running()
  await report(world.database.db, ready.migrationId, { type: 'paused', epoch: 1, reason: null })
  return ready
}

const auditOf = async (migrationId: string) => {
  const { db } = world.database
  const rows = await db.select().from(audit).where(eq(audit.migrationId, migrationId)).orderBy(asc(audit.id))
  return rows.map(({ action, actorName, channel, reason }) => ({ action, actorName, channel, reason }))
}
const jobsOf = async (name: string, migrationId: string) => {
  const found = await world.database.db.execute(
    sql`select 1 from pgboss.job where name = ${name} and data ->> 'migrationId' = ${migrationId}`,
  )
  return found.length
}

/** Each command on a migration: where it is legal, who may not, and where it is not legal. */
const commands: {
  name: string
  from: () => Promise<Ready>
  ask: (client: Client, ready: Ready, idempotencyKey?: string) => Promise<{ state: MigrationState; intent: string }>
  becomes: [MigrationState, string]
  event: string
  tooWeak: keyof World['people']
  notFrom: () => Promise<Ready>
}[] = [
  {
    name: 'plan',
    from: async () => ({ migrationId: await world.draft(), planHash: '' }),
    ask: (client, { migrationId }, idempotencyKey) => client.migration.plan.mutate({ migrationId, idempotencyKey }),
    becomes: ['Planning', 'none'],
    event: 'MigrationPlanRequested',
    tooWeak: 'viewer',
    notFrom: running,
  },
  {
    name: 'waive',
    from: () => planned([narrowing]),
    ask: (client, ready, idempotencyKey) =>
      client.migration.waive.mutate({ ...ready, findingIds: [narrowing.id], reason: 'It is a month.', idempotencyKey }),
    becomes: ['Planning', 'none'],
    event: 'FindingsWaived',
    tooWeak: 'operator',
    notFrom: running,
  },
  {
    name: 'chooseWriting',
    from: () => planned([warning]),
    ask: (client, ready, idempotencyKey) =>
      client.migration.chooseWriting.mutate({
        ...ready,
        choices: [{ table: { schema: 'public', name: 'orders' }, choice: { mode: 'append' } }],
        idempotencyKey,
      }),
    becomes: ['Planning', 'none'],
    event: 'WritingChosen',
    tooWeak: 'operator',
    notFrom: running,
  },
  {
    name: 'acknowledge',
    from: () => planned([warning]),
    ask: (client, ready, idempotencyKey) =>
      client.migration.acknowledge.mutate({ ...ready, findingIds: [warning.id], idempotencyKey }),
    becomes: ['Ready', 'none'],
    event: 'FindingsAcknowledged',
    tooWeak: 'viewer',
    notFrom: running,
  },
  {
    name: 'start',
    from: () => planned(),
    ask: (client, ready, idempotencyKey) => client.migration.start.mutate({ ...ready, idempotencyKey }),
    becomes: ['Running', 'none'],
    event: 'MigrationStarted',
    tooWeak: 'viewer',
    notFrom: paused,
  },
  {
    name: 'pause',
    from: running,
    ask: (client, { migrationId }, idempotencyKey) => client.migration.pause.mutate({ migrationId, idempotencyKey }),
    becomes: ['Running', 'pausing'],
    event: 'MigrationPauseRequested',
    tooWeak: 'viewer',
    notFrom: () => planned(),
  },
  {
    name: 'resume',
    from: paused,
    ask: (client, { migrationId }, idempotencyKey) => client.migration.resume.mutate({ migrationId, idempotencyKey }),
    becomes: ['Running', 'none'],
    event: 'MigrationResumed',
    tooWeak: 'viewer',
    notFrom: () => planned(),
  },
  {
    name: 'cancel',
    from: running,
    ask: (client, { migrationId }, idempotencyKey) => client.migration.cancel.mutate({ migrationId, idempotencyKey }),
    becomes: ['Running', 'cancelling'],
    event: 'MigrationCancelRequested',
    tooWeak: 'viewer',
    notFrom: async () => {
      const ready = await running()
      const done = { type: 'completed', epoch: 1, rows: '0', tables: 0 } as const
      await report(world.database.db, ready.migrationId, done)
      return ready
    },
  },
  {
    name: 'updateConfig',
    from: running,
    ask: (client, { migrationId }, idempotencyKey) =>
      client.migration.updateConfig.mutate({ migrationId, patch: { batchSize: 77 }, idempotencyKey }),
    becomes: ['Running', 'none'],
    event: 'MigrationConfigUpdated',
    tooWeak: 'operator',
    notFrom: async () => {
      const migrationId = await world.draft()
      await (await world.as(world.people.owner)).migration.plan.mutate({ migrationId })
      return { migrationId, planHash: '' }
    },
  },
]

describe.each(commands)('migration.$name', ({ name, from, ask, becomes, event, tooWeak, notFrom }) => {
  it('does it: state, event, audit row', async () => {
    const ready = await from()
    const migration = await ask(await world.as(world.people.manager), ready)
    expect([migration.state, migration.intent]).toEqual(becomes)
    const { db } = world.database
    const told = await db
      .select()
      .from(events)
      .where(eq(events.migrationId, ready.migrationId))
      .orderBy(asc(events.seq))
    expect(told.at(-1)).toMatchObject({ actor: 'Mina', event: { type: event } })
    expect((await auditOf(ready.migrationId)).at(-1)).toMatchObject({
      action: `migration.${name}`,
      actorName: 'Mina',
      channel: 'api',
    })
  })

  it('is refused by policy: too weak a level is forbidden, a stranger finds nothing', async () => {
    const ready = await from()
    const before = await digestDatabase(world.database.db)
    const weak = await world.as(world.people[tooWeak])
    const stranger = await world.as(world.people.stranger)
    expect(await refusalOf(ask(weak, ready))).toMatchObject({ code: 'forbidden', http: 403 })
    expect(await refusalOf(ask(stranger, ready))).toMatchObject({ code: 'not-found', http: 404 })
    const nowhere = { ...ready, migrationId: randomUUID() }
    expect(await refusalOf(ask(stranger, nowhere))).toEqual(await refusalOf(ask(stranger, ready)))
    expect(await digestDatabase(world.database.db)).toEqual(before)
  })

  it('is refused by the state, with a way on, and changes nothing', async () => {
    const ready = await notFrom()
    const before = await digestDatabase(world.database.db)
    const refusal = await refusalOf(ask(await world.as(world.people.owner), ready))
    expect(refusal).toMatchObject({ code: 'illegal-state', http: 409 })
    expect(refusal.fix).not.toBe('')
    expect(await digestDatabase(world.database.db)).toEqual(before)
  })

  it('rolls back whole when its end fails, and says only where to look', async () => {
    const ready = await from()
    const before = await digestDatabase(world.database.db)
    const lift = await failAuditOf(world.database.db, `migration.${name}`)
    const failed = ask(await world.as(world.people.owner), ready, randomUUID())
    await expect(failed).rejects.toMatchObject({ data: { code: 'INTERNAL_SERVER_ERROR', refusal: null } })
    await expect(failed).rejects.not.toThrow(/audit/)
    await lift()
    expect(await digestDatabase(world.database.db)).toEqual(before)
  })

  it('has one effect for one key, also when both clicks come at once', async () => {
    const ready = await from()
    const owner = await world.as(world.people.owner)
    const key = randomUUID()
    const before = (await auditOf(ready.migrationId)).length
    const [first, second] = await Promise.all([ask(owner, ready, key), ask(owner, ready, key)])
    const third = await ask(owner, ready, key)
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    expect((await auditOf(ready.migrationId)).length).toBe(before + 1)
  })
})

describe('starting', () => {
  it('twice at once without a key starts one run and queues one job', async () => {
    const ready = await planned()
    const owner = await world.as(world.people.owner)
    const answers = await Promise.all([owner.migration.start.mutate(ready), owner.migration.start.mutate(ready)])
    expect(answers.map(({ state }) => state)).toEqual(['Running', 'Running'])
    expect(await jobsOf('run', ready.migrationId)).toBe(1)
    const found = await world.database.db.select().from(runs).where(eq(runs.migrationId, ready.migrationId))
    expect(found).toHaveLength(1)
  })

  it('refuses a plan with an open warning, by its title', async () => {
    const ready = await planned([warning])
    const refusal = await refusalOf((await world.as(world.people.owner)).migration.start.mutate(ready))
    expect(refusal).toMatchObject({ code: 'unacknowledged', http: 412 })
    expect(refusal.message).toContain(warning.title)
  })

  it('refuses another plan than the newest', async () => {
    const { migrationId } = await planned()
    const stale = (await world.as(world.people.owner)).migration.start.mutate({ migrationId, planHash: 'another' })
    expect(await refusalOf(stale)).toMatchObject({ code: 'stale', http: 409 })
  })

  it('into production needs a manager', async () => {
    const { db } = world.database
    const [target] = [world.targetConnectionId]
    const ready = await planned()
    await db.update(connections).set({ environment: 'prod' }).where(eq(connections.id, target))
    const asOperator = (await world.as(world.people.operator)).migration.start.mutate(ready)
    expect(await refusalOf(asOperator)).toMatchObject({ code: 'forbidden' })
    const asManager = await (await world.as(world.people.manager)).migration.start.mutate(ready)
    expect(asManager.state).toBe('Running')
    await db.update(connections).set({ environment: 'dev' }).where(eq(connections.id, target))
  })
})

describe('an idempotency key', () => {
  it('is refused for another input, and belongs to one person and one procedure', async () => {
    const [first, second] = [await running(), await running()]
    const owner = await world.as(world.people.owner)
    const key = randomUUID()
    await owner.migration.pause.mutate({ migrationId: first.migrationId, idempotencyKey: key })
    const other = owner.migration.pause.mutate({ migrationId: second.migrationId, idempotencyKey: key })
    expect(await refusalOf(other)).toMatchObject({ code: 'conflict', field: 'idempotencyKey' })
    const resumed = await owner.migration.resume.mutate({ migrationId: first.migrationId, idempotencyKey: key })
    expect(resumed.intent).toBe('none')
    const manager = await world.as(world.people.manager)
    const paused = await manager.migration.pause.mutate({ migrationId: second.migrationId, idempotencyKey: key })
    expect(paused.intent).toBe('pausing')
  })

  it('is forgotten after a day', async () => {
    const ready = await running()
    const owner = await world.as(world.people.owner)
    const key = randomUUID()
    const pause = () => owner.migration.pause.mutate({ migrationId: ready.migrationId, idempotencyKey: key })
    await pause()
    await owner.migration.resume.mutate({ migrationId: ready.migrationId })
    expect((await pause()).intent).toBe('pausing')
    const { db } = world.database
    await db.update(idempotency).set({ at: sql`${idempotency.at} - interval '25 hours'` })
    await owner.migration.resume.mutate({ migrationId: ready.migrationId, idempotencyKey: randomUUID() })
    expect(await db.select().from(idempotency)).toHaveLength(1)
    expect((await pause()).intent).toBe('pausing')
  })

  it('is free again after a refusal', async () => {
    const ready = await planned()
    const owner = await world.as(world.people.owner)
    const key = randomUUID()
    const pause = () => owner.migration.pause.mutate({ migrationId: ready.migrationId, idempotencyKey: key })
    expect(await refusalOf(pause())).toMatchObject({ code: 'illegal-state' })
    await owner.migration.start.mutate(ready)
    expect((await pause()).intent).toBe('pausing')
  })
})
