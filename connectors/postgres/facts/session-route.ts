import type pg from 'pg'
import type { SessionRoute } from '@/domain/plan/facts'

/** The driver keeps the number of the process that greeted it, and does not declare it. */
type Greeted = pg.ClientBase & { readonly processID?: number | null }

/**
 * How a session came to its server. A pooler greets its clients with a number of its own, while `pg_backend_pid()` is that of the
 * server's process which happens to answer.
 */
export async function readSessionRoute(client: pg.ClientBase): Promise<SessionRoute> {
  const { rows } = await client.query<{ pid: number; tls: string | null; local: boolean }>(
    `SELECT pg_backend_pid() AS pid,
            (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls,
            coalesce(inet_client_addr() <<= '127.0.0.0/8' OR inet_client_addr() = '::1', true) AS local`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server answered nothing about its session.')
  const greeted = (client as Greeted).processID ?? null
  return { tls: row.tls, isLocal: row.local, isDirect: greeted === null || greeted === row.pid }
}
