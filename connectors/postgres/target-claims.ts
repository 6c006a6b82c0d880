import type pg from 'pg'
import type { Writer } from './fence'

/** A relation that another migration has claimed. */
export interface ForeignClaim {
  readonly relation: string
  readonly migrationId: string
  readonly installationId: string
}

/**
 * Claims the relations that a migration writes to, all or none, durably; answers the claims of others that are in the way.
 * `stale` names migrations whose claims no longer count.
 */
export async function claimTargets(
  target: pg.ClientBase,
  writer: Writer,
  {
    installationId,
    relations,
    stale,
  }: { installationId: string; relations: readonly string[]; stale: readonly string[] },
): Promise<ForeignClaim[]> {
  await target.query(`DELETE FROM godwit.target_claim WHERE installation = $1 AND migration = ANY ($2::uuid[])`, [
    installationId,
    stale,
  ])
  await target.query('BEGIN')
  try {
    await target.query(
      `INSERT INTO godwit.target_claim (relation, migration, installation)
       SELECT relation, $2, $3 FROM pg_catalog.unnest($1::text[]) relation ORDER BY relation
       ON CONFLICT (relation) DO NOTHING`,
      [relations, writer.migrationId, installationId],
    )
    const { rows } = await target.query<{ relation: string; migration: string; installation: string }>(
      `SELECT relation, migration, installation FROM godwit.target_claim
        WHERE relation = ANY ($1::text[]) AND migration <> $2 ORDER BY relation`,
      [relations, writer.migrationId],
    )
    await target.query(rows.length === 0 ? 'COMMIT' : 'ROLLBACK')
    return rows.map((row) => ({
      relation: row.relation,
      migrationId: row.migration,
      installationId: row.installation,
    }))
  } catch (error) {
    await target.query('ROLLBACK').catch(() => undefined) // the connection may be what broke
    throw error
  }
}

/** Lets go of everything that a migration has claimed. */
export async function releaseTargets(target: pg.ClientBase, migrationId: string): Promise<void> {
  await target.query('DELETE FROM godwit.target_claim WHERE migration = $1', [migrationId])
}
