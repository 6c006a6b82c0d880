import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
}

/** Dictionaries and configurations. Dictionary files (stop words, thesauri) lie on the server's disk and stay there. */
export const readTextSearch = async (reader: CatalogReader): Promise<Draft[]> => [
  ...(await readDictionaries(reader)),
  ...(await readConfigurations(reader)),
]

const readDictionaries = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row & { template: string; options: string | null }>(
    `SELECT o.oid, n.oid AS nsp, n.nspname::text AS schema, o.dictname::text AS name,
            format('%I.%I', tn.nspname, t.tmplname) AS template, o.dictinitoption AS options
       FROM pg_ts_dict o JOIN pg_namespace n ON n.oid = o.dictnamespace
            JOIN pg_ts_template t ON t.oid = o.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_ts_dict', 'o.oid')}`,
  )
  return rows.map((row) => {
    const options = row.options ? `, ${row.options}` : ''
    return searchObject(row, 'text-search-dictionary', 'pg_ts_dict', (identity) => [
      `CREATE TEXT SEARCH DICTIONARY ${identity} (TEMPLATE = ${row.template}${options})`,
    ])
  })
}

const readConfigurations = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row & { parser: string }>(
    `SELECT o.oid, n.oid AS nsp, n.nspname::text AS schema, o.cfgname::text AS name,
            format('%I.%I', pn.nspname, p.prsname) AS parser
       FROM pg_ts_config o JOIN pg_namespace n ON n.oid = o.cfgnamespace
            JOIN pg_ts_parser p ON p.oid = o.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_ts_config', 'o.oid')}`,
  )
  const mappings = await query<{ configuration: number; token: string; dictionaries: string }>(
    `SELECT o.oid AS configuration, k.alias AS token,
            string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
       FROM pg_ts_config o JOIN pg_namespace n ON n.oid = o.cfgnamespace AND ${userSchema('n')}
            JOIN pg_ts_config_map m ON m.mapcfg = o.oid
            CROSS JOIN LATERAL (SELECT alias FROM ts_token_type(o.cfgparser) WHERE tokid = m.maptokentype) k
      GROUP BY o.oid, m.maptokentype, k.alias ORDER BY m.maptokentype`,
  )
  return rows.map((row) =>
    searchObject(row, 'text-search-configuration', 'pg_ts_config', (identity) => [
      `CREATE TEXT SEARCH CONFIGURATION ${identity} (PARSER = ${row.parser})`,
      ...mappings
        .filter(({ configuration }) => configuration === row.oid)
        .map(
          ({ token, dictionaries }) =>
            `ALTER TEXT SEARCH CONFIGURATION ${identity} ADD MAPPING FOR ${quoteIdent(token)} WITH ${dictionaries}`,
        ),
    ]),
  )
}

const searchObject = (
  { oid, nsp, schema, name }: Row,
  kind: 'text-search-dictionary' | 'text-search-configuration',
  catalog: string,
  write: (identity: string) => string[],
): Draft => {
  const identity = qualified(schema, name)
  const needs = [refOf('pg_namespace', nsp)]
  return draft({ ref: refOf(catalog, oid), kind, identity, schema, name, phase: 'before', needs }, () =>
    write(identity),
  )
}
