import pg from 'pg'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import { ConnectionFailed } from '../errors'
import { connectionFailed } from './connect-error'
import { ReusedReads } from './reused-reads'
import { laterTimeoutsSql, pinnedSettings, readBackSql, type SessionLimits, startupOptions } from './session-settings'
import { sessionTypes } from './session-types'
import { tlsOptions } from './tls-options'

export interface SessionOptions extends SessionLimits {
  /** Shown in the server's pg_stat_activity: `godwit probe`, `godwit lane 3`. */
  applicationName: string
  /** For name, socket, TLS and sign-in together; 10 s by default. */
  connectTimeoutMs?: number
  /** False: whatever the server, the database and the role say; only for asking what that is. */
  pinned?: boolean
  /** Told once, when the connection breaks while no query waits for it; a waiting query rejects instead. */
  onLost?: (error: Error) => void
}

type Tls = pg.ClientConfig['ssl']

/**
 * Opens a session on a foreign database, pinned to the settings of `session-settings.ts` and its values to the rules of
 * `session-types.ts`. The caller ends it. Throws `ConnectionFailed`, which holds no credential, when there is no
 * session to be had or the server did not take the settings.
 */
export const openSession = async (target: ConnectionTarget, options: SessionOptions): Promise<pg.Client> => {
  const tls: Tls = tlsOptions(target) ?? false
  try {
    return await openPinned(target, options, tls)
  } catch (error) {
    if (target.tls !== 'prefer' || !refusesTls(error)) throw failure(error, target)
  }
  return openPinned(target, options, false).catch((error: unknown) => {
    throw failure(error, target)
  })
}

const failure = (error: unknown, target: ConnectionTarget) =>
  error instanceof ConnectionFailed ? error : connectionFailed(error, target)

/** No TLS on the server, a handshake that failed, or a pg_hba.conf without a line for encrypted connections. */
const refusesTls = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /SSL connection/.test(error.message) || code.startsWith('ERR_SSL') || code === '28000'
}

const openPinned = async (target: ConnectionTarget, options: SessionOptions, ssl: Tls): Promise<pg.Client> => {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    // A function, so that an empty password never makes the driver look into the environment or ~/.pgpass.
    password: () => target.password,
    ssl,
    // TLS reads from the socket below it in ways of its own.
    ...(ssl === false ? { stream: () => new ReusedReads() } : {}),
    application_name: options.applicationName,
    client_encoding: 'UTF8',
    ...(options.pinned === false ? {} : { options: startupOptions(options) }),
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: sessionTypes,
  })
  // Without a listener a connection that breaks while idle would end the process.
  client.on('error', (error) => options.onLost?.(error))
  try {
    await client.connect()
    if (options.pinned === false) return client
    await client.query(laterTimeoutsSql)
    await readBack(client, target, options)
    return client
  } catch (error) {
    void client.end().catch(() => undefined) // the first error is the one to tell
    throw error
  }
}

const readBack = async (client: pg.Client, target: ConnectionTarget, options: SessionOptions) => {
  const wanted = pinnedSettings(options)
  const names = [...wanted.map(([name]) => name), 'session_replication_role']
  const { rows } = await client.query<{ name: string; value: string }>(readBackSql(names))
  const held = new Map(rows.map(({ name, value }) => [name.toLowerCase(), value === '""' ? '' : value]))
  const wrong = [...wanted, ['session_replication_role', 'origin'] as const].filter(
    ([name, value]) => held.get(name) !== value,
  )
  if (wrong.length === 0) return
  throw new ConnectionFailed({
    class: 'run',
    code: null,
    message: `The server at ${target.host}:${target.port} did not keep Godwit's session settings.`,
    fix: `Connect to PostgreSQL directly, not through a pooler, and remove what the role forces: ${wrong.map(([name]) => name).join(', ')}.`,
    schema: null,
    table: null,
    column: null,
    constraint: null,
    serverMessage: null,
  })
}
