import type { Db } from '../client'
import { installation } from '../schema/people'

type ValueKey = (typeof installation.$inferSelect)['valueKey']

/** Tells workers for which public key they seal values of rows besides their own. */
export async function publishValueKey(db: Db, valueKey: NonNullable<ValueKey>): Promise<void> {
  await db.update(installation).set({ valueKey })
}

/** That key; null while no web process has told it. */
export async function readValueKey(db: Db): Promise<ValueKey> {
  const [row] = await db.select({ valueKey: installation.valueKey }).from(installation)
  return row?.valueKey ?? null
}
