import type pg from 'pg'
import type { TableRef } from '@/domain/plan/plan'
import { qualified, quoteLiteral } from './identifiers'

export interface TakenSnapshot {
  readonly name: string
  /** Where the source's log stood; null where the role may not know. */
  readonly lsn: string | null
}

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
const lockTables = (tables: readonly TableRef[]) =>
  tables.length === 0
    ? ''
    : `LOCK TABLE ${tables.map((t) => `ONLY ${qualified(t.schema, t.name)}`).join(', ')} IN ACCESS SHARE MODE;`

/**
 * Opens the transaction that keeps a run's snapshot, and exports it. The tables are locked before the snapshot is taken:
 * without that, a TRUNCATE or a rewriting ALTER elsewhere makes an importer read no rows, without any error.
 */
export async function takeSnapshot(source: pg.ClientBase, tables: readonly TableRef[]): Promise<TakenSnapshot> {
  await source.query(`${begin}; ${lockTables(tables)}`)
  return exportSnapshot(source)
}

/**
 * Opens a transaction under a snapshot that another session exported and still holds, and locks the tables as its keeper
 * does. Throws (22023, or 42704 before PostgreSQL 18) where it is gone.
 */
export async function adoptSnapshot(source: pg.ClientBase, name: string, tables: readonly TableRef[]): Promise<void> {
  await importSnapshot(source, name)
  await source.query(lockTables(tables))
}

/** Exports the snapshot of the session's transaction. */
export async function exportSnapshot(source: pg.ClientBase): Promise<TakenSnapshot> {
  const { rows } = await source.query<TakenSnapshot>(
    `SELECT pg_catalog.pg_export_snapshot() AS name,
            (CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                  ELSE pg_catalog.pg_current_wal_lsn() END)::text AS lsn`,
  )
  const [taken] = rows
  if (taken === undefined) throw new Error('The source answered nothing to pg_export_snapshot.')
  return taken
}

/** Opens a read-only transaction under an exported snapshot. */
export async function importSnapshot(source: pg.ClientBase, name: string): Promise<void> {
  await source.query(`${begin}; SET TRANSACTION SNAPSHOT ${quoteLiteral(name)}`)
}

/** Nobody holds the snapshot any more: invalid_parameter_value, and undefined_object of newer servers. */
export const isSnapshotGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '22023' || error.code === '42704')
