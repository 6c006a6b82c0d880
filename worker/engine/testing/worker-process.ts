import { once } from 'node:events'
import { createInterface } from 'node:readline'
import pino from 'pino'
import { openDatabase } from '@/db/client'
import type { WorkerPorts } from '../../ports'
import { executeRun } from '../run'
import { defaultTiming, type RunTiming } from '../run-ports'
import { sleep } from './sleep'

/** What a test tells the worker process that it starts, as JSON in its environment. */
export interface ProcessOrder {
  readonly databaseUrl: string
  readonly workerId: string
  readonly encryptionKeys: WorkerPorts['encryptionKeys']
  readonly timing: Partial<RunTiming>
}

// A whole process around one run, so that a test can kill it and look at its memory. It is told the migration by its first
// line of input, says when the run is over, and stays until its input ends.
const order = JSON.parse(process.env.GODWIT_ORDER ?? '{}') as ProcessOrder
const database = openDatabase({ url: order.databaseUrl, max: 6, applicationName: 'godwit worker' })
const ports = {
  workerId: order.workerId,
  clock: { now: () => new Date(), elapsedMs: () => performance.now() },
  sleep,
  random: Math.random,
  log: pino({ level: process.env.GODWIT_TEST_LOG ?? 'silent' }, pino.destination(2)), // its output is for the test
  database,
  encryptionKeys: order.encryptionKeys,
  timing: { ...defaultTiming, ...order.timing },
}
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
const input = createInterface({ input: process.stdin })
const [migrationId] = (await once(input, 'line')) as [string]
await executeRun(ports, { migrationId, signal: stop.signal })
await database.close()
process.stdout.write('over\n')
input.on('close', () => process.exit(0))
