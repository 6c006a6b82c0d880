import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { attachRefOf, type Draft, draft, refOf } from './draft'
import { stableForm } from './stable-form'

export interface TriggerRow {
  oid: number
  relation: number
  relkind: string
  schema: string
  table: string
  name: string
  definition: string
  enabled: string
  /** The trigger of the partitioned parent that this one is a copy of, or 0. */
  parent: number
  parentEnabled: string | null
}

export const readTriggerRows = ({ query, userSchema, notFromExtension }: CatalogReader): Promise<TriggerRow[]> =>
  query<TriggerRow>(
    `SELECT t.oid, c.oid AS relation, c.relkind::text AS relkind, n.nspname::text AS schema, c.relname::text AS table,
            t.tgname::text AS name, pg_get_triggerdef(t.oid) AS definition, t.tgenabled::text AS enabled,
            t.tgparentid AS parent, p.tgenabled::text AS "parentEnabled"
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
      WHERE NOT t.tgisinternal AND c.relkind IN ('r', 'p', 'v') AND c.relpersistence <> 't'
        AND ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}
        AND ${notFromExtension('pg_trigger', 't.oid')}
      ORDER BY c.oid, t.tgname COLLATE "C"`,
  )

/** How ALTER TABLE says when a trigger or rule fires; nothing for the usual "origin and local". */
export const firingClause = (enabled: string): string[] =>
  enabled === 'D' ? ['DISABLE'] : enabled === 'R' ? ['ENABLE REPLICA'] : enabled === 'A' ? ['ENABLE ALWAYS'] : []

/** Triggers. Copies on partitions come with the original, and are named only where they fire differently. */
export const triggerDrafts = (rows: readonly TriggerRow[]): Draft[] =>
  rows
    .filter(({ parent, enabled, parentEnabled }) => parent === 0 || enabled !== parentEnabled)
    .map((row) => {
      const relation = qualified(row.schema, row.table)
      const name = quoteIdent(row.name)
      const firing = firingClause(row.enabled).map((clause) => `ALTER TABLE ${relation} ${clause} TRIGGER ${name}`)
      const copyFiring = firing.length > 0 ? firing : [`ALTER TABLE ${relation} ENABLE TRIGGER ${name}`]
      const original = row.parent === 0
      return draft(
        {
          ref: refOf('pg_trigger', row.oid),
          kind: 'trigger',
          identity: `${name} on ${relation}`,
          schema: row.schema,
          name: row.name,
          table: row.relkind === 'v' ? null : { schema: row.schema, name: row.table },
          phase: 'after',
          needs: original
            ? [refOf('pg_class', row.relation)]
            : [refOf('pg_trigger', row.parent), attachRefOf(row.relation)],
        },
        () => (original ? [stableForm(row.definition), ...firing] : copyFiring),
      )
    })
