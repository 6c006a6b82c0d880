import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { startSweeper } from '../sweeper'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'
import { bundleWorkerProcess, type Program } from './testing/spawn-worker'

const schema = `
  CREATE TABLE keyed (id int PRIMARY KEY, body text);
  CREATE TABLE keyless (n int, body text);
  INSERT INTO keyed SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 6000) n;
  INSERT INTO keyless SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 3000) n;
  ANALYZE`
const timing = { leaseMs: 1_000, heartbeatMs: 200, controlMs: 100 }

let rig: Rig
let program: Program
let sweeper: ReturnType<typeof startSweeper>
beforeAll(async () => {
  rig = await Rig.open(timing)
  sweeper = startSweeper(rig.ports)
  program = await bundleWorkerProcess()
})
afterAll(async () => {
  await sweeper.stop()
  await program.remove()
  await rig.close()
})

describe('a worker that was thought dead', () => {
  it('writes nothing any more when it wakes up, and its successor goes on under the same snapshot', async () => {
    await between(schema, async (source, target) => {
      const worker = program.start(rig.order())
      onTestFinished(() => worker.signal('SIGKILL'))
      const config = { batchSize: 400, maxThreads: 2, maxBytesPerSecond: 400_000 }
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.start(id)
      worker.tell(id)
      const landed = `SELECT count(*) FROM godwit.receipt WHERE kind = 'chunk'`
      await rig.until(async () => Number(await cell(target.url, landed).catch(() => '0')) > 2)
      worker.signal('SIGSTOP')
      await rig.until(async () => {
        await rig.execute(id)
        return (await rig.migration(id)).state !== 'Running'
      })
      worker.signal('SIGCONT')
      // It ends in order, or dies of the connections that it found cut.
      await worker.over.catch(() => undefined)
      await worker.end()

      const { state, stateReason, epoch } = await rig.migration(id)
      expect({ state, stateReason, epoch }).toEqual({ state: 'Completed', stateReason: null, epoch: 2 })
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
      const epochs = `SELECT string_agg(DISTINCT epoch::text, ',' ORDER BY epoch::text) FROM godwit.receipt WHERE kind = 'chunk'`
      expect(await cell(target.url, epochs)).toBe('1,2')
      const types = (await rig.events(id)).map((event) => event.type)
      expect(types).toContain('RunTakenOver')
      expect(types).not.toContain('SnapshotReplaced')
    })
  })

  it('does not hold the run up where it froze between two statements of a transaction of Godwit’s own', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url })
      await rig.start(id)
      // As the worker's own sessions are; another driver, since postgres.js throws out of nowhere when its connection is gone.
      const [own] = await rig.database.db.execute<{ ms: string }>(
        sql`select setting as ms from pg_settings where name = 'idle_in_transaction_session_timeout'`,
      )
      const frozen = new pg.Client({ connectionString: rig.database.url })
      frozen.on('error', () => undefined)
      await frozen.connect()
      await frozen.query(`SET idle_in_transaction_session_timeout = ${own?.ms}; BEGIN`)
      await frozen.query('SELECT FROM migrations WHERE id = $1 FOR UPDATE', [id])
      await rig.execute(id)
      expect((await rig.migration(id)).state).toBe('Completed')
      await expect(frozen.query('COMMIT')).rejects.toThrow()
    })
  })

  it('does not hold the run up where it froze between the messages of one statement', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url })
      await rig.start(id)
      const frozen = new pg.Client({ connectionString: rig.database.url, application_name: 'godwit worker' })
      frozen.on('error', () => undefined)
      await frozen.connect()
      await frozen.query('BEGIN')
      await frozen.query('SELECT FROM migrations WHERE id = $1 FOR UPDATE', [id])
      // The statement is announced; its values never come.
      const { connection } = frozen as unknown as { connection: Record<'parse' | 'flush', (message?: object) => void> }
      connection.parse({ name: '', text: 'SELECT $1::int' })
      connection.flush()
      await rig.execute(id)
      expect((await rig.migration(id)).state).toBe('Completed')
      await expect(frozen.query('COMMIT')).rejects.toThrow()
    })
  })
})
