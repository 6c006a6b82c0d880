import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { startProxy, type TcpProxy } from '@/testbed/proxy'
import { createTestDatabase } from '@/testbed/test-database'
import { type Db, openDatabase } from './client'

/** A pool of twenty behind a proxy. */
async function throughProxy(test: (db: Db, proxy: TcpProxy) => Promise<void>): Promise<void> {
  const made = await createTestDatabase()
  const url = new URL(made.url)
  const proxy = await startProxy({ host: url.hostname, port: Number(url.port) })
  url.port = String(proxy.port)
  const { db, close } = openDatabase({ url: url.href, max: 20, applicationName: 'godwit test' })
  try {
    await test(db, proxy)
  } finally {
    await close()
    await proxy.close()
    await made.drop()
  }
}

describe('the pool on Godwit’s own database', () => {
  it('is back within two seconds of its server, however many connections were refused meanwhile', async () => {
    await throughProxy(async (db, proxy) => {
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
    })
  })

  it('answers or fails whatever it is asked, when its connections are cut again and again', async () => {
    await throughProxy(async (db, proxy) => {
      const under = new Map<number, string>()
      let asked = 0
      let isOver = false
      const ask = async (what: string, work: () => Promise<unknown>) => {
        const n = asked++
        under.set(n, what)
        await work().catch(() => wait(5))
        under.delete(n)
      }
      const one = () => db.execute(sql`select pg_sleep(0.002)`)
      const several = (pauseMs: number) =>
        db.transaction(async (tx) => {
          await tx.execute(sql`select 1`)
          await wait(pauseMs)
          await tx.execute(sql`select pg_sleep(0.002)`)
        })
      const kinds = [
        () => ask('statement', one),
        () => ask('transaction', () => several(0)),
        () => ask('slow', () => several(3)),
      ]
      const askers = Array.from({ length: 15 }, async (_, n) => {
        while (!isOver) await kinds[n % 3]?.()
      })
      for (let cuts = 0; cuts < 40; cuts++) {
        await wait(40 + (cuts % 7) * 10)
        proxy.cut()
      }
      isOver = true
      await Promise.race([Promise.all(askers), wait(5_000)])
      expect([...under.values()]).toEqual([])
      expect(asked).toBeGreaterThan(100)
    })
  })

  it('reads and writes values as its columns mean them', async () => {
    await throughProxy(async (db) => {
      const [row] = await db.execute<Record<string, unknown>>(sql`
        select ${'9007199254740993'}::int8 as big, ${new Date(86_400_000).toISOString()}::timestamptz as at, '{1,2}'::int[] as list,
               ${JSON.stringify({ a: [1] })}::jsonb as json, ${true}::boolean as yes, current_setting('timezone') as zone`)
      const at = '1970-01-02 00:00:00+00'
      expect(row).toEqual({ big: '9007199254740993', at, list: [1, 2], json: { a: [1] }, yes: true, zone: 'UTC' })
    })
  })

  it('rolls back what throws, and keeps what was done before a savepoint', async () => {
    await throughProxy(async (db) => {
      await db.execute(sql`create table kept (n int)`)
      const outer = db.transaction(async (tx) => {
        await tx.execute(sql`insert into kept values (1)`)
        await tx
          .transaction(async (inner) => {
            await inner.execute(sql`insert into kept values (2)`)
            throw new Error('no')
          })
          .catch(() => undefined)
      })
      await outer
      await expect(
        db.transaction(async (tx) => {
          await tx.execute(sql`insert into kept values (3)`)
          throw new Error('never')
        }),
      ).rejects.toThrow('never')
      expect(await db.execute(sql`select n from kept`)).toEqual([{ n: 1 }])
    })
  })
})
