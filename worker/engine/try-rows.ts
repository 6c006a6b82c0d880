import { copyAcross } from '@/connectors/postgres/copy'
import { copySelectionSql } from '@/connectors/postgres/pick-rows'
import { beginChunk } from '@/connectors/postgres/write'
import type { Selection } from '@/domain/transfer/bisect'
import { breakable } from './breakable'
import { evict } from './evict'
import { PlainFailure } from './failure'
import { cancelOn } from './session'
import type { Sifting } from './sifting'
import { doorOf } from './write-rows'

/** Copies some rows of a chunk into an open transaction of its own, all constraints checked, which the caller ends. Throws why not. */
export async function copyRows(sifting: Sifting, rows: Selection): Promise<{ landed: bigint; bytes: bigint }> {
  const { run, sessions, chunk, picking } = sifting
  const { hold, ports, record } = run
  const [source, target] = await Promise.all([sessions.source(), sessions.target()])
  const door = doorOf(picking.task)
  await beginChunk(target.client, hold)
  await evict(sifting, target.client)
  await door.open(target.client)
  const {
    rowsRead,
    rowsLanded: arrived,
    bytes,
  } = await copyAcross({
    source: source.client,
    target: target.client,
    out: copySelectionSql(picking, rows),
    into: door.into,
    throttle: run.throttle,
    signal: run.halt.hard,
    cancelSource: () => cancelOn(ports, record.sourceConnectionId, source.backend.pid),
    onBytes: (moved) => run.progress.moved(moved),
  })
  const rowsLanded = await breakable(run, target, door.land(target.client, hold, arrived, chunk.n))
  if (rowsRead !== rowsLanded)
    throw new PlainFailure(
      'table',
      `The source sent ${rowsRead} rows of a chunk, but the target counts ${rowsLanded}.`,
      'A rule or trigger of the target drops rows, or the network does: look there, then plan again.',
    )
  await target.client.query('SET CONSTRAINTS ALL IMMEDIATE')
  return { landed: rowsLanded, bytes: BigInt(bytes) }
}

/** Tries some rows of a chunk; nothing of it stays. */
export async function tryRows(sifting: Sifting, rows: Selection): Promise<void> {
  await copyRows(sifting, rows)
  const { client } = await sifting.sessions.target()
  await client.query('ROLLBACK')
}
