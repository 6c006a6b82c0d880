import type pg from 'pg'
import type { SourceFacts } from '@/domain/plan/facts'

interface Row {
  standby: boolean
  lag: number | null
  feedback: boolean
  delay: number
  threshold: number | null
}

/** What could end a snapshot that a run holds on this server. */
export async function readSnapshotLife(
  client: pg.ClientBase,
): Promise<Pick<SourceFacts, 'standby' | 'snapshotThresholdMinutes'>> {
  const { rows } = await client.query<Row>(
    `SELECT pg_is_in_recovery() AS standby,
            CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                 ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 END AS lag,
            current_setting('hot_standby_feedback')::bool AS feedback,
            (SELECT setting::int FROM pg_settings WHERE name = 'max_standby_streaming_delay') AS delay,
            (SELECT setting::int FROM pg_settings WHERE name = 'old_snapshot_threshold') AS threshold`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server answered nothing about its settings.')
  const { standby, lag, feedback, delay, threshold } = row
  return {
    standby: standby
      ? { lagSeconds: lag === null ? null : Math.max(0, Math.round(lag)), feedback, maxDelayMs: delay }
      : null,
    snapshotThresholdMinutes: threshold === null || threshold < 0 ? null : threshold,
  }
}
