import type { CatalogReader } from './catalog-reader'
import { stableForm } from './stable-form'

/** A row of pg_constraint that belongs to a table. */
export interface ConstraintRow {
  oid: number
  table: number
  name: string
  type: 'c' | 'f' | 'n' | 'p' | 'u' | 'x'
  definition: string
  attnums: number[]
  validated: boolean
  enforced: boolean
  deferrable: boolean
  deferred: boolean
  local: boolean
  inherited: boolean
  noInherit: boolean
  /** The constraint on the partitioned parent that this one was copied from. */
  parent: number
  parentTable: number | null
  /** Of the index behind a key, or the one a foreign key points to. */
  index: number
  /** Time without overlaps: of a key, or of a foreign key to one. */
  period: boolean
  /** SET NULL or SET DEFAULT for some of its columns only. */
  setsSome: boolean
  onDelete: string
  onUpdate: string
  referencedSchema: string | null
  referencedTable: string | null
  referencesPartitioned: boolean
  referencedColumns: string[]
}
/** A row of type `n`; before version 18 there are none. */
export type NotNullRow = ConstraintRow

type Row = Omit<ConstraintRow, 'attnums'> & { attnums: string }

export const readConstraints = async ({ versionNum, query, userSchema }: CatalogReader): Promise<ConstraintRow[]> => {
  const rows = await query<Row>(
    `SELECT k.oid, k.conrelid AS table, k.conname::text AS name, k.contype::text AS type,
            pg_get_constraintdef(k.oid) AS definition, coalesce(k.conkey, '{}')::text AS attnums,
            k.convalidated AS validated, ${versionNum >= 180_000 ? 'k.conenforced' : 'true'} AS enforced,
            k.condeferrable AS deferrable, k.condeferred AS deferred, k.conislocal AS local,
            k.coninhcount > 0 AS inherited, k.connoinherit AS "noInherit", k.conparentid AS parent,
            parent.conrelid AS "parentTable", k.conindid AS index,
            ${versionNum >= 180_000 ? 'k.conperiod' : 'false'} AS period,
            ${versionNum >= 150_000 ? 'k.confdelsetcols IS NOT NULL' : 'false'} AS "setsSome",
            k.confdeltype::text AS "onDelete", k.confupdtype::text AS "onUpdate",
            rn.nspname::text AS "referencedSchema", r.relname::text AS "referencedTable",
            coalesce(r.relkind = 'p', false) AS "referencesPartitioned",
            ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY f (attnum, nth)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = f.attnum
                   ORDER BY f.nth) AS "referencedColumns"
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p')
            JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
            LEFT JOIN pg_constraint parent ON parent.oid = k.conparentid
            LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
      WHERE k.contype IN ('c', 'f', 'n', 'p', 'u', 'x')
      ORDER BY k.conrelid, k.conname COLLATE "C"`,
  )
  return rows.map((row) => ({ ...row, definition: stableForm(row.definition), attnums: numbers(row.attnums) }))
}

/** `{1,2}` or `1 2`, as arrays and vectors of numbers are written. */
export const numbers = (text: string): number[] => (text.match(/-?\d+/g) ?? []).map(Number)
