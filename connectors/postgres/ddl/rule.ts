import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'
import { stableForm } from './stable-form'
import { firingClause } from './trigger'

interface Row {
  oid: number
  relation: number
  relkind: string
  schema: string
  table: string
  name: string
  definition: string
  enabled: string
}

/** Rewrite rules, other than the one that makes a view a view. */
export const readRules = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT w.oid, c.oid AS relation, c.relkind::text AS relkind, n.nspname::text AS schema, c.relname::text AS table,
            w.rulename::text AS name, pg_get_ruledef(w.oid) AS definition, w.ev_enabled::text AS enabled
       FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE w.rulename <> '_RETURN' AND ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}
        AND ${notFromExtension('pg_rewrite', 'w.oid')}`,
  )
  return rows.map((row) => {
    const relation = qualified(row.schema, row.table)
    return draft(
      {
        ref: refOf('pg_rewrite', row.oid),
        kind: 'rule',
        identity: `${quoteIdent(row.name)} on ${relation}`,
        schema: row.schema,
        name: row.name,
        table: row.relkind === 'v' ? null : { schema: row.schema, name: row.table },
        phase: 'after',
        needs: [refOf('pg_class', row.relation)],
      },
      () => [
        stableForm(row.definition.trim().replace(/;$/, '')),
        ...firingClause(row.enabled).map((clause) => `ALTER TABLE ${relation} ${clause} RULE ${quoteIdent(row.name)}`),
      ],
    )
  })
}
