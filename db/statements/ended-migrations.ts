import { and, inArray, notInArray } from 'drizzle-orm'
import type { Db } from '../client'
import { migrations } from '../schema/migrations'

/** Which of these migrations write nothing any more. */
export async function findEnded(db: Db, migrationIds: readonly string[]): Promise<string[]> {
  if (migrationIds.length === 0) return []
  const found = await db
    .select({ id: migrations.id })
    .from(migrations)
    .where(
      and(
        inArray(migrations.id, [...migrationIds]),
        notInArray(migrations.state, ['Running', 'Paused', 'RollingBack']),
      ),
    )
  return found.map((row) => row.id)
}
