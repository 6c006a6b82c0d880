import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealRow } from '@/db/row-seal'
import { rejects } from '@/db/schema/quarantine'
import { runs } from '@/db/schema/runs'
import { readRunTallies } from '@/db/statements/migration-rows'
import { replayJob } from '../jobs/replay'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const replay = (id: string) => replayJob(rig.ports, { migrationId: id, signal: new AbortController().signal })
const stateOf = async (id: string) => (await rig.migration(id)).state
const rowOf = (target: { url: string }, id: number) => cell(target.url, `SELECT age FROM people WHERE id = ${id}`)

/** Asks for a row with new values, as the web process does. */
async function ask(id: string, place: number, values: Record<string, string | null>): Promise<string> {
  const rejectId = (await rig.rejects(id))[place]?.id ?? ''
  const columns = Object.entries(values).map(([name, value]) => ({ name, value }))
  const fix = columns.length === 0 ? null : await sealRow({ columns, migrationId: id }, rig.ports.encryptionKeys)
  await rig.tell(id, { type: 'replayReject', rejectId, columns: Object.keys(values), fix, reason: null })
  return rejectId
}

/** A run in review: rows 9 and 209 of 300 are in quarantine, since their age is below nought. */
async function inReview(
  test: (id: string, target: { url: string }, source: { url: string }) => Promise<void>,
  id = 'int',
): Promise<void> {
  const table = `CREATE TABLE people (id ${id} PRIMARY KEY, name text, age int`
  const people = `${table}); INSERT INTO people OVERRIDING SYSTEM VALUE SELECT n, 'name ' || n, n FROM generate_series(1, 300) n;
    UPDATE people SET age = -1 WHERE id IN (9, 209)`
  await between(people, async (source, target) => {
    await run(target, `${table} CONSTRAINT grown CHECK (age >= 0))`)
    const migrationId = await rig.ready({ source: source.url, target: target.url }, { batchSize: 100, maxThreads: 2 })
    await rig.run(migrationId)
    expect(await rig.migration(migrationId)).toMatchObject({ state: 'Paused', inReview: true })
    await test(migrationId, target, source)
  })
}

describe('a replay with new values', () => {
  it('brings the row in once, however often it is done, and the equation holds with it', async () => {
    await inReview(async (id, target) => {
      const rejectId = await ask(id, 0, { age: '33' })
      await Promise.all([replay(id), replay(id)])
      await replay(id)
      expect(await rowOf(target, 9)).toBe('33')
      expect((await rig.rejects(id))[0]).toMatchObject({ id: rejectId, state: 'replayed', requestedAt: null })
      // Somebody asks again behind everybody's back: the ledger knows that it is in.
      const { db } = rig.database
      await db.update(rejects).set({ state: 'open', requestedAt: new Date() }).where(eq(rejects.id, rejectId))
      await replay(id)
      expect((await rig.rejects(id))[0]?.state).toBe('replayed')
      expect(await cell(target.url, 'SELECT count(*) FROM people')).toBe('299')
      expect(await stateOf(id)).toBe('Paused')
      await rig.tell(id, { type: 'accept', reason: null })
      await rig.execute(id)
      expect(await stateOf(id)).toBe('Completed')
      expect((await rig.tasks(id))[0]).toMatchObject({ state: 'done', verdict: 'equal' })
      expect((await rig.events(id, 'MigrationCompleted'))[0]?.data).toMatchObject({ rows: '299', quarantined: 1 })
    })
  })

  it('that fails again is refused with its reason, and the row stays', async () => {
    await inReview(async (id, target) => {
      const rejectId = await ask(id, 0, { age: '-5' })
      await replay(id)
      const [row] = await rig.rejects(id)
      expect(row).toMatchObject({ id: rejectId, state: 'open', requestedAt: null, refusalSqlstate: '23514' })
      expect(row?.refusal).toMatch(/breaks a check/)
      expect(await cell(target.url, 'SELECT count(*) FROM people')).toBe('298')
      expect(await rig.events(id, 'ReplayRefused')).toMatchObject([{ data: { rejectId, sqlstate: '23514' } }])
      await ask(id, 0, { age: 'no number' })
      await replay(id)
      expect((await rig.rejects(id))[0]).toMatchObject({ state: 'open', refusalSqlstate: '22P02' })
      expect(JSON.stringify([await rig.rejects(id), await rig.events(id)])).not.toContain('no number')
    })
  })

  it('writes into an identity column as the copy does', async () => {
    await inReview(async (id, target) => {
      await ask(id, 1, { age: '7' })
      await replay(id)
      expect(await rowOf(target, 209)).toBe('7')
    }, 'int GENERATED ALWAYS AS IDENTITY')
  })

  it('is refused, and answered, where the target has no such table any more', async () => {
    await inReview(async (id, target) => {
      await ask(id, 0, { age: '33' })
      await run(target, 'ALTER TABLE people RENAME TO folk')
      await replay(id)
      expect((await rig.rejects(id))[0]).toMatchObject({
        state: 'open',
        requestedAt: null,
        refusal: expect.any(String),
      })
      await run(target, 'ALTER TABLE folk RENAME TO people')
    })
  })
})

