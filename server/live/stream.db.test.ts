import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { TRPCError } from '@trpc/server'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionTests } from '@/db/schema/connections'
import { apiTokens, users } from '@/db/schema/people'
import { projectMembers } from '@/db/schema/projects'
import { chunks } from '@/db/schema/runs'
import { type Person, seedConnection, seedPerson } from '@/db/testing/fixtures'
import { wake } from '@/db/wake'
import type { LiveFrame, Topic } from '@/domain/contracts/live'
import { identify } from '../auth/identify'
import type { Identity } from '../auth/identity'
import { openStream } from '../testing/open-stream'
import { startRun } from '../testing/start-run'
import { landChunk, report } from '../testing/worker-rows'
import { openWorld, type World } from '../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const session = ({ userId, name, isAdmin }: Person): Identity => ({
  userId,
  name,
  email: null,
  kind: 'person',
  isAdmin,
  proof: { kind: 'session', sessionVersion: 1 },
})
const migrationTopic = (id: string): Topic => ({ kind: 'migration', id })
const projectTopic = (id = world.projectId): Topic => ({ kind: 'project', id })
const isMigration = (frame: LiveFrame) => frame.kind === 'migration'
const seqs = (frame: LiveFrame) => (frame.kind === 'migration' ? frame.events.map(({ seq }) => seq) : [])
const open = (person: Person, topics: Topic[], lastEventId?: string) =>
  openStream(world.services, session(person), lastEventId === undefined ? { topics } : { topics, lastEventId })

describe('a stream on a migration', () => {
  it('begins with the whole state, then tells what happens as it happens', async () => {
    const migrationId = await world.draft()
    const stream = open(world.people.viewer, [migrationTopic(migrationId)])
    const first = await stream.next(isMigration)
    expect(seqs(first.frame)).toEqual([1, 2])
    expect(first.frame).toMatchObject({ migration: { state: 'Draft' }, progress: { phase: 'idle', seq: 2 } })
    const asked = Date.now()
    await (await world.as(world.people.owner)).migration.plan.mutate({ migrationId })
    const second = await stream.next((frame) => frame.kind === 'migration' && frame.migration.state === 'Planning')
    expect(seqs(second.frame)).toEqual([3])
    expect(second.at - asked).toBeLessThan(2_000)
    await stream.close()
  })

  it('tells each what their own level allows, out of one reading', async () => {
    const { migrationId } = await startRun(world)
    const streams = [
      open(world.people.viewer, [migrationTopic(migrationId)]),
      open(world.people.operator, [migrationTopic(migrationId)]),
    ]
    const frames = await Promise.all(streams.map((stream) => stream.next(isMigration)))
    const mayPause = frames.map(({ frame }) =>
      frame.kind === 'migration'
        ? frame.migration.allowedActions.find(({ action }) => action === 'pause')?.allowed
        : null,
    )
    expect(mayPause).toEqual([false, true])
    await Promise.all(streams.map((stream) => stream.close()))
  })

  it('goes on after lastEventId: every later event once, none before, none missing', async () => {
    const { migrationId, owner } = await startRun(world)
    const first = open(world.people.owner, [migrationTopic(migrationId)])
    const { id, frame } = await first.next(isMigration)
    const known = Math.max(...seqs(frame))
    await first.close()
    await owner.migration.pause.mutate({ migrationId })
    await owner.migration.resume.mutate({ migrationId })
    const second = open(world.people.owner, [migrationTopic(migrationId)], id)
    await second.next(isMigration)
    await owner.migration.pause.mutate({ migrationId })
    await second.next((f) => f.kind === 'migration' && f.migration.intent === 'pausing')
    expect(second.received.flatMap(({ frame: f }) => seqs(f))).toEqual([known + 1, known + 2, known + 3])
    await second.close()
  })

  it('reads at most twice a second, however often it is woken and by how many it is heard', async () => {
    const { migrationId, runId } = await startRun(world)
    const streams = [1, 2, 3].map(() => open(world.people.owner, [migrationTopic(migrationId)]))
    await Promise.all(streams.map((stream) => stream.next(isMigration)))
    const began = Date.now()
    for (let n = 0; Date.now() - began < 2_000; n++) {
      await landChunk(world.database.db, { runId, migrationId, n })
      await wait(15)
    }
    const seconds = (Date.now() - began) / 1_000
    for (const { received, close } of streams) {
      const frames = received.filter(({ frame, at }) => isMigration(frame) && at > began)
      expect(frames.length).toBeGreaterThanOrEqual(3)
      expect(frames.length).toBeLessThanOrEqual(Math.ceil(seconds * 2) + 1)
      const rows = frames.map(({ frame }) => (frame.kind === 'migration' ? Number(frame.progress.processedRows) : 0))
      expect(rows).toEqual([...rows].sort((a, b) => a - b))
      await close()
    }
  })

  it('learns of a change whose wake was lost, a few seconds later', async () => {
    const { migrationId, runId } = await startRun(world)
    const stream = open(world.people.owner, [migrationTopic(migrationId)])
    await stream.next(isMigration)
    await wait(700)
    await world.database.db
      .insert(chunks)
      .values({ runId, task: 0, n: 0, state: 'landed', rows: 7n, endedAt: new Date() })
    await stream.next((frame) => frame.kind === 'migration' && frame.progress.processedRows === '7')
    await stream.close()
  })
})

