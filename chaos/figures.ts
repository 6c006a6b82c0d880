import type { Battlefield } from './battlefield'
import { type FaultKind, losses, type Scenario } from './scenario'
import type { Struck } from './strike'

const takeovers: readonly FaultKind[] = ['kill', 'kill-both', 'freeze-worker', 'stop-worker', 'lose-lease']

/** While nobody writes to the source, a lost worker costs one chunk a lane at most: null, or what was more. */
export function tooMuchAgain({ settings, strikes, writes, badRows }: Scenario, again: number | null): string | null {
  const lost = strikes.map(({ kind }) => losses[kind])
  // Whoever looks for bad rows tries the others of their chunk several times.
  if (writes.source || badRows > 0 || again === null || lost.includes(undefined)) return null
  const most = lost.reduce<number>((sum, n) => sum + (n ?? 0), 0) * settings.maxThreads * settings.batchSize
  return again <= most ? null : `${again} rows were written again, where ${most} would have been a chunk a lane`
}

/** Rows of the target's tables, and how many more than that were written on the way; null: a restart has lost the count. */
export async function rowsOf({ target, scenario }: Battlefield): Promise<{ rows: number; again: number | null }> {
  const [row] = await target.demand<{ inserted: string; there: string }>(
    `SELECT sum(pg_stat_get_tuples_inserted(c.oid))::text AS inserted,
            sum((xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ONLY ' || c.oid::regclass, false, true, '')))[1]::text::bigint)::text AS there
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public'`,
  )
  const rows = Number(row?.there ?? 0)
  const isCounted = !scenario.strikes.some(({ kind }) => kind === 'crash-target')
  return { rows, again: isCounted ? Number(row?.inserted ?? 0) - rows : null }
}

/** Milliseconds from the loss of a holder to the first chunk that its successor landed; null: nothing of that kind was lost. */
export async function takeoverMs(
  { target, migrationId }: Battlefield,
  struck: readonly Struck[],
): Promise<number | null> {
  const lost = struck.find(({ kind, missed }) => missed === null && takeovers.includes(kind))
  if (lost === undefined) return null
  const [row] = await target.demand<{ ms: string | null }>(
    `SELECT round(extract(epoch FROM min(committed_at) - $3::timestamptz) * 1000)::text AS ms FROM godwit.receipt
      WHERE migration = $1 AND epoch > $2`,
    [migrationId, lost.epoch, lost.at],
  )
  return row?.ms == null ? null : Number(row.ms)
}

/** Chunks that landed after a blow: there was still something to do. */
export async function landedAfter({ target, migrationId }: Battlefield, { at }: Struck): Promise<number> {
  const [row] = await target.demand<{ n: number }>(
    `SELECT count(*)::int AS n FROM godwit.receipt WHERE migration = $1 AND kind = 'chunk' AND committed_at > $2::timestamptz`,
    [migrationId, at],
  )
  return row?.n ?? 0
}
