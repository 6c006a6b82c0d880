import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '@/db/client'
import { workers } from '@/db/schema/operations'
import { createTestDatabase } from '@/testbed/test-database'
import { openWorld, type World } from '../testing/world'
import { handleReadiness } from './readiness'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function ask(change: Partial<World['services']> = {}) {
  const response = await handleReadiness({ ...world.services, ...change })
  const body = (await response.json()) as { status: string; reasons: { check: string }[] }
  return {
    status: response.status,
    cache: response.headers.get('cache-control'),
    failed: body.reasons.map(({ check }) => check),
  }
}
async function heartbeat(secondsAgo: number, stopped = false) {
  const heartbeatAt = new Date(Date.now() - secondsAgo * 1_000)
  const worker = {
    id: 'w',
    host: 'h',
    version: '1',
    startedAt: heartbeatAt,
    heartbeatAt,
    stoppedAt: stopped ? heartbeatAt : null,
  }
  await world.database.db.insert(workers).values(worker).onConflictDoUpdate({ target: workers.id, set: worker })
}

describe('/readyz', () => {
  it('wants a worker that was heard of within ten seconds and has not stopped', async () => {
    expect(await ask()).toEqual({ status: 503, cache: 'no-store', failed: ['worker'] })
    await heartbeat(2)
    expect(await ask()).toEqual({ status: 200, cache: 'no-store', failed: [] })
    await heartbeat(11)
    expect(await ask()).toMatchObject({ status: 503, failed: ['worker'] })
    await heartbeat(1, true)
    expect(await ask()).toMatchObject({ status: 503, failed: ['worker'] })
  })

  it('wants keys, and a schema that is up to date', async () => {
    await heartbeat(1)
    expect(await ask({ sealingKeys: [] })).toMatchObject({ status: 503, failed: ['keys'] })
    const empty = await createTestDatabase()
    const database = openDatabase({ url: empty.url, max: 1, applicationName: 'godwit test' })
    expect(await ask({ db: database.db })).toMatchObject({ status: 503, failed: ['schema'] })
    await database.close()
    await empty.drop()
    const { db } = world.database
    await db.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at - 1`)
    expect(await ask()).toMatchObject({ status: 503, failed: ['schema'] })
    await db.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at + 1`)
  })

  it('says that the database is away, and how it is reached stays out of it', async () => {
    const url = 'postgres://godwit:planted-password@127.0.0.1:1/none'
    const database = openDatabase({ url, max: 1, applicationName: 'godwit test' })
    const response = await handleReadiness({ ...world.services, db: database.db })
    const text = await response.text()
    expect(response.status).toBe(503)
    expect(text).toContain('the database cannot be read')
    expect(text + world.logged.join('')).not.toContain('planted')
    await database.close()
  })
})
