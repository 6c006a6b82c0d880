import { copySelectionSql } from '@/connectors/postgres/pick-rows'
import { beginChunk } from '@/connectors/postgres/write'
import type { Selection } from '@/domain/transfer/bisect'
import { carryRows } from './carry-rows'
import { evict } from './evict'
import type { Sifting } from './sifting'

/** Copies some rows of a chunk into an open transaction of its own, all constraints checked, which the caller ends. Throws why not. */
export async function copyRows(sifting: Sifting, rows: Selection): Promise<{ landed: bigint; bytes: bigint }> {
  const { run, sessions, chunk, picking } = sifting
  const target = await sessions.target()
  await beginChunk(target.client, run.hold)
  await evict(sifting, target.client)
  const out = copySelectionSql(picking, rows)
  const { landed, bytes } = await carryRows(run, sessions, { task: picking.task, chunk: chunk.n, out })
  await target.client.query('SET CONSTRAINTS ALL IMMEDIATE')
  return { landed, bytes }
}

/** Tries some rows of a chunk; nothing of it stays. */
export async function tryRows(sifting: Sifting, rows: Selection): Promise<void> {
  await copyRows(sifting, rows)
  const { client } = await sifting.sessions.target()
  await client.query('ROLLBACK')
}
