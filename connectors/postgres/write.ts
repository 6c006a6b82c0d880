import type pg from 'pg'
import { beginFenced, type Writer } from './fence'
import { insertReceiptSql, type NewReceipt } from './receipts'

/**
 * Opens a chunk's transaction on the target. Throws `FencedOut` where the epoch is no longer the writer's.
 * Its commit does not wait for the disk: rows and receipt are kept or lost together.
 */
export const beginChunk = (target: pg.ClientBase, writer: Writer): Promise<void> =>
  beginFenced(target, writer, { durable: false })

/**
 * Ends a chunk's transaction: deferred constraints now, so that they fail here and not at the commit, then the receipt and
 * its rejects, then the commit. An error that is not the server's own leaves open whether it took place: only the receipt knows.
 */
export async function commitChunk(
  target: pg.ClientBase,
  writer: Writer,
  receipt: NewReceipt,
  rejects: string | null = null,
): Promise<void> {
  const rest = rejects === null ? '' : `${rejects}; `
  await target.query(`SET CONSTRAINTS ALL IMMEDIATE; ${insertReceiptSql(writer, receipt)}; ${rest}COMMIT`)
}
