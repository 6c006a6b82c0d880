import { z } from 'zod'
import { relationNameSchema } from './catalog-table'

/**
 * Every kind of thing a database holds. Whether one is carried is told by its `phase`, object by object. The order here
 * is the order of applying where no dependency says otherwise.
 */
export const catalogObjectKindSchema = z.enum([
  'schema',
  'extension',
  'collation',
  'enum',
  'domain',
  'composite',
  'range',
  'function',
  'aggregate',
  'operator',
  'cast',
  'text-search-dictionary',
  'text-search-configuration',
  'sequence',
  'table',
  'partition',
  'inheritance',
  'default',
  'check',
  'not-null',
  'primary-key',
  'unique',
  'exclusion',
  'index',
  'index-partition',
  'foreign-key',
  'view',
  'materialized-view',
  'materialized-view-data',
  'rule',
  'trigger',
  'row-security',
  'policy',
  'statistics',
  'replica-identity',
  'cluster-mark',
  'comment',
  'sequence-value',
  'base-type',
  'conversion',
  'operator-class',
  'operator-family',
  'text-search-parser',
  'text-search-template',
  'language',
  'transform',
  'access-method',
  'large-object',
  'publication',
  'subscription',
  'event-trigger',
  'foreign-data-wrapper',
  'server',
  'user-mapping',
  'foreign-table',
  'tablespace',
  'privileges',
  'default-privileges',
  'ownership',
  'security-label',
  'database-setting',
])
export type CatalogObjectKind = z.infer<typeof catalogObjectKindSchema>

/** Something about a thing that servers of earlier versions cannot hold. */
export const newerFeatureSchema = z.object({
  /** The first major version that can. */
  since: z.number().int(),
  /** In words that can follow "it is made without": `the virtual generated column total`. */
  what: z.string(),
  /** Statements of `ddl` that an earlier server is spared, and the thing is made without it; null: it cannot be made there. */
  spared: z.array(z.string()).nullable(),
})
export type NewerFeature = z.infer<typeof newerFeatureSchema>

/**
 * One thing of the database and how to make it again.
 *
 * `identity` is unique in a catalog: the kind, then the name qualified and quoted where SQL needs it
 * (`table public.orders`, `trigger touch on public.orders`, `function public.total(integer)`).
 */
export const catalogObjectSchema = z.object({
  kind: catalogObjectKindSchema,
  identity: z.string(),
  /** Its own name for a schema; null for what lives outside schemas (an extension, a publication). */
  schema: z.string().nullable(),
  name: z.string(),
  /** The table that it is, or belongs to, and without which it is not carried. */
  table: relationNameSchema.nullable(),
  /** `before` the rows, `after` them, or null when it is not carried and `reason` says why. */
  phase: z.enum(['before', 'after']).nullable(),
  /** Statements in order, one each, all names qualified: good under an empty search_path. Empty when not carried. */
  ddl: z.array(z.string()),
  /** Identities of objects of the same catalog that must exist first. */
  dependsOn: z.array(z.string()),
  /** Roles that the statements name and that must exist in the target: roles are not carried. */
  roles: z.array(z.string()),
  /** What servers older than some version lack of it. */
  newer: z.array(newerFeatureSchema),
  /** Why it is not carried, in words for the plan; null when it is. */
  reason: z.string().nullable(),
})
export type CatalogObject = z.infer<typeof catalogObjectSchema>
