import { qualified, quoteLiteral } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'
import { onlySince } from './newer'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
  provider: string
  deterministic: boolean
  collate: string | null
  ctype: string | null
  locale: string | null
  rules: string | null
}

export const readCollations = async (reader: CatalogReader): Promise<Draft[]> => {
  const { versionNum, query, userSchema, notFromExtension } = reader
  // The ICU locale moved: collcollate before 15, colliculocale in 15 and 16, colllocale since 17.
  const locale =
    versionNum >= 170_000 ? 'o.colllocale' : versionNum >= 150_000 ? 'o.colliculocale' : 'o.collcollate::text'
  const rows = await query<Row>(
    `SELECT o.oid, n.oid AS nsp, n.nspname::text AS schema, o.collname::text AS name, o.collprovider::text AS provider,
            o.collisdeterministic AS deterministic, o.collcollate::text AS collate, o.collctype::text AS ctype,
            ${locale} AS locale, ${versionNum >= 160_000 ? 'o.collicurules' : 'NULL::text'} AS rules
       FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_collation', 'o.oid')}`,
  )
  return rows.map((row) => {
    const identity = qualified(row.schema, row.name)
    const { schema, name } = row
    const needs = [refOf('pg_namespace', row.nsp)]
    const newer = [
      ...(row.provider === 'b' ? [onlySince(row.locale === 'PG_UNICODE_FAST' ? 18 : 17, 'built-in locales')] : []),
      ...(row.rules === null ? [] : [onlySince(16, 'rules of a collation')]),
    ]
    return draft(
      { ref: refOf('pg_collation', row.oid), kind: 'collation', identity, schema, name, phase: 'before', needs, newer },
      () => [`CREATE COLLATION ${identity} (${options(row).join(', ')})`],
    )
  })
}

const options = ({ provider, deterministic, collate, ctype, locale, rules }: Row): string[] => {
  const names = new Map([
    ['i', 'icu'],
    ['b', 'builtin'],
    ['c', 'libc'],
  ])
  const text = (option: string, value: string | null) => (value === null ? [] : [`${option} = ${quoteLiteral(value)}`])
  return [
    `provider = ${names.get(provider) ?? provider}`,
    ...(provider === 'c' ? [...text('lc_collate', collate), ...text('lc_ctype', ctype)] : text('locale', locale)),
    ...(deterministic ? [] : ['deterministic = false']),
    ...text('rules', rules),
  ]
}
