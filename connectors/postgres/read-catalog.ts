import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Catalog, CatalogSequence } from '@/domain/catalog/catalog'
import type { CatalogObject } from '@/domain/catalog/catalog-object'
import { fingerprintInput } from '@/domain/catalog/fingerprint-input'
import { readAggregates } from './ddl/aggregate'
import { assemble } from './ddl/assemble'
import { readCasts } from './ddl/cast'
import { type CatalogReader, catalogReader } from './ddl/catalog-reader'
import { readCollations } from './ddl/collation'
import { readComments } from './ddl/comment'
import { readComposites } from './ddl/composite'
import { makerFinder, readDependencies } from './ddl/dependencies'
import { readDomains } from './ddl/domain'
import type { Draft } from './ddl/draft'
import { readEnums } from './ddl/enum'
import { readExtensions } from './ddl/extension'
import { foreignKeyDrafts } from './ddl/foreign-key'
import { readFunctions } from './ddl/function'
import { groupBy } from './ddl/group'
import { constraintDrafts } from './ddl/key-constraint'
import { readLeftBehind } from './ddl/left-behind'
import { addNewerExpressions } from './ddl/newer-expressions'
import { readNotCarried } from './ddl/not-carried'
import { readOperators } from './ddl/operator'
import { attachDrafts } from './ddl/partition'
import { readPolicies, rowSecurityDrafts } from './ddl/policy'
import { readRanges } from './ddl/range'
import { readRules } from './ddl/rule'
import { readSchemas } from './ddl/schema'
import { readSequences, type SequenceRow, sequenceDrafts, sequenceValueDrafts } from './ddl/sequence'
import { readSequencePositions } from './ddl/sequence-positions'
import { readStatistics } from './ddl/statistics'
import { tableDrafts } from './ddl/table'
import { indexDrafts } from './ddl/table-index'
import { tableMarkDrafts } from './ddl/table-mark'
import { tableModel } from './ddl/table-model'
import { readRelations } from './ddl/table-source'
import { readTextSearch } from './ddl/text-search'
import { readTriggerRows, triggerDrafts } from './ddl/trigger'
import { readViews } from './ddl/view'
import { quoteLiteral } from './identifiers'
import { ServerTooOld } from './introspect-errors'
import { readServer } from './server-facts'
import { oldestSupported } from './versions'

export interface IntrospectOptions {
  /** Godwit's own schema in a target, which is no part of the catalog. */
  ledgerSchema?: string
}

/**
 * Reads the structure of the session's database inside the caller's transaction, under its snapshot: how the keeper
 * makes sure that the schema is still the one that was planned. Settings that it changes for the time are put back.
 * Some sixty set-based queries, none per table. Does not start over when somebody changes the structure meanwhile;
 * throws as `introspect` does, and 55P03 when another session holds a lock that is in the way.
 */
export const introspectInTransaction = async (
  client: pg.ClientBase,
  options: IntrospectOptions = {},
): Promise<Catalog> => {
  const { rows } = await client.query<{ settings: string[] }>(
    `SELECT ARRAY[${settings.map(([name]) => `current_setting('${name}')`).join(', ')}] AS settings`,
  )
  const before = rows[0]?.settings ?? []
  await set(client, settings)
  const catalog = await readCatalog(client, options)
  await set(
    client,
    settings.map(([name], nth) => [name, before[nth] ?? '']),
  )
  return catalog
}

const settings: [name: string, value: string][] = [
  // Deparsed expressions qualify every name then, and read alike whoever asks.
  ['search_path', ''],
  ['quote_all_identifiers', 'off'],
  // Some definitions and sizes take locks for a moment or until the end. Whoever reads must not wait while holding them:
  // in a deadlock it could be the other session, somebody's own change of the structure, that loses.
  ['lock_timeout', '20ms'],
]

const set = (client: pg.ClientBase, values: readonly (readonly [string, string])[]) =>
  client.query(
    `SELECT ${values.map(([name, value]) => `set_config('${name}', ${quoteLiteral(value)}, true)`).join(', ')}`,
  )

const readCatalog = async (client: pg.ClientBase, { ledgerSchema = 'godwit' }: IntrospectOptions): Promise<Catalog> => {
  const server = await readServer(client)
  if (server.versionNum < oldestSupported * 10_000) {
    throw new ServerTooOld(server.versionText)
  }
  const reader = catalogReader(client, server.versionNum, ledgerSchema)
  const sequences = await withPositions(client, await readSequences(reader), server.isReplica)
  const relations = await readRelations(reader, sequences)
  const triggers = await readTriggerRows(reader)
  const dependencies = await readDependencies(reader)
  const policies = await readPolicies(reader)
  const made: Draft[] = [
    ...(await readIndependent(reader)),
    ...sequenceDrafts(sequences),
    ...tableDrafts(relations),
    ...attachDrafts(relations),
    ...constraintDrafts(relations),
    ...foreignKeyDrafts(relations),
    ...indexDrafts(relations),
    ...(await readViews(reader, relations.columns)),
    ...triggerDrafts(triggers),
    ...(await readRules(reader)),
    ...policies,
    ...rowSecurityDrafts(relations, policies),
    ...(await readStatistics(reader)),
    ...tableMarkDrafts(relations),
    ...sequenceValueDrafts(sequences),
    ...(await readNotCarried(reader)),
    ...(await readLeftBehind(reader, relations)),
  ]
  const makerOf = makerFinder(made, dependencies)
  await addNewerExpressions(reader, makerOf)
  const comments = await readComments(reader, makerOf)
  const objects = assemble([...made, ...comments], dependencies)
  const triggersByTable = groupBy(triggers, ({ relation }) => relation)
  return {
    kind: 'postgres',
    server,
    tables: relations.tables.map((table) => tableModel(table, triggersByTable.get(table.row.oid) ?? [])),
    sequences: sequences.map(sequenceModel),
    objects,
    fingerprint: fingerprintOf(objects),
  }
}

/** SHA-256 over the carried structure, in hex. */
export const fingerprintOf = (objects: readonly CatalogObject[]): string =>
  createHash('sha256').update(fingerprintInput(objects)).digest('hex')

const readIndependent = async (reader: CatalogReader): Promise<Draft[]> => [
  ...(await readSchemas(reader)),
  ...(await readExtensions(reader)),
  ...(await readCollations(reader)),
  ...(await readEnums(reader)),
  ...(await readDomains(reader)),
  ...(await readComposites(reader)),
  ...(await readRanges(reader)),
  ...(await readFunctions(reader)),
  ...(await readAggregates(reader)),
  ...(await readOperators(reader)),
  ...(await readCasts(reader)),
  ...(await readTextSearch(reader)),
]

const withPositions = async (client: pg.ClientBase, sequences: SequenceRow[], isReplica: boolean) => {
  // A standby has no rows of unlogged relations and refuses to read them.
  const readable = sequences.filter((sequence) => sequence.readable && !(isReplica && sequence.unlogged))
  const positions = await readSequencePositions(client, readable)
  const byOid = new Map(readable.map(({ oid }, nth) => [oid, positions[nth]]))
  return sequences.map((sequence) => ({ ...sequence, ...byOid.get(sequence.oid) }))
}

const sequenceModel = (sequence: SequenceRow): CatalogSequence => {
  const { oid, nsp, identity, unlogged, readable, ownerOid, ownerAttnum, ...model } = sequence
  return model
}
