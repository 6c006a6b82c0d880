import type { CatalogObjectKind } from '@/domain/catalog/catalog-object'
import { quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, notCarried, refOf } from './draft'

interface Row {
  oid: number
  schema: string | null
  name: string
}

interface Kind {
  kind: CatalogObjectKind
  catalog: string
  reason: string
  /** SELECTs oid, schema (null outside schemas), name. */
  sql: (reader: CatalogReader) => string
}

/** OIDs below this one belong to what initdb made. */
const firstUserOid = 16_384
const compiled = 'It rests on compiled code, which the target needs a library or an extension for.'
const inSchema =
  (catalog: string, prefix: string, nameColumn: string, where = 'true') =>
  (reader: CatalogReader) =>
    `SELECT o.oid, n.nspname::text AS schema, o.${nameColumn}::text AS name
     FROM ${catalog} o JOIN pg_namespace n ON n.oid = o.${prefix}namespace
    WHERE ${where} AND ${reader.userSchema('n')} AND ${reader.notFromExtension(catalog, 'o.oid')}`
const outside =
  (catalog: string, nameExpression: string, where = 'true') =>
  (reader: CatalogReader) =>
    `SELECT o.oid, NULL::text AS schema, ${nameExpression} AS name FROM ${catalog} o
    WHERE o.oid >= ${firstUserOid} AND ${where} AND ${reader.notFromExtension(catalog, 'o.oid')}`

const kinds: Kind[] = [
  {
    kind: 'base-type',
    catalog: 'pg_type',
    reason: compiled,
    sql: inSchema('pg_type', 'typ', 'typname', "o.typtype = 'b' AND o.typelem = 0"),
  },
  {
    kind: 'operator-class',
    catalog: 'pg_opclass',
    reason: 'Operator classes are made by a superuser; make it in the target by hand.',
    sql: inSchema('pg_opclass', 'opc', 'opcname'),
  },
  {
    kind: 'operator-family',
    catalog: 'pg_opfamily',
    reason: 'Operator families are made by a superuser; make it in the target by hand.',
    sql: inSchema('pg_opfamily', 'opf', 'opfname'),
  },
  {
    kind: 'conversion',
    catalog: 'pg_conversion',
    reason: compiled,
    sql: inSchema('pg_conversion', 'con', 'conname'),
  },
  {
    kind: 'text-search-parser',
    catalog: 'pg_ts_parser',
    reason: compiled,
    sql: inSchema('pg_ts_parser', 'prs', 'prsname'),
  },
  {
    kind: 'text-search-template',
    catalog: 'pg_ts_template',
    reason: compiled,
    sql: inSchema('pg_ts_template', 'tmpl', 'tmplname'),
  },
  {
    kind: 'foreign-table',
    catalog: 'pg_class',
    reason: 'Its rows live on another server, which the target would have to reach.',
    sql: inSchema('pg_class', 'rel', 'relname', "o.relkind = 'f'"),
  },
  { kind: 'language', catalog: 'pg_language', reason: compiled, sql: outside('pg_language', 'o.lanname::text') },
  { kind: 'access-method', catalog: 'pg_am', reason: compiled, sql: outside('pg_am', 'o.amname::text') },
  {
    kind: 'transform',
    catalog: 'pg_transform',
    reason: compiled,
    sql: outside(
      'pg_transform',
      "format_type(o.trftype, NULL) || ' for language ' || (SELECT l.lanname FROM pg_language l WHERE l.oid = o.trflang)",
    ),
  },
  {
    kind: 'publication',
    catalog: 'pg_publication',
    reason: 'It belongs to replication out of the source; publish from the target when it takes over.',
    sql: outside('pg_publication', 'o.pubname::text'),
  },
  {
    kind: 'subscription',
    catalog: 'pg_subscription',
    reason: 'It belongs to replication into the source; subscribe the target when it takes over.',
    sql: (reader) =>
      `SELECT s.oid, NULL::text AS schema, s.subname::text AS name FROM pg_subscription s
        WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND ${reader.notFromExtension('pg_subscription', 's.oid')}`,
  },
  {
    kind: 'event-trigger',
    catalog: 'pg_event_trigger',
    reason: 'Event triggers are made by a superuser and would fire on the migration itself.',
    sql: outside('pg_event_trigger', 'o.evtname::text'),
  },
  {
    kind: 'foreign-data-wrapper',
    catalog: 'pg_foreign_data_wrapper',
    reason: 'The way to another server, with its credentials, is set up by hand.',
    sql: outside('pg_foreign_data_wrapper', 'o.fdwname::text'),
  },
  {
    kind: 'server',
    catalog: 'pg_foreign_server',
    reason: 'The way to another server, with its credentials, is set up by hand.',
    sql: outside('pg_foreign_server', 'o.srvname::text'),
  },
]

/** What Godwit does not carry, thing by thing, with the reason. What rests on one of these is not carried either. */
export const readNotCarried = async (reader: CatalogReader): Promise<Draft[]> => {
  const drafts: Draft[] = []
  for (const { kind, catalog, reason, sql } of kinds) {
    for (const { oid, schema, name } of await reader.query<Row>(sql(reader))) {
      const identity = schema === null ? quoteIdent(name) : `${quoteIdent(schema)}.${quoteIdent(name)}`
      drafts.push(notCarried({ ref: refOf(catalog, oid), kind, identity, schema, name }, reason))
    }
  }
  return drafts
}
