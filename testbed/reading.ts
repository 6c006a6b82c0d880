import pg from 'pg'
import { objectKinds } from './catalog-objects'
import { tableKinds } from './catalog-tables'
import { type RowGroup, readDigest, readRows, readTables, type Table, type TableDigest } from './rows'

const catalog = { ...tableKinds, ...objectKinds }

/** A kind of catalog object, as the comparison names it. */
export type CatalogKind = keyof typeof catalog
export const catalogKinds = Object.keys(catalog) as CatalogKind[]

/** One object of the catalog. `relation` is the table it belongs to, qualified and quoted. */
export type Entry = { schema: string | null; relation: string | null; object: string; definition: string }

/** Where a sequence stands: the value that its next call answers, and which way it walks. */
export type Position = { schema: string; relation: string | null; object: string; next: bigint; ascending: boolean }

/** A database as it was in one snapshot, or a copy kept of that. */
export type Reading = {
  entries(kind: CatalogKind): Promise<Entry[]>
  positions(): Promise<Position[]>
  tables(): Promise<Table[]>
  digest(table: Table): Promise<TableDigest>
  rows(table: Table): AsyncIterable<RowGroup>
}

/**
 * What can be read: a URL (now), a URL under a snapshot that another session exported, a client whose transaction is
 * left as it was, or a copy kept by `copyUnderSnapshot`.
 */
export type Side = string | { url: string; snapshot?: string } | pg.ClientBase | { reading: Reading }

/** Both sides must write values alike, whatever their servers' settings are. */
const settings = `
  SET LOCAL search_path = ''; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
  SET LOCAL xmloption = 'content'; SET LOCAL lc_monetary = 'C'; SET LOCAL quote_all_identifiers = off;
  SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0`

/** Opens `side` for reading in one snapshot and closes it again. */
export async function withReading<T>(side: Side, use: (reading: Reading) => Promise<T>): Promise<T> {
  if (typeof side === 'object' && 'reading' in side) return use(side.reading)
  if (typeof side === 'object' && !('url' in side)) return withinTransaction(side, () => use(live(side)))
  const { url, snapshot } = typeof side === 'string' ? { url: side } : side
  const client = new pg.Client({ connectionString: url, application_name: 'testbed' })
  client.on('error', () => undefined) // a connection that breaks while idle: the next query says so
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(snapshot)}`)
    await client.query(settings)
    return await use(live(client))
  } finally {
    await client.end()
  }
}

async function withinTransaction<T>(client: pg.ClientBase, use: () => Promise<T>): Promise<T> {
  await client.query(`SAVEPOINT testbed; ${settings}`)
  try {
    return await use()
  } finally {
    await client.query('ROLLBACK TO testbed; RELEASE testbed') // takes our settings back too
  }
}

function live(client: pg.ClientBase): Reading {
  return {
    entries: async (kind) => {
      const { rows } = await client.query<Entry>(
        `SELECT * FROM (${catalog[kind]}) entry (schema, relation, object, definition)`,
      )
      return rows
    },
    positions: () => readPositions(client),
    tables: () => readTables(client),
    digest: (table) => readDigest(client, table),
    rows: (table) => readRows(client, table),
  }
}

async function readPositions(client: pg.ClientBase): Promise<Position[]> {
  const { rows: sequences } = await client.query<Entry>(
    `SELECT * FROM (${catalog.sequence}) entry (schema, relation, object, definition)`,
  )
  const positions: Position[] = []
  for (const { schema, relation, object } of sequences) {
    const { rows } = await client.query<{ next: string; ascending: boolean }>(
      `SELECT CASE WHEN is_called THEN last_value::numeric + seqincrement ELSE last_value END::text AS next,
              seqincrement > 0 AS ascending
         FROM ${object}, pg_sequence WHERE seqrelid = ${pg.escapeLiteral(object)}::regclass`,
    )
    for (const { next, ascending } of rows) {
      positions.push({ schema: schema ?? '', relation, object, next: BigInt(next), ascending })
    }
  }
  return positions
}