describe('rights on an open stream', () => {
  it('a topic that is not theirs, and one that does not exist, are gone at once and alike', async () => {
    const migrationId = await world.draft()
    const stream = open(world.people.stranger, [
      migrationTopic(migrationId),
      projectTopic(),
      migrationTopic(randomUUID()),
    ])
    await stream.next((frame) => frame.kind === 'alive')
    expect(stream.received.map(({ frame }) => frame.kind)).toEqual(['gone', 'gone', 'gone', 'alive'])
    await stream.close()
  })

  it('a member who is removed is told gone within seconds, and hears nothing after it', async () => {
    const { db } = world.database
    const leaver = await seedPerson(db, 'Lou')
    await db.insert(projectMembers).values({ projectId: world.projectId, userId: leaver.userId, level: 'viewer' })
    const { migrationId, runId } = await startRun(world)
    const stream = open(leaver, [migrationTopic(migrationId), projectTopic()])
    await stream.next(isMigration)
    const removed = Date.now()
    const owner = await world.as(world.people.owner)
    await owner.project.removeMember.mutate({ projectId: world.projectId, userId: leaver.userId })
    const { at } = await stream.next((frame) => frame.kind === 'gone' && frame.topic.kind === 'migration')
    expect(at - removed).toBeLessThan(3_000)
    await stream.next((frame) => frame.kind === 'gone' && frame.topic.kind === 'project')
    const count = stream.received.filter(({ frame }) => frame.kind !== 'alive').length
    await landChunk(db, { runId, migrationId, n: 0 })
    await wait(1_200)
    expect(stream.received.filter(({ frame }) => frame.kind !== 'alive')).toHaveLength(count)
    await stream.close()
  })

  it('a session that is ended closes it: gone for each topic, then UNAUTHORIZED', async () => {
    const { db } = world.database
    const person = await seedPerson(db, 'Sid')
    await db.insert(projectMembers).values({ projectId: world.projectId, userId: person.userId, level: 'viewer' })
    const stream = open(person, [projectTopic()])
    await stream.next((frame) => frame.kind === 'project')
    const ended = Date.now()
    await db.update(users).set({ sessionVersion: 2 }).where(eq(users.id, person.userId))
    expect(await stream.ended).toMatchObject({ code: 'UNAUTHORIZED' })
    expect(Date.now() - ended).toBeLessThan(3_000)
    expect(stream.received.at(-1)?.frame).toEqual({ kind: 'gone', topic: projectTopic() })
  })

  it('a token that is revoked closes it', async () => {
    const { services, people, projectId } = world
    const authorization = `Bearer ${await world.tokenOf(people.manager)}`
    const identity = await identify(services, { headers: new Headers({ authorization }) })
    if (identity === null) throw new Error('no identity')
    const stream = openStream(services, identity, { topics: [projectTopic(projectId)] })
    await stream.next((frame) => frame.kind === 'project')
    await world.database.db
      .update(apiTokens)
      .set({ revokedAt: new Date() })
      .where(eq(apiTokens.userId, people.manager.userId))
    expect(await stream.ended).toMatchObject({ code: 'UNAUTHORIZED' })
    await world.database.db
      .update(apiTokens)
      .set({ revokedAt: null })
      .where(eq(apiTokens.userId, people.manager.userId))
  })
})

