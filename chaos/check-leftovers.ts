import type { Battlefield } from './battlefield'
import { untilSo } from './patience'
import type { Watch } from './watch'

const graceMs = 5_000

const sessionsSql = `SELECT concat_ws(' ', application_name, state, left(query, 60)) AS what FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'godwit%'`
/** Locks on relations of the catalog are taken and let go by whoever looks. */
const locksSql = `SELECT concat_ws(' ', locktype, mode, relation::regclass) AS what FROM pg_locks
  WHERE pid <> pg_backend_pid() AND (locktype = 'advisory' OR (locktype = 'relation' AND relation >= 16384))
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND pid NOT IN (SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'testbed%')`
const temporarySql = `SELECT relname AS what FROM pg_class WHERE relpersistence = 't'`
const invalidSql = `SELECT indexrelid::regclass::text AS what FROM pg_index WHERE NOT indisvalid`
const claimsSql = 'SELECT relation AS what FROM godwit.target_claim'

/** What a run has left behind that it should not have; and how many sessions there were when it had just ended. */
export interface Leftovers {
  readonly sessionsAtEnd: number
  readonly wrong: readonly string[]
}

/** Looks at source and target until nothing of the run is left there, a few seconds at most; then at Godwit's own rows. */
export async function checkLeftovers(field: Battlefield): Promise<Leftovers> {
  const questions: readonly [string, Watch, string][] = (['source', 'target'] as const).flatMap((end) => [
    [`a session is left on the ${end}`, field[end], sessionsSql] as [string, Watch, string],
    [`a lock is left on the ${end}`, field[end], locksSql] as [string, Watch, string],
    [`a temporary relation is left on the ${end}`, field[end], temporarySql] as [string, Watch, string],
  ])
  const sessions = async () =>
    (await Promise.all([field.source.ask(sessionsSql), field.target.ask(sessionsSql)])).flat().length
  const sessionsAtEnd = await sessions()
  await untilSo(async () => (await sessions()) === 0, graceMs, 50)
  const wrong: string[] = []
  const more: readonly [string, Watch, string][] = [
    ['an index is invalid in the target', field.target, invalidSql],
    ['a claim is left on the target', field.target, claimsSql],
  ]
  for (const [title, watch, sql] of [...questions, ...more]) {
    for (const { what } of await watch.demand<{ what: string }>(sql)) wrong.push(`${title}: ${what}`)
  }
  return { sessionsAtEnd, wrong: [...wrong, ...(await checkOwn(field))] }
}

/** Nothing of the migration is stuck in Godwit's own database. */
async function checkOwn({ own, migrationId }: Battlefield): Promise<string[]> {
  const wrong: string[] = []
  const [row] = await own.demand<{ state: string; intent: string; open: number; jobs: number }>(
    `SELECT state, intent, (SELECT count(*)::int FROM runs WHERE migration_id = m.id AND ended_at IS NULL) AS open,
            (SELECT count(*)::int FROM pgboss.job WHERE state IN ('created', 'retry') AND data ->> 'migrationId' = m.id::text
                AND created_on < now() - interval '20 seconds') AS jobs
       FROM migrations m WHERE id = $1`,
    [migrationId],
  )
  if (row?.intent !== 'none') wrong.push(`the intent is still ${row?.intent}`)
  if (row?.open !== 0) wrong.push(`${row?.open} runs are still open`)
  if ((row?.jobs ?? 0) > 0) wrong.push(`${row?.jobs} jobs wait for nobody`)
  const stuck = `SELECT concat_ws(' ', application_name, state, left(query, 60)) AS what FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'godwit%' AND xact_start < clock_timestamp() - interval '8 seconds'`
  for (const { what } of await own.demand<{ what: string }>(stuck))
    wrong.push(`a transaction stays open in Godwit's own database: ${what}`)
  return wrong
}
