import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { FencedOut, raiseFence, type Writer } from './fence'
import { ensureLedger } from './ledger'
import { findReceipt, readReceipts } from './receipts'
import { beginChunk, commitChunk } from './write'

const installationId = randomUUID()
let target: TestDatabase
const clients: pg.Client[] = []

beforeAll(async () => {
  target = await createTestDatabase()
  const client = await open()
  await client.query('CREATE TABLE t (n int)')
  await Promise.all([ensureLedger(client), open().then(ensureLedger)])
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end()
})
afterAll(() => target.drop())

async function open(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: target.url })
  await client.connect()
  clients.push(client)
  return client
}

const writerOf = (epoch: number): Writer => ({ migrationId: randomUUID(), runId: randomUUID(), epoch })
const receipt = {
  kind: 'chunk',
  task: 0,
  chunk: 0,
  relation: 'public.t',
  bounds: { lower: null, upper: null },
  rowsRead: 1n,
  rowsLanded: 1n,
  rowsRejected: 0n,
  bytes: 4n,
  sourceDigest: null,
} as const

describe('the fence', () => {
  it('lets the holder of its epoch land rows and a receipt that names their transaction', async () => {
    const lane = await open()
    const writer = writerOf(1)
    await raiseFence(lane, writer, installationId)
    await beginChunk(lane, writer)
    await lane.query('INSERT INTO t VALUES (1)')
    await commitChunk(lane, writer, receipt)
    expect(await findReceipt(lane, writer, receipt)).toMatchObject({ rowsLanded: 1n, bounds: receipt.bounds })
    const { rowCount } = await lane.query(
      `SELECT FROM t WHERE xmin = ANY (SELECT unnest(xids)::xid FROM godwit.receipt WHERE migration = $1)`,
      [writer.migrationId],
    )
    expect(rowCount).toBe(1)
  })

  it('lets no earlier epoch begin, nor itself be lowered', async () => {
    const lane = await open()
    const zombie = writerOf(1)
    const successor = { ...zombie, epoch: 2 }
    await raiseFence(lane, zombie, installationId)
    await raiseFence(lane, successor, installationId)
    await expect(beginChunk(lane, zombie)).rejects.toThrow(FencedOut)
    await expect(raiseFence(lane, zombie, installationId)).rejects.toThrow(FencedOut)
    await expect(beginChunk(lane, writerOf(1))).rejects.toThrow(FencedOut)
    await beginChunk(lane, successor)
    await lane.query('ROLLBACK')
  })

  it('is raised only when what was under way has landed or gone, and its receipt can be read then', async () => {
    const [lane, keeper] = [await open(), await open()]
    const zombie = writerOf(1)
    await raiseFence(lane, zombie, installationId)
    await beginChunk(lane, zombie)
    const successor = { ...zombie, epoch: 2 }
    let raised = false
    const raising = raiseFence(keeper, successor, installationId).then(() => {
      raised = true
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(raised).toBe(false)
    await commitChunk(lane, zombie, receipt)
    await raising
    expect(await readReceipts(keeper, successor)).toHaveLength(1)
  })

  it('shuts out a lane that asked while it was being raised', async () => {
    const [lane, late, keeper] = [await open(), await open(), await open()]
    const zombie = writerOf(1)
    await raiseFence(lane, zombie, installationId)
    await beginChunk(lane, zombie)
    const raising = raiseFence(keeper, { ...zombie, epoch: 2 }, installationId)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const begun = beginChunk(late, zombie).then(
      () => 'begun',
      (error: unknown) => error,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    await lane.query('ROLLBACK')
    await raising
    expect(await begun).toBeInstanceOf(FencedOut)
  })

  it('keeps a second receipt of the same chunk out', async () => {
    const lane = await open()
    const writer = writerOf(1)
    await raiseFence(lane, writer, installationId)
    for (const outcome of ['lands', 'is refused']) {
      await beginChunk(lane, writer)
      const commit = commitChunk(lane, writer, receipt)
      if (outcome === 'lands') await commit
      else await expect(commit).rejects.toMatchObject({ code: '23505' })
      await lane.query('ROLLBACK')
    }
  })
})
