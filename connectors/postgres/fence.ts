import type pg from 'pg'
import { quoteLiteral } from './identifiers'
import { lockKey } from './ledger'

/** Under which number a worker writes. */
export interface Writer {
  readonly migrationId: string
  readonly runId: string
  readonly epoch: number
}

/** Another worker holds a later epoch: whoever meets this stops writing, at once and for good. */
export class FencedOut extends Error {
  override readonly name = 'FencedOut'

  constructor(writer: Writer, found: number | null) {
    super(`The fence stands at epoch ${found ?? 'none'}, this worker holds ${writer.epoch}.`)
  }
}

/**
 * Begins a transaction that may write as `writer`, in one round trip. The shared lock first, and the epoch in a statement
 * of its own after it: only then does it see a bump that it has waited for. `durable: false` lets the commit return
 * before it is on disk, which is safe for rows and their receipt, since they are lost together.
 */
export async function beginFenced(
  target: pg.ClientBase,
  writer: Writer,
  { durable }: { durable: boolean },
): Promise<void> {
  const results = (await target.query(
    `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;${durable ? '' : ' SET LOCAL synchronous_commit = off;'}
     SELECT pg_catalog.pg_advisory_xact_lock_shared(${lockKey(writer.migrationId)});
     SELECT epoch FROM godwit.fence WHERE migration = ${quoteLiteral(writer.migrationId)}`,
  )) as unknown as pg.QueryResult<{ epoch: number }>[]
  const found = results.at(-1)?.rows[0]?.epoch ?? null
  if (found === writer.epoch) return
  await target.query('ROLLBACK')
  throw new FencedOut(writer, found)
}

/** Runs `work` in a durable transaction as `writer`; whatever it throws rolls everything back. */
export async function writeFenced<T>(target: pg.ClientBase, writer: Writer, work: () => Promise<T>): Promise<T> {
  await beginFenced(target, writer, { durable: true })
  try {
    const answer = await work()
    await target.query('COMMIT')
    return answer
  } catch (error) {
    await target.query('ROLLBACK').catch(() => undefined) // the connection may be what broke
    throw error
  }
}

/**
 * Raises the fence to the writer's epoch, and by that shuts out every earlier one: the exclusive lock waits until no
 * earlier transaction is under way, and later ones read the new number. Durable. Throws `FencedOut` where the fence is
 * beyond already.
 */
export async function raiseFence(target: pg.ClientBase, writer: Writer, installationId: string): Promise<void> {
  await target.query(
    `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = 0;
     SELECT pg_catalog.pg_advisory_xact_lock(${lockKey(writer.migrationId)})`,
  )
  try {
    const { rows } = await target.query<{ epoch: number }>(
      `INSERT INTO godwit.fence AS f (migration, epoch, installation) VALUES ($1, $2, $3)
       ON CONFLICT (migration) DO UPDATE SET epoch = greatest(f.epoch, excluded.epoch), bumped_at = pg_catalog.now()
       RETURNING epoch`,
      [writer.migrationId, writer.epoch, installationId],
    )
    const epoch = rows[0]?.epoch ?? null
    if (epoch !== writer.epoch) throw new FencedOut(writer, epoch)
    await target.query('COMMIT')
  } catch (error) {
    await target.query('ROLLBACK').catch(() => undefined) // the connection may be what broke
    throw error
  }
}
