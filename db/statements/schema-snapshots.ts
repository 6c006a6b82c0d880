import { desc, eq, inArray } from 'drizzle-orm'
import type { Catalog } from '@/domain/catalog/catalog'
import { connections, schemaSnapshots } from '../schema/connections'
import type { Tx } from '../transaction'

/** Older introspections of a connection than these are let go: a catalog may take megabytes. */
const kept = 5

/** Stores what introspection read as a connection's newest schema; its introspection is then idle. */
export async function insertSnapshot(
  tx: Tx,
  snapshot: { connectionId: string; catalog: Catalog; now: Date },
): Promise<void> {
  const { connectionId, catalog, now } = snapshot
  await tx.insert(schemaSnapshots).values({
    connectionId,
    catalog,
    fingerprint: catalog.fingerprint,
    versionText: catalog.server.versionText,
    tables: catalog.tables.length,
    takenAt: now,
  })
  const old = await tx
    .select({ id: schemaSnapshots.id })
    .from(schemaSnapshots)
    .where(eq(schemaSnapshots.connectionId, connectionId))
    .orderBy(desc(schemaSnapshots.takenAt))
    .offset(kept)
  if (old.length > 0) {
    await tx.delete(schemaSnapshots).where(
      inArray(
        schemaSnapshots.id,
        old.map(({ id }) => id),
      ),
    )
  }
  await tx
    .update(connections)
    .set({ introspectionState: 'idle', introspectionReason: null, introspectionFix: null })
    .where(eq(connections.id, connectionId))
}
