import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MigrationCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import { applyDecision } from './apply-decision'
import { audit, events } from './schema/events'
import { migrations, plans } from './schema/migrations'
import { runs } from './schema/runs'
import { lockMigration } from './statements/lock-migration'
import { type Person, sealingKeyPair, seedConnection, seedMigration, seedPerson, seedProject } from './testing/fixtures'
import { type GodwitDatabase, godwitDatabase } from './testing/godwit-database'
import { transaction } from './transaction'

let database: GodwitDatabase
let owner: Person
let projectId: string
let ends: { sourceConnectionId: string; targetConnectionId: string }

beforeAll(async () => {
  database = await godwitDatabase()
  owner = await seedPerson(database.db)
  projectId = await seedProject(database.db, owner)
  const { publicKeys } = await sealingKeyPair()
  const connect = (url: string) => seedConnection(database.db, { projectId, by: owner, url, publicKeys })
  ends = {
    sourceConnectionId: await connect('postgres://u:p@h:1/a'),
    targetConnectionId: await connect('postgres://u:p@h:1/b'),
  }
})

afterAll(() => database.drop())

const now = new Date('2026-03-01T12:00:00.000Z')
const draft = () => seedMigration(database.db, { projectId, by: owner, ...ends })

async function command(migrationId: string, asked: MigrationCommand, actor: Person = owner, at = now) {
  return transaction(database.db, async (tx) => {
    const snapshot = await lockMigration(tx, migrationId, actor.userId)
    if (snapshot === null) throw new Error('not found')
    const decided = decide(snapshot, asked, actor, at)
    if (decided.ok) await applyDecision(tx, snapshot, decided.value, actor, at)
    return decided
  })
}

const planOf = async (migrationId: string) => {
  const id = randomUUID()
  await database.db.insert(plans).values({ id, migrationId, hash: 'h', content: { findings: [] } as never })
  return id
}

const eventsOf = async (migrationId: string) => {
  const rows = await database.db
    .select()
    .from(events)
    .where(eq(events.migrationId, migrationId))
    .orderBy(asc(events.seq))
  return rows.map((row) => [row.seq, row.event.type])
}

const jobsOf = async (migrationId: string) => {
  const rows = await database.db.execute<{ name: string }>(
    sql`select name from pgboss.job where data ->> 'migrationId' = ${migrationId} order by created_on`,
  )
  return rows.map((row) => row.name)
}

describe('the door', () => {
  it('writes state, events, audit and job of a decision together', async () => {
    const id = await draft()
    expect((await command(id, { type: 'plan' })).ok).toBe(true)
    const [row] = await database.db.select().from(migrations).where(eq(migrations.id, id))
    expect(row).toMatchObject({ state: 'Planning', lastSeq: 3, stateChangedBy: 'Ada', stateChangedAt: now })
    expect(await eventsOf(id)).toEqual([
      [1, 'MigrationCreated'],
      [2, 'MigrationAccessGranted'],
      [3, 'MigrationPlanRequested'],
    ])
    expect(await jobsOf(id)).toEqual(['plan'])
    const trail = await database.db.select().from(audit).where(eq(audit.migrationId, id)).orderBy(asc(audit.id))
    expect(trail.map((a) => [a.action, a.actorId, a.channel, a.eventSeq])).toEqual([
      ['migration.create', owner.userId, 'ui', 2],
      ['migration.plan', owner.userId, 'ui', 3],
    ])
  })

  it('leaves nothing behind when the transaction rolls back, no job either', async () => {
    const id = await draft()
    const broken = transaction(database.db, async (tx) => {
      const snapshot = await lockMigration(tx, id, owner.userId)
      if (snapshot === null) throw new Error('not found')
      const decided = decide(snapshot, { type: 'plan' }, owner, now)
      if (decided.ok) await applyDecision(tx, snapshot, decided.value, owner, now)
      throw new Error('on purpose')
    })
    await expect(broken).rejects.toThrow('on purpose')
    expect(await eventsOf(id)).toHaveLength(2)
    expect(await jobsOf(id)).toEqual([])
  })

  it('numbers events without a gap or a double when many decide at once', async () => {
    const id = await draft()
    const patch = (n: number): MigrationCommand => ({
      type: 'updateConfig',
      patch: { batchSize: 1_000 + n },
      configVersion: null,
    })
    await Promise.all(Array.from({ length: 20 }, (_, n) => command(id, patch(n))))
    const numbers = (await eventsOf(id)).map(([seq]) => seq)
    expect(numbers).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
  })

  it('starts one run when two people start at once', async () => {
    const id = await draft()
    await command(id, { type: 'plan' })
    const planId = await planOf(id)
    await command(id, { type: 'planned', planId, planHash: 'h', tables: 1, findings: [] })
    const start: MigrationCommand = { type: 'start', planHash: 'h', reason: null }
    const answers = await Promise.all([command(id, start), command(id, start)])
    expect(answers.every((a) => a.ok)).toBe(true)
    expect(await database.db.select().from(runs).where(eq(runs.migrationId, id))).toHaveLength(1)
    expect((await jobsOf(id)).filter((name) => name === 'run')).toHaveLength(1)
  })

  it('counts the time spent Running and leaves pauses out', async () => {
    const id = await draft()
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    await command(id, { type: 'plan' })
    await command(id, { type: 'planned', planId: await planOf(id), planHash: 'h', tables: 1, findings: [] })
    await command(id, { type: 'start', planHash: 'h', reason: null }, owner, at(0))
    await command(id, { type: 'pause', reason: null }, owner, at(5))
    await command(id, { type: 'paused', epoch: 1, reason: null }, owner, at(10))
    await command(id, { type: 'resume', reason: null }, owner, at(100))
    await command(id, { type: 'completed', epoch: 2, rows: '0', tables: 1 }, owner, at(107))
    const [run] = await database.db.select().from(runs).where(eq(runs.migrationId, id))
    expect(run).toMatchObject({ activeMs: 17_000, outcome: 'completed', resumedAt: null })
  })

  it('no longer counts a level that was taken away before the lock', async () => {
    const id = await draft()
    const stranger = await seedPerson(database.db, 'Mallory')
    const refused = await command(id, { type: 'plan' }, stranger)
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})