describe('a retry of rows', () => {
  it('after the cause was mended in the target brings all in, and the run completes without a loss', async () => {
    await inReview(async (id, target) => {
      await run(target, 'ALTER TABLE people DROP CONSTRAINT grown')
      await rig.tell(id, { type: 'retry', scope: { kind: 'rejects', rejectIds: null }, reason: null })
      await rig.execute(id)
      expect(await stateOf(id)).toBe('Completed')
      expect((await rig.tasks(id))[0]).toMatchObject({ state: 'done', verdict: 'equal' })
      expect((await rig.events(id, 'MigrationCompleted'))[0]?.data).toMatchObject({ rows: '300', quarantined: 0 })
      expect(await rowOf(target, 9)).toBe('-1')
      // What a reader is told: all 300 have arrived, and none is left over.
      const { id: runId } = await rig.runRow(id)
      const tallies = await readRunTallies(rig.database.db, [runId])
      expect(tallies.get(runId)).toMatchObject({ landedRows: 300n, failedRows: 0n })
    })
  })

  it('with the cause still there goes back into review', async () => {
    await inReview(async (id) => {
      await rig.tell(id, { type: 'retry', scope: { kind: 'rejects', rejectIds: null }, reason: null })
      await rig.execute(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Paused', inReview: true })
      expect((await rig.rejects(id)).map((r) => r.refusalSqlstate)).toEqual(['23514', '23514'])
    })
  })

  it('of a migration that has completed is an activity beside its state', async () => {
    await inReview(async (id, target) => {
      await rig.tell(id, { type: 'accept', reason: 'good enough' })
      await rig.execute(id)
      expect(await stateOf(id)).toBe('Completed')
      await run(target, 'ALTER TABLE people DROP CONSTRAINT grown')
      const { epoch } = await rig.migration(id)
      await rig.tell(id, { type: 'retry', scope: { kind: 'rejects', rejectIds: null }, reason: null })
      await replay(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Completed', epoch: epoch + 1 })
      expect((await rig.rejects(id)).map((r) => r.state)).toEqual(['replayed', 'replayed'])
      expect(await cell(target.url, 'SELECT count(*) FROM people')).toBe('300')
      expect(await cell(target.url, 'SELECT count(*) FROM godwit.target_claim')).toBe('0')
    })
  })
})

describe('a review', () => {
  it('is over when every row was skipped and the rest accepted', async () => {
    await inReview(async (id) => {
      const rejectIds = (await rig.rejects(id)).map((r) => r.id)
      await rig.tell(id, { type: 'skipRejects', rejectIds, reason: 'tests' })
      expect(await stateOf(id)).toBe('Paused')
      await rig.tell(id, { type: 'accept', reason: null })
      await rig.execute(id)
      expect(await stateOf(id)).toBe('Completed')
      expect((await rig.rejects(id)).map((r) => r.state)).toEqual(['skipped', 'skipped'])
    })
  })

  it('that is resumed with open rows comes back, and what Godwit has forgotten the ledger tells again', async () => {
    await inReview(async (id) => {
      await rig.database.db.delete(rejects).where(eq(rejects.migrationId, id))
      await rig.tell(id, { type: 'resume', reason: null })
      await rig.execute(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Paused', inReview: true })
      expect((await rig.rejects(id)).map((r) => r.key)).toEqual([[['id', '9']], [['id', '209']]])
      const { id: runId } = await rig.runRow(id)
      const [row] = await rig.database.db.select().from(runs).where(eq(runs.id, runId))
      expect(row?.endedAt).toBeNull()
    })
  })
})
