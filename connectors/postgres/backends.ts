import type pg from 'pg'

/** A server process, told apart from a later one with the same number by its start. */
export interface Backend {
  readonly pid: number
  readonly start: string
}

/** The backend that serves this session. */
export async function backendOf(session: pg.ClientBase): Promise<Backend> {
  const { rows } = await session.query<{ pid: number; start: string }>(
    `SELECT pid, backend_start::text AS start FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server does not show a session to itself.')
  return row
}

/** Which of these still live. A session sees its own role's backends. */
export async function livingBackends(session: pg.ClientBase, backends: readonly Backend[]): Promise<Backend[]> {
  if (backends.length === 0) return []
  const { rows } = await session.query<{ pid: number; start: string }>(
    `SELECT a.pid, a.backend_start::text AS start FROM pg_catalog.pg_stat_activity a
       JOIN unnest($1::int[], $2::text[]) AS b (pid, start)
         ON a.pid = b.pid AND a.backend_start = b.start::timestamptz`,
    [backends.map((b) => b.pid), backends.map((b) => b.start)],
  )
  return rows
}

/**
 * Ends these backends and waits until they are gone: what they were doing has then been committed or rolled back.
 * `session` must be outside a transaction. Answers those that are still there after `waitMs`.
 */
export async function endBackends(
  session: pg.ClientBase,
  backends: readonly Backend[],
  { sleep, waitMs = 5_000 }: { sleep: (ms: number) => Promise<void>; waitMs?: number },
): Promise<Backend[]> {
  let living = await livingBackends(session, backends)
  if (living.length === 0) return []
  await session.query('SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.unnest($1::int[]) pid', [
    living.map((b) => b.pid),
  ])
  const step = 20
  for (let waited = 0; living.length > 0 && waited < waitMs; waited += step) {
    await sleep(step)
    living = await livingBackends(session, living)
  }
  return living
}

/** Asks the server to end what a backend is doing; the backend stays. */
export async function cancelBackend(session: pg.ClientBase, pid: number): Promise<void> {
  await session.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid])
}

/** When the server itself was started, as text: after another time, commits that were not flushed may be gone. */
export async function serverStartedAt(session: pg.ClientBase): Promise<string> {
  const { rows } = await session.query<{ at: string }>('SELECT pg_catalog.pg_postmaster_start_time()::text AS at')
  return rows[0]?.at ?? ''
}
