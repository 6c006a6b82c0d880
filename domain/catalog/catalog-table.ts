import { z } from 'zod'

/** A whole number too wide for a JavaScript number, written in decimal. */
export const int64Schema = z.string().regex(/^-?\d+$/)

/** Where a relation lives. Names are raw, never quoted, and may hold any character PostgreSQL allows. */
export const relationNameSchema = z.object({ schema: z.string(), name: z.string() })
export type RelationName = z.infer<typeof relationNameSchema>

export const typeKindSchema = z.enum(['base', 'array', 'enum', 'domain', 'composite', 'range', 'multirange', 'pseudo'])

/** One live column. Dropped columns leave no gap: `ordinal` counts from 1 over the columns that exist. */
export const catalogColumnSchema = z.object({
  name: z.string(),
  ordinal: z.number().int().positive(),
  /** `format_type` text with the type modifier, schema-qualified unless built in: `numeric(12,2)`, `shop.mood`. */
  type: z.string(),
  typeOid: z.number().int(),
  typeSchema: z.string(),
  typeName: z.string(),
  typeKind: typeKindSchema,
  /** -1 when the type has none. */
  typmod: z.number().int(),
  /** For arrays the element's type, else null. */
  elementTypeOid: z.number().int().nullable(),
  /** For domains the type at the bottom (through nested domains) with its own text and modifier; else the column's own. */
  baseType: z.string(),
  baseTypeOid: z.number().int(),
  baseTypmod: z.number().int(),
  notNull: z.boolean(),
  /** The default's expression, null when there is none; for a generated column its expression. */
  default: z.string().nullable(),
  identity: z.enum(['', 'always', 'by-default']),
  generated: z.enum(['', 'stored', 'virtual']),
  /** Schema-qualified and quoted, null when it is the type's own or the type has none. */
  collation: z.string().nullable(),
  comment: z.string().nullable(),
})
export type CatalogColumn = z.infer<typeof catalogColumnSchema>

export const catalogKeySchema = z.object({ name: z.string(), columns: z.array(z.string()) })

/** A unique constraint, or a unique index over plain columns without a predicate. */
export const catalogUniqueKeySchema = catalogKeySchema.extend({
  source: z.enum(['constraint', 'index']),
  nullsNotDistinct: z.boolean(),
  /** Fit to name a row: every column is NOT NULL and compared in its own way, and the check is immediate. */
  usableAsKey: z.boolean(),
})
export type CatalogUniqueKey = z.infer<typeof catalogUniqueKeySchema>

export const foreignKeyActionSchema = z.enum(['no-action', 'restrict', 'cascade', 'set-null', 'set-default'])

export const catalogForeignKeySchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  references: z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()) }),
  onDelete: foreignKeyActionSchema,
  onUpdate: foreignKeyActionSchema,
  deferrable: z.boolean(),
  initiallyDeferred: z.boolean(),
  validated: z.boolean(),
  /** False only on PostgreSQL 18 with NOT ENFORCED. */
  enforced: z.boolean(),
  /** True on a partition whose constraint came from its partitioned parent. */
  inherited: z.boolean(),
})
export type CatalogForeignKey = z.infer<typeof catalogForeignKeySchema>

export const catalogIndexSchema = z.object({
  name: z.string(),
  /** `pg_get_indexdef` text. */
  definition: z.string(),
  unique: z.boolean(),
  /** False after a failed CREATE INDEX CONCURRENTLY: such an index is named, never carried. */
  valid: z.boolean(),
  sizeBytes: int64Schema,
})

export const catalogTriggerSchema = z.object({
  name: z.string(),
  /** `pg_get_triggerdef` text. */
  definition: z.string(),
  enabled: z.enum(['origin', 'replica', 'always', 'disabled']),
})

export const catalogCheckSchema = z.object({
  name: z.string(),
  /** `pg_get_constraintdef` text: `CHECK ((price > 0))`. */
  definition: z.string(),
  validated: z.boolean(),
})

/**
 * A table that may hold rows, or a partitioned one whose leaves do. Foreign tables, views and Godwit's own ledger
 * are not here.
 */
export const catalogTableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  /** `partition` is a leaf of a partitioned table; a partition that is partitioned again is `partitioned`. */
  kind: z.enum(['table', 'partitioned', 'partition']),
  /** Holds rows of its own: true for `table` and `partition`. Only such tables are copied. */
  leaf: z.boolean(),
  partitionOf: relationNameSchema.nullable(),
  /** `FOR VALUES …` or `DEFAULT`, null when it is no partition. */
  partitionBound: z.string().nullable(),
  /** `RANGE (placed_at)`, null when it is not partitioned. */
  partitionKey: z.string().nullable(),
  persistence: z.enum(['permanent', 'unlogged']),
  columns: z.array(catalogColumnSchema),
  primaryKey: catalogKeySchema.nullable(),
  uniqueKeys: z.array(catalogUniqueKeySchema),
  foreignKeys: z.array(catalogForeignKeySchema),
  indexes: z.array(catalogIndexSchema),
  triggers: z.array(catalogTriggerSchema),
  checks: z.array(catalogCheckSchema),
  /** Parents by plain inheritance, in order; a partition's parent is `partitionOf` instead. */
  inheritsFrom: z.array(relationNameSchema),
  rowSecurity: z.object({ enabled: z.boolean(), forced: z.boolean() }),
  /** The planner statistics' guess; null when the table was never analysed. */
  rowEstimate: int64Schema.nullable(),
  /** Heap, TOAST and maps without indexes. */
  sizeBytes: int64Schema,
  comment: z.string().nullable(),
})
export type CatalogTable = z.infer<typeof catalogTableSchema>
