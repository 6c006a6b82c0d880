import { z } from 'zod'
import { catalogObjectSchema } from './catalog-object'
import { catalogTableSchema, int64Schema } from './catalog-table'

/** What the server says of itself and of the database that was read. */
export const catalogServerSchema = z.object({
  /** `server_version_num`, 180004. */
  versionNum: z.number().int(),
  versionText: z.string(),
  database: z.string(),
  encoding: z.string(),
  collate: z.string(),
  ctype: z.string(),
  /** Of the cluster; null when the server does not let this role see it. */
  systemIdentifier: int64Schema.nullable(),
  isReplica: z.boolean(),
})
export type CatalogServer = z.infer<typeof catalogServerSchema>

/**
 * A sequence and where it stood when the catalog was read. Sequences are outside snapshots: whoever sets a target's
 * sequence reads the source's again.
 */
export const catalogSequenceSchema = z.object({
  schema: z.string(),
  name: z.string(),
  /** The column that a serial or identity sequence serves. */
  ownedBy: z.object({ schema: z.string(), table: z.string(), column: z.string() }).nullable(),
  type: z.string(),
  start: int64Schema,
  increment: int64Schema,
  minimum: int64Schema,
  maximum: int64Schema,
  cache: int64Schema,
  cycle: z.boolean(),
  /** Null when the role may not read it. */
  lastValue: int64Schema.nullable(),
  /** False: `lastValue` itself is the next one to be given out. */
  isCalled: z.boolean(),
})
export type CatalogSequence = z.infer<typeof catalogSequenceSchema>

/**
 * An introspected database, safe as JSON: arrays and never objects keyed by names, 64-bit numbers as decimal text.
 * System schemas, members of extensions and Godwit's own ledger are left out; everything else is in `tables` or
 * `objects`, either with its DDL or with the reason why it is not carried.
 */
export const catalogSchema = z.object({
  kind: z.literal('postgres'),
  server: catalogServerSchema,
  /** Sorted by schema and name. */
  tables: z.array(catalogTableSchema),
  sequences: z.array(catalogSequenceSchema),
  /** In an order in which they can be applied, phase by phase; what is not carried comes last. */
  objects: z.array(catalogObjectSchema),
  /** Hex digest over `fingerprintInput`: equal when the carried structure is equal, whatever rows and sizes do. */
  fingerprint: z.string(),
})
export type Catalog = z.infer<typeof catalogSchema>
