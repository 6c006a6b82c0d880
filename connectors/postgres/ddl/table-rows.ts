import type { CatalogReader } from './catalog-reader'

/** A row of pg_class for a table or a partitioned table, with what hangs on it one to one. */
export interface TableRow {
  oid: number
  nsp: number
  schema: string
  name: string
  partitioned: boolean
  isPartition: boolean
  unlogged: boolean
  rowSecurity: boolean
  forced: boolean
  estimate: string | null
  size: string
  comment: string | null
  partitionKey: string | null
  partitionBound: string | null
  options: string[]
  toastOptions: string[]
  accessMethod: string | null
  tablespace: string | null
  ofType: string | null
  replicaIdentity: string
}

export const readTableRows = ({ query, userSchema, notFromExtension }: CatalogReader): Promise<TableRow[]> =>
  query<TableRow>(
    `SELECT c.oid, n.oid AS nsp, n.nspname::text AS schema, c.relname::text AS name, c.relkind = 'p' AS partitioned,
            c.relispartition AS "isPartition", c.relpersistence = 'u' AS unlogged, c.relrowsecurity AS "rowSecurity",
            c.relforcerowsecurity AS forced,
            CASE WHEN c.reltuples >= 0 THEN c.reltuples::int8::text
                 -- Never analyzed: its rows are not known, unless it has no page at all.
                 WHEN c.relkind = 'r' AND pg_relation_size(c.oid) = 0 THEN '0' END AS estimate,
            coalesce(pg_table_size(c.oid), 0)::text AS size, obj_description(c.oid, 'pg_class') AS comment,
            CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionKey",
            CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS "partitionBound",
            coalesce(c.reloptions, '{}')::text[] AS options, coalesce(toast.reloptions, '{}')::text[] AS "toastOptions",
            CASE WHEN am.amname <> 'heap' THEN am.amname::text END AS "accessMethod", ts.spcname::text AS tablespace,
            CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS "ofType",
            c.relreplident::text AS "replicaIdentity"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
            LEFT JOIN pg_am am ON am.oid = c.relam LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
        AND ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  )

/** One edge of inheritance or partitioning; parents in the order in which the child names them. */
export interface ParentRow {
  child: number
  parent: number
  schema: string
  name: string
}

export const readParents = ({ query }: CatalogReader): Promise<ParentRow[]> =>
  query<ParentRow>(
    `SELECT i.inhrelid AS child, i.inhparent AS parent, n.nspname::text AS schema, p.relname::text AS name
       FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
      WHERE p.relkind IN ('r', 'p', 'f') ORDER BY i.inhrelid, i.inhseqno`,
  )
