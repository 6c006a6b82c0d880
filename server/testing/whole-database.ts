import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** What using a token writes by itself. */
const aside: readonly string[] = ['public.api_tokens']

/** Every table of Godwit's own schema and of its queue, as a digest of all rows: two of them are equal when nothing was written. */
export async function digestDatabase(db: Db): Promise<ReadonlyMap<string, string>> {
  const tables = await db.execute<{ name: string }>(
    sql`select format('%s.%s', schemaname, tablename) as name from pg_tables
         where schemaname in ('public', 'pgboss') and tablename !~ '^(queue|bam|version|warning|job_stats)' order by 1`,
  )
  const digests = new Map<string, string>()
  for (const { name } of tables) {
    if (aside.includes(name)) continue
    const [row] = await db.execute<{ digest: string }>(
      sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${sql.raw(name)} t`,
    )
    digests.set(name, row?.digest ?? '')
  }
  return digests
}

/** Lets the audit refuse one action, so that a command fails at its very end; the answer lifts it. */
export async function failAuditOf(db: Db, action: string): Promise<() => Promise<void>> {
  await db.execute(sql`create or replace function fail_audit() returns trigger language plpgsql as
    $$ begin raise exception 'the disk of the audit is full'; end $$`)
  await db.execute(
    sql`create trigger fail_audit before insert on audit for each row when (new.action = ${sql.raw(`'${action}'`)}) execute function fail_audit()`,
  )
  return async () => {
    await db.execute(sql`drop trigger fail_audit on audit`)
  }
}
