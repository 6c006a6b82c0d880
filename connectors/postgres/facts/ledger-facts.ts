import type pg from 'pg'
import type { LedgerFacts, TargetClaim, TargetQuestions } from '@/domain/plan/facts'
import { qualified, quoteIdent } from '../identifiers'
import { ledgerSchema } from '../ledger'

const tables = ['fence', 'receipt', 'reject', 'target_claim', 'before']

interface Row {
  exists: boolean
  usage: boolean
  create: boolean
  relations: string[]
  closed: string[]
}

/** What is in the ledger of a target, if there is one, and what the session's role may do with it. Makes nothing. */
export async function readLedgerFacts(
  client: pg.ClientBase,
  { migrationId, tables: chosen }: Pick<TargetQuestions, 'migrationId' | 'tables'>,
): Promise<LedgerFacts> {
  const { rows } = await client.query<Row>(
    `SELECT n.oid IS NOT NULL AS exists,
            coalesce(has_schema_privilege(n.oid, 'USAGE'), false) AS usage,
            coalesce(has_schema_privilege(n.oid, 'CREATE'), false) AS create,
            ARRAY(SELECT c.relname::text FROM pg_class c
                   WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')) AS relations,
            ARRAY(SELECT c.relname::text FROM pg_class c
                   WHERE c.relnamespace = n.oid AND c.relname = ANY ($2::text[])
                     AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                          AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))) AS closed
       FROM (VALUES ($1::text)) AS wanted (name) LEFT JOIN pg_namespace n ON n.nspname = wanted.name`,
    [ledgerSchema, tables],
  )
  const [found] = rows
  if (found === undefined) throw new Error('The target answered nothing about its schemas.')
  const complete = tables.every((name) => found.relations.includes(name))
  const isOurs = complete || found.relations.every((name) => tables.includes(name))
  const lacks = [...(found.usage ? [] : ['USAGE']), ...(complete || found.create ? [] : ['CREATE'])]
  const isReadable = complete && found.usage && found.closed.length === 0
  return {
    schema: ledgerSchema,
    exists: found.exists,
    isOurs: !found.exists || isOurs,
    lacksOnSchema: found.exists ? lacks : [],
    closedTables: found.closed.map((name) => ({ schema: ledgerSchema, name })),
    madeByThisMigration: isReadable ? await readMadeThings(client, migrationId) : [],
    claims: isReadable ? await readClaims(client, migrationId, chosen) : [],
  }
}

async function readClaims(
  client: pg.ClientBase,
  migrationId: string,
  chosen: TargetQuestions['tables'],
): Promise<TargetClaim[]> {
  const byRelation = new Map(chosen.map(({ schema, name }) => [qualified(schema, name), { schema, name }]))
  const { rows } = await client.query<{ relation: string; migration: string; installation: string }>(
    `SELECT relation, migration, installation FROM ${quoteIdent(ledgerSchema)}.target_claim
      WHERE migration <> $1 AND relation = ANY ($2::text[]) ORDER BY relation`,
    [migrationId, [...byRelation.keys()]],
  )
  return rows.flatMap(({ relation, migration, installation }) => {
    const table = byRelation.get(relation)
    return table === undefined ? [] : [{ table, migrationId: migration, installationId: installation }]
  })
}

/** What steps of this migration, in whichever run, left the receipt of having made. */
async function readMadeThings(client: pg.ClientBase, migrationId: string): Promise<string[]> {
  const { rows } = await client.query<{ relation: string }>(
    `SELECT DISTINCT relation FROM ${quoteIdent(ledgerSchema)}.receipt
      WHERE migration = $1 AND split_part(kind, '@', 1) = 'step' ORDER BY 1`,
    [migrationId],
  )
  return rows.map(({ relation }) => relation)
}
