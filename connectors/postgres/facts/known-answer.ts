import type pg from 'pg'

/** A row of several types, hashed as the rows of a migration are: two servers that answer differently cannot be compared. */
const knownRow = `ROW(pg_catalog.int8send(-2), pg_catalog.textsend('Käthe'), pg_catalog.numeric_send(1.0), pg_catalog.float8send('-0'))`
const hashRecordSince = 140_000

/** The hash of a known row by row hash v1; null where the server lacks the function. */
export async function readKnownAnswer(client: pg.ClientBase): Promise<string | null> {
  const { rows: versions } = await client.query<{ v: number }>(`SELECT current_setting('server_version_num')::int AS v`)
  if ((versions[0]?.v ?? 0) < hashRecordSince) return null
  const { rows } = await client.query<{ hash: string }>(
    `SELECT pg_catalog.hashtextextended(pg_catalog.hash_record_extended(${knownRow}, 0)::text COLLATE "C", 1)::text AS hash`,
  )
  return rows[0]?.hash ?? null
}