describe('a stream on a project', () => {
  it('begins with all of it, then tells only what changed', async () => {
    const first = await world.draft()
    const second = await world.draft()
    const stream = open(world.people.viewer, [projectTopic()])
    const whole = (await stream.next((frame) => frame.kind === 'project')).frame
    if (whole.kind !== 'project') throw new Error('no project frame')
    expect(whole.migrations.map(({ id }) => id)).toEqual(expect.arrayContaining([first, second]))
    expect(whole.connections.length).toBeGreaterThanOrEqual(2)
    await (await world.as(world.people.owner)).migration.plan.mutate({ migrationId: first })
    const change = (
      await stream.next(
        (f) => f.kind === 'project' && f.migrations.some((m) => m.state === 'Planning' && m.id === first),
      )
    ).frame
    if (change.kind !== 'project') throw new Error('no project frame')
    expect(change.migrations.map(({ id }) => id)).not.toContain(second)
    expect(change.connections).toEqual([])
    await stream.close()
  })

  it('tells a connection whose test has ended, woken by the worker', async () => {
    const { db } = world.database
    const { projectId, people, services } = world
    const url = `postgres://u:p@${randomUUID()}.example:5432/d`
    const connectionId = await seedConnection(db, {
      projectId,
      by: people.owner,
      url,
      publicKeys: services.sealingKeys,
    })
    const stream = open(people.viewer, [projectTopic()])
    await stream.next((frame) => frame.kind === 'project')
    await (await world.as(people.owner)).connection.test.mutate({ connectionId })
    const isTold = (state: string) => (f: LiveFrame) =>
      f.kind === 'project' && f.connections.some((c) => c.id === connectionId && c.lastTest?.state === state)
    await stream.next(isTold('queued'))
    await db
      .update(connectionTests)
      .set({ state: 'passed', finishedAt: new Date() })
      .where(eq(connectionTests.connectionId, connectionId))
    await wake(db, [projectTopic()])
    await stream.next(isTold('passed'))
    await stream.close()
  })
})

describe('any stream', () => {
  it('sends something at least every two seconds or so', async () => {
    const stream = open(world.people.viewer, [])
    await wait(4_600)
    await stream.close()
    const { received } = stream
    expect(received.length).toBeGreaterThanOrEqual(3)
    for (const [i, { at }] of received.entries()) expect(at - (received[i - 1]?.at ?? at)).toBeLessThan(3_000)
  })

  it('ends with SERVICE_UNAVAILABLE when the process stops, so that clients come again', async () => {
    const services = { ...world.services, shutdown: new AbortController() }
    const stream = openStream(services, session(world.people.viewer), { topics: [projectTopic()] })
    await stream.next((frame) => frame.kind === 'project')
    services.shutdown.abort()
    const error = await stream.ended
    expect(error).toBeInstanceOf(TRPCError)
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })

  it('takes an id that Godwit never gave for none', async () => {
    const migrationId = await world.draft()
    const stream = open(world.people.viewer, [migrationTopic(migrationId)], `x~m${migrationId}.zzzzzzzzzzzz~\u0000`)
    expect(seqs((await stream.next(isMigration)).frame)).toEqual([1, 2])
    await stream.close()
  })

  it('reaches Completed and stays there', async () => {
    const { migrationId } = await startRun(world)
    const stream = open(world.people.viewer, [migrationTopic(migrationId)])
    await stream.next(isMigration)
    await report(world.database.db, migrationId, { type: 'completed', epoch: 1, rows: '0', tables: 2 })
    const done = await stream.next((frame) => frame.kind === 'migration' && frame.migration.state === 'Completed')
    expect(done.frame).toMatchObject({ progress: { phase: 'done', etaSeconds: null, rowsPerSecond: null } })
    await wait(3_500)
    const after = stream.received.slice(stream.received.indexOf(done) + 1).map(({ frame }) => frame.kind)
    expect(after).not.toContain('migration')
    await stream.close()
  })
})
