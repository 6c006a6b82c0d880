import { sql } from 'drizzle-orm'
import { type Db, frozenMs } from '../client'

/**
 * Ends those of Godwit's own sessions whose process froze between the messages of one statement, and answers how many. The server
 * waits for the rest for as long as the process is frozen, with every row lock held: `idle_in_transaction_session_timeout` counts
 * only between statements.
 */
export async function endFrozenSessions(db: Db, silentMs: number = frozenMs): Promise<number> {
  const ended = await db.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and application_name like 'godwit %'
      and state = 'active' and xact_start is not null and wait_event = 'ClientRead'
      and state_change < clock_timestamp() - ${silentMs} * interval '1 millisecond'`)
  return ended.length
}
