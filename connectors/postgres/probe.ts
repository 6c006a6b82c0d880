import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import type { ProbeStep } from '@/domain/contracts/connection'
import { ConnectionFailed } from '../errors'
import { openSession } from './connect'
import { connectionFailed } from './connect-error'
import { probeName, probeSocket, probeTls } from './probe-network'
import { type ProbeRole, probePrivileges } from './probe-privileges'
import { newestTested, oldestSupported } from './versions'

type Step = ProbeStep['step']
type Answer = Pick<ProbeStep, 'state' | 'detail' | 'fix'>

const passed = (detail: string, fix: string | null = null): Answer => ({ state: 'passed', detail, fix })
const failed = (detail: string, fix: string): Answer => ({ state: 'failed', detail, fix })

/**
 * Tests a connection step by step, DNS to privileges, and yields each step as it is known. After a failed step the rest
 * come as `skipped`. Never throws for what the network or the server does; details and fixes hold no password.
 */
export async function* probe(
  target: ConnectionTarget,
  role: ProbeRole,
  { timeoutMs = 10_000 }: { timeoutMs?: number } = {},
): AsyncGenerator<ProbeStep, void, void> {
  let client: pg.Client | undefined
  const session = () => {
    if (!client) throw new Error('no step may run before the sign-in passed')
    return client
  }
  const steps: [Step, () => Promise<Answer>][] = [
    ['dns', async () => passed(await probeName(target))],
    ['tcp', async () => passed(await probeSocket(target, timeoutMs))],
    ['tls', () => tls(target, timeoutMs)],
    [
      'auth',
      async () => {
        const options = { applicationName: 'godwit probe', connectTimeoutMs: timeoutMs, statementTimeoutMs: timeoutMs }
        client = await openSession(target, options)
        return passed(`Signed in to "${target.database}" as "${target.user}".`)
      },
    ],
    ['version', () => version(session())],
    ['privileges', () => privileges(session(), role)],
  ]
  try {
    let broken = false
    for (const [step, run] of steps) {
      if (broken) {
        yield { step, state: 'skipped', detail: 'Not tried.', fix: null, ms: 0 }
        continue
      }
      const startedAt = performance.now()
      const answer = await run().catch((error: unknown) => explain(error, target))
      broken = answer.state === 'failed'
      yield { step, ...answer, ms: Math.round(performance.now() - startedAt) }
    }
  } finally {
    await client?.end()
  }
}

const explain = (error: unknown, target: ConnectionTarget): Answer => {
  const { described } = error instanceof ConnectionFailed ? error : connectionFailed(error, target)
  return failed(described.message, described.fix)
}

const tls = async (target: ConnectionTarget, timeoutMs: number): Promise<Answer> => {
  const { protocol, detail } = await probeTls(target, timeoutMs)
  if (target.tls === 'disable')
    return { state: 'skipped', detail, fix: 'Choose "verify-full" wherever the server allows.' }
  return passed(detail, protocol === null ? 'Switch TLS on in the server.' : null)
}

const version = async (client: pg.Client): Promise<Answer> => {
  const { rows } = await client.query<{ num: number; text: string }>(
    "SELECT current_setting('server_version_num')::int AS num, current_setting('server_version') AS text",
  )
  const { num, text } = rows[0] ?? { num: 0, text: 'unknown' }
  if (num < oldestSupported * 10_000) {
    return failed(`PostgreSQL ${text} is too old.`, `Godwit needs PostgreSQL ${oldestSupported} or newer.`)
  }
  if (num >= (newestTested + 1) * 10_000) {
    return passed(`PostgreSQL ${text}, newer than what Godwit was tested with.`, `Tested up to ${newestTested}.`)
  }
  return passed(`PostgreSQL ${text}.`)
}

const privileges = async (client: pg.Client, role: ProbeRole): Promise<Answer> => {
  const { ok, detail, fix } = await probePrivileges(client, role)
  return { state: ok ? 'passed' : 'failed', detail, fix }
}
