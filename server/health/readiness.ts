import journal from '@/db/migrations/meta/_journal.json'
import { readAppliedMigration, readNewestHeartbeat } from '@/db/statements/readiness'
import type { Services } from '../services'

/** A worker is alive that has said so within this time. */
const heartbeatMs = 10_000
const patienceMs = 3_000

/** One thing that must hold before work can be sent here. No secret, no value of a setting. */
export interface Check {
  readonly check: 'database' | 'schema' | 'keys' | 'worker'
  readonly ok: boolean
  /** What is wrong; null where nothing is. */
  readonly reason: string | null
}

/** Everything that must hold, each with its reason where it does not. Never throws. */
export async function readReadiness(
  services: Pick<Services, 'db' | 'now' | 'sealingKeys' | 'logger'>,
): Promise<Check[]> {
  const keys = check('keys', services.sealingKeys.length > 0 ? null : 'there is no sealing key')
  try {
    return [...(await withPatience(readDatabase(services))), keys]
  } catch (cause) {
    services.logger.warn({ err: cause }, 'the database cannot be read')
    return [check('database', 'the database cannot be read'), keys]
  }
}

async function readDatabase({ db, now }: Pick<Services, 'db' | 'now'>): Promise<Check[]> {
  const wanted = Math.max(...journal.entries.map((entry) => entry.when))
  const applied = await readAppliedMigration(db)
  const schema = applied === null || applied < wanted ? 'schema migrations have not been applied' : null
  if (schema !== null) return [check('database', null), check('schema', schema)]
  const heartbeat = await readNewestHeartbeat(db)
  const isAlive = heartbeat !== null && now().getTime() - heartbeat.getTime() < heartbeatMs
  return [
    check('database', null),
    check('schema', null),
    check('worker', isAlive ? null : `no worker has been heard of for ${heartbeatMs / 1_000} s`),
  ]
}

function check(name: Check['check'], reason: string | null): Check {
  return { check: name, ok: reason === null, reason }
}

/** A database that does not answer must not keep whoever asks waiting. */
async function withPatience<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

/** GET /readyz: 200 when everything holds, else 503 with the reasons; no sign-in, no secrets, no cache. */
export async function handleReadiness(services: Parameters<typeof readReadiness>[0]): Promise<Response> {
  const checks = await readReadiness(services)
  const reasons = checks.flatMap(({ check: name, reason }) => (reason === null ? [] : [{ check: name, reason }]))
  const isReady = reasons.length === 0
  const body = { status: isReady ? 'ready' : 'not ready', reasons }
  return Response.json(body, { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
