import { hostname } from 'node:os'
import { sql } from 'drizzle-orm'
import { openDatabase } from '@/db/client'
import { openQueue } from '@/db/queue'
import manifest from '../package.json' with { type: 'json' }
import { consume } from './consumer'
import type { RunTiming } from './engine/run-ports'
import { readWorkerEnvironment } from './environment'
import { startGuests } from './guests'
import { type Readiness, serveHealth } from './health'
import { startHeartbeat } from './heartbeat'
import { realPorts } from './real-ports'
import { startSweeper } from './sweeper'

/** Jobs get this long to finish or break off in order. */
const graceMs = 25_000
/** A heartbeat older than this means that Godwit's database cannot be written. */
const staleMs = 10_000
/** Exit code of a configuration error (sysexits.h). */
const badConfiguration = 78

/** What tests shorten, in milliseconds. */
export interface WorkerTiming extends Partial<RunTiming> {
  /** How often the worker looks for work that nobody does. */
  readonly sweepMs?: number
}

/**
 * The whole worker process, from its environment to its last breath: it ends the process with 0 when it was told to stop, with 1 on an
 * error that nobody caught, and with 78 where its settings are wrong. To be called before anything is awaited.
 */
export async function serveWorker({ sweepMs, ...timing }: WorkerTiming = {}): Promise<never> {
  const stop = new AbortController()
  // Before the first await: whoever started this process may go at any moment.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => stop.abort())

  const environment = readWorkerEnvironment(process.env)
  if (!environment.ok) {
    const problems = environment.error.map((problem) => `  - ${problem}\n`).join('')
    process.stderr.write(`The worker cannot start:\n${problems}`)
    process.exit(badConfiguration)
  }
  const { databaseUrl, concurrency, health } = environment.value
  const database = openDatabase({ url: databaseUrl, max: 12 + 2 * concurrency, applicationName: 'godwit worker' })
  const ports = realPorts(environment.value, database)
  const { log } = ports

  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (err: unknown) => {
      log.fatal({ err, event }, 'the worker ends: an error that nobody caught')
      process.exit(1)
    })
  }

  const heartbeat = await startHeartbeat(ports, { host: hostname(), version: manifest.version })
  const queue = await openQueue({
    url: databaseUrl,
    role: 'worker',
    onError: (err) => log.error({ err }, 'the queue met an error'),
  })
  const consumer = await consume(
    ports,
    queue,
    { run: concurrency, replay: 2, plan: 2, probe: 4, introspect: 2 },
    timing,
  )
  const sweeper = startSweeper(ports, sweepMs)
  const guests = startGuests(ports, { lanes: concurrency, timing })

  const readiness: Readiness = async () => {
    const reasons: string[] = []
    if (stop.signal.aborted) reasons.push('it is stopping')
    if (heartbeat.ageMs() > staleMs) reasons.push('its heartbeat cannot be stored')
    const answers = database.db.execute(sql`select 1`).then(
      () => true,
      () => false,
    )
    if (!(await Promise.race([answers, ports.sleep(2_000).then(() => false)])))
      reasons.push('the database does not answer')
    return reasons
  }
  const server = health === null ? null : await serveHealth(health, readiness)
  log.info({ version: manifest.version, concurrency, health }, 'the worker is ready')

  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve()
    else stop.signal.addEventListener('abort', () => resolve())
  })
  log.info('the worker stops')
  await sweeper.stop()
  await guests.stop()
  const inTime = await consumer.stop(graceMs)
  if (!inTime) log.warn('some jobs did not end in time; another worker takes them over')
  await queue.stop()
  await heartbeat.stop()
  await server?.close()
  await database.close()
  log.info('the worker has stopped')
  return process.exit(0)
}
