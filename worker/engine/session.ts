import type pg from 'pg'
import { type Backend, backendOf, cancelBackend } from '@/connectors/postgres/backends'
import type { RunHold } from '@/db/statements/hold-run'
import { forgetBackends, noteBackend } from '@/db/statements/lane-backends'
import { openEnd } from './open-end'
import type { RunPorts } from './run-ports'

export type Side = 'source' | 'target'

/** An open session of a run, noted in Godwit's database before its first use, so that a later epoch can end it. */
export interface RunSession {
  readonly side: Side
  readonly client: pg.Client
  readonly backend: Backend
  /** True once the connection broke. */
  readonly isLost: () => boolean
  /** Ends the session in order, or drops what is left of it. */
  readonly close: () => Promise<void>
}

export interface SessionKind {
  readonly side: Side
  readonly role: 'lane' | 'keeper'
  readonly connectionId: string
  readonly applicationName: string
  readonly onLost?: () => void
}

const closeMs = 2_000

/** Opens and notes a session. Throws `ConnectionFailed`, or `HoldLost` where the epoch has passed. */
export async function openRunSession(ports: RunPorts, hold: RunHold, kind: SessionKind): Promise<RunSession> {
  const { side, role, connectionId, applicationName } = kind
  let lost = false
  const client = await openEnd(ports, connectionId, {
    applicationName,
    readOnly: side === 'source',
    onLost: () => {
      lost = true
      kind.onLost?.()
    },
  })
  try {
    const backend = await backendOf(client)
    await noteBackend(ports.database.db, hold, { side, role, ...backend, workerId: ports.workerId })
    const close = async () => {
      await endClient(client)
      // What a broken connection was doing may still be under way: it stays on record.
      if (!lost) await forgetBackends(ports.database.db, hold, [{ side, role, ...backend }])
    }
    return { side, client, backend, isLost: () => lost, close }
  } catch (error) {
    await endClient(client)
    throw error
  }
}

/** Says goodbye; a server that does not answer in time is left alone. */
export async function endClient(client: pg.Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closeMs)
  })
  await Promise.race([client.end().catch(() => undefined), late])
  clearTimeout(timer)
}

/** Asks a server, by a session of its own, to end what one of the run's sessions is doing there. */
export async function cancelOn(ports: RunPorts, connectionId: string, pid: number): Promise<void> {
  const client = await openEnd(ports, connectionId, { applicationName: 'godwit cancel' })
  try {
    await cancelBackend(client, pid)
  } finally {
    await endClient(client)
  }
}
