import pino from 'pino'
import { openDatabase } from '@/db/client'
import { executeRun } from '../run'
import { defaultTiming, type RunTiming } from '../run-ports'
import { sleep } from './sleep'

/** What a test tells the worker process that it starts, as JSON in its environment. */
export interface ProcessOrder {
  readonly databaseUrl: string
  readonly migrationId: string
  readonly workerId: string
  readonly encryptionKeys: readonly JsonWebKey[]
  readonly timing: Partial<RunTiming>
}

// A whole process around one run, so that a test can kill it and look at its memory. It says when the run is over and
// stays until its input ends.
const order = JSON.parse(process.env['GODWIT_ORDER'] ?? '{}') as ProcessOrder
const database = openDatabase({ url: order.databaseUrl, max: 6, applicationName: 'godwit worker' })
const ports = {
  workerId: order.workerId,
  clock: { now: () => new Date(), elapsedMs: () => performance.now() },
  sleep,
  random: Math.random,
  log: pino({ level: process.env['GODWIT_TEST_LOG'] ?? 'silent' }),
  database,
  encryptionKeys: order.encryptionKeys as never,
  timing: { ...defaultTiming, ...order.timing },
}
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
await executeRun(ports, { migrationId: order.migrationId, signal: stop.signal })
await database.close()
process.stdout.write('over\n')
process.stdin.on('end', () => process.exit(0)).resume()
