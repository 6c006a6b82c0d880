import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { type Job, type JobName, jobSchemas } from '@/domain/jobs'
import type { Tx } from './transaction'

/** The queue of this process: pg-boss, in the schema `pgboss` of Godwit's database. */
export interface Queue {
  readonly boss: PgBoss
  readonly stop: () => Promise<void>
}

const jobNames = Object.keys(jobSchemas) as JobName[]

/** Next bundles modules more than once; the one sender of a process is found through globalThis. */
const registry = globalThis as { godwitQueue?: PgBoss }

/**
 * Opens the queue. A `sender` (the web process) only sends; a `worker` also supervises. The queues must exist: `createQueues`.
 * The newest queue that a process opens is the one that `enqueue` uses.
 */
export async function openQueue(options: {
  url: string
  role: 'sender' | 'worker'
  onError: (cause: unknown) => void
}): Promise<Queue> {
  const supervises = options.role === 'worker'
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: `godwit queue ${options.role}`,
    max: supervises ? 4 : 2,
    supervise: supervises,
    schedule: false,
    migrate: false,
    createSchema: false,
    useListenNotify: supervises,
    ...(supervises ? { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 } : {}),
  })
  boss.on('error', (cause) => options.onError(asError(cause)))
  await boss.start()
  registry.godwitQueue = boss
  const stop = async () => {
    if (registry.godwitQueue === boss) delete registry.godwitQueue
    await boss.stop({ graceful: false, close: true })
  }
  return { boss, stop }
}

/** pg-boss copies what it caught into plain objects, which a log would show as [object Object]. */
function asError(cause: unknown): Error {
  if (cause instanceof Error) return cause
  const isTold = typeof cause === 'object' && cause !== null && 'message' in cause
  return new Error(isTold ? String(cause.message) : String(cause))
}

/** Makes pg-boss's schema and Godwit's queues where they are missing. Part of booting (db/boot.ts), under its lock. */
export async function createQueues(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'godwit boot',
    max: 1,
    supervise: false,
    schedule: false,
  })
  const failures: unknown[] = []
  boss.on('error', (cause) => failures.push(cause))
  await boss.start()
  try {
    for (const name of jobNames) {
      if ((await boss.getQueue(name)) === null)
        await boss.createQueue(name, { notify: true, retryLimit: 0, deleteAfterSeconds: 86_400, ...lasting(name) })
    }
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The queues could not be made.')
}

/** A run may take a day and more: the queue's longest is a day, and the lease of the run counts anyway. */
const lasting = (name: JobName) => (name === 'run' ? { expireInSeconds: 86_400 } : {})

/** Queues a job in the caller's transaction: no commit, no job. */
export async function enqueue(tx: Tx, job: Job): Promise<void> {
  const boss = registry.godwitQueue
  if (boss === undefined) throw new Error('No queue is open in this process: call openQueue first.')
  await boss.send(job.name, job.data, { db: fromDrizzle(tx, sql) })
}
