import type { Db } from '../client'
import { installation } from '../schema/people'
import type { Tx } from '../transaction'

/** Which Godwit this is: ledgers of targets name the one that writes there. */
export async function readInstallationId(db: Db | Tx): Promise<string> {
  const [row] = await db.select({ id: installation.installationId }).from(installation)
  if (row === undefined) throw new Error('This Godwit has no installation id.')
  return row.id
}
