import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { startProxy } from '@/testbed/proxy'
import { createTestDatabase } from '@/testbed/test-database'
import { openDatabase } from './client'

describe('the pool on Godwit’s own database', () => {
  it('is back within two seconds of its server, however many connections were refused meanwhile', async () => {
    const made = await createTestDatabase()
    const url = new URL(made.url)
    const proxy = await startProxy({ host: url.hostname, port: Number(url.port) })
    url.port = String(proxy.port)
    const { db, close } = openDatabase({ url: url.href, max: 20, applicationName: 'godwit test' })
    const askAll = () => Promise.allSettled(Array.from({ length: 20 }, () => db.execute(sql`select pg_sleep(0.05)`)))
    await askAll()
    proxy.refuse()
    proxy.cut()
    const asked = [askAll()]
    for (let n = 0; n < 5; n++) {
      await wait(200)
      asked.push(askAll())
    }
    proxy.accept()
    const backAt = performance.now()
    while (!(await db.execute(sql`select 1`).catch(() => null))) await wait(20)
    expect(performance.now() - backAt).toBeLessThan(2_000)
    await Promise.all(asked)
    await close()
    await proxy.close()
    await made.drop()
  })
})
