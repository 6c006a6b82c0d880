import type pg from 'pg'
import { quoteLiteral } from './identifiers'

/** Godwit's own schema in a target: what was written, by whom, and who may write on. */
export const ledgerSchema = 'godwit'

const tables = `
CREATE TABLE IF NOT EXISTS godwit.fence (
  migration uuid PRIMARY KEY, epoch integer NOT NULL, installation uuid NOT NULL,
  bumped_at timestamptz NOT NULL DEFAULT pg_catalog.now());
CREATE TABLE IF NOT EXISTS godwit.receipt (
  migration uuid NOT NULL, task integer NOT NULL, chunk integer NOT NULL, kind text NOT NULL,
  run uuid NOT NULL, epoch integer NOT NULL, relation text NOT NULL, bounds jsonb NOT NULL,
  rows_read bigint NOT NULL, rows_landed bigint NOT NULL, rows_rejected bigint NOT NULL, bytes bigint NOT NULL,
  src_digest text, read_digest text, xids xid8[] NOT NULL, committed_at timestamptz NOT NULL,
  PRIMARY KEY (migration, task, chunk, kind));
CREATE TABLE IF NOT EXISTS godwit.target_claim (
  relation text PRIMARY KEY, migration uuid NOT NULL, installation uuid NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT pg_catalog.now());
CREATE TABLE IF NOT EXISTS godwit.before (
  n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, migration uuid NOT NULL, run uuid NOT NULL, relation text NOT NULL,
  kind text NOT NULL, task integer NOT NULL, chunk integer NOT NULL, key text[] NOT NULL, image text NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT pg_catalog.now());
CREATE INDEX IF NOT EXISTS before_of ON godwit.before (migration, relation);
ALTER TABLE godwit.receipt ADD COLUMN IF NOT EXISTS src_digest text;
ALTER TABLE godwit.receipt ADD COLUMN IF NOT EXISTS read_digest text;
CREATE TABLE IF NOT EXISTS godwit.reject (
  migration uuid NOT NULL, task integer NOT NULL, chunk integer NOT NULL, kind text NOT NULL, n integer NOT NULL,
  key text NOT NULL, sqlstate text NOT NULL, constraint_name text, column_name text, message text NOT NULL, fix text NOT NULL,
  image text, state text NOT NULL DEFAULT 'open', rejected_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (migration, task, chunk, kind, n),
  FOREIGN KEY (migration, task, chunk, kind) REFERENCES godwit.receipt ON UPDATE CASCADE ON DELETE CASCADE);
COMMENT ON SCHEMA godwit IS 'Godwit: receipts of what it wrote here. They prove and undo a migration.'`

/**
 * Makes the ledger where it is missing, and brings one of an earlier version up to date. A role without CREATE on the database can use one that was made beforehand:
 * nothing is created where the tables exist. Two at once wait for each other.
 */
export async function ensureLedger(target: pg.ClientBase): Promise<void> {
  const { rows } = await target.query<{ there: boolean }>(
    `SELECT pg_catalog.bool_and(pg_catalog.to_regclass(name) IS NOT NULL)
            AND EXISTS (SELECT FROM pg_catalog.pg_attribute
                         WHERE attrelid = pg_catalog.to_regclass('godwit.receipt') AND attname = 'read_digest') AS there
       FROM pg_catalog.unnest('{godwit.fence,godwit.receipt,godwit.reject,godwit.target_claim,godwit.before}'::text[]) name`,
  )
  if (rows[0]?.there === true) return
  // The schema is asked for first: CREATE SCHEMA IF NOT EXISTS wants the privilege also where there is nothing to do.
  await target.query(`BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(${lockKey('ledger')})`)
  try {
    const schema = await target.query(`SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'godwit'`)
    if (schema.rowCount === 0) await target.query('CREATE SCHEMA godwit')
    await target.query(tables)
    await target.query('COMMIT')
  } catch (error) {
    await target.query('ROLLBACK')
    throw error
  }
}

/** The advisory lock of a migration's fence, as SQL: 64 bits, the same in every session. */
export const lockKey = (name: string): string => `pg_catalog.hashtextextended(${quoteLiteral(`godwit:${name}`)}, 0)`
