import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'
import { scaleFeatures } from './newer'
import { stableForm } from './stable-form'

interface DomainRow {
  oid: number
  nsp: number
  schema: string
  name: string
  base: string
  collation: string | null
  default: string | null
  notNull: boolean
}

interface RuleRow {
  oid: number
  domain: number
  name: string
  type: 'c' | 'n'
  validated: boolean
  definition: string
}

export const readDomains = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const domains = await query<DomainRow>(
    `SELECT t.oid, n.oid AS nsp, n.nspname::text AS schema, t.typname::text AS name, t.typnotnull AS "notNull",
            format_type(t.typbasetype, t.typtypmod) AS base, pg_get_expr(t.typdefaultbin, 0) AS default,
            CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation
       FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
      WHERE t.typtype = 'd' AND ${userSchema('n')} AND ${notFromExtension('pg_type', 't.oid')}`,
  )
  const rules = await query<RuleRow>(
    `SELECT k.oid, k.contypid AS domain, k.conname::text AS name, k.contype::text AS type, k.convalidated AS validated,
            pg_get_constraintdef(k.oid) AS definition
       FROM pg_constraint k WHERE k.contypid <> 0 AND k.contype IN ('c', 'n') ORDER BY k.conname`,
  )
  return domains.map((row) =>
    domain(
      row,
      rules.filter((rule) => rule.domain === row.oid),
    ),
  )
}

const domain = (row: DomainRow, rules: RuleRow[]): Draft => {
  const { schema, name } = row
  const identity = qualified(schema, name)
  const ref = refOf('pg_type', row.oid)
  // Since version 17 NOT NULL is a constraint with a name of its own.
  const notNull = rules.find(({ type }) => type === 'n')
  const notNullClause = notNull ? `CONSTRAINT ${quoteIdent(notNull.name)} NOT NULL` : 'NOT NULL'
  const clause = (rule: RuleRow) => `CONSTRAINT ${quoteIdent(rule.name)} ${stableForm(rule.definition)}`
  const checks = rules.filter(({ type }) => type === 'c')
  const apart = (rule: RuleRow) =>
    draft(
      {
        ref: refOf('pg_constraint', rule.oid),
        kind: 'check',
        identity: `${quoteIdent(rule.name)} on ${identity}`,
        schema,
        name: rule.name,
        phase: 'before',
        needs: [ref],
      },
      () => [`ALTER DOMAIN ${identity} ADD ${clause(rule)}`],
    )
  return draft(
    {
      ref,
      kind: 'domain',
      identity,
      schema,
      name,
      phase: 'before',
      needs: [refOf('pg_namespace', row.nsp)],
      alsoKnownAs: notNull ? [refOf('pg_constraint', notNull.oid)] : [],
      pieces: checks.map(apart),
      newer: scaleFeatures(row.base),
    },
    (separate) => {
      const inline = checks.filter((rule) => !separate.has(refOf('pg_constraint', rule.oid)))
      const words = [
        `CREATE DOMAIN ${identity} AS ${row.base}`,
        ...(row.collation ? [`COLLATE ${row.collation}`] : []),
        ...(row.default === null ? [] : [`DEFAULT ${row.default}`]),
        ...(row.notNull ? [notNullClause] : []),
        ...inline.filter(({ validated }) => validated).map(clause),
      ]
      const unproven = inline.filter(({ validated }) => !validated)
      return [words.join(' '), ...unproven.map((rule) => `ALTER DOMAIN ${identity} ADD ${clause(rule)}`)]
    },
  )
}
