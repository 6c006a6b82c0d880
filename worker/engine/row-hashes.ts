import type pg from 'pg'
import { digestVersionFor, type RowHash, rowHashOf, serverVersion, versionOf } from '@/connectors/postgres/digest'
import type { Receipt } from '@/connectors/postgres/receipts'
import type { PlanTask } from '@/domain/plan/plan'

/** How the rows of each table are hashed, of one version for the whole run; the target is asked once a table. */
export class RowHashes {
  readonly version: RowHash['version']
  private readonly known = new Map<number, RowHash>()

  constructor(version: RowHash['version']) {
    this.version = version
  }

  async of(target: pg.ClientBase, task: PlanTask): Promise<RowHash> {
    const known = this.known.get(task.n)
    if (known !== undefined) return known
    const hash = await rowHashOf(target, task, this.version)
    this.known.set(task.n, hash)
    return hash
  }
}

/** By the version of the digests that there are, which are only compared with their like; without any, by what the servers can do. */
export async function rowHashesFor(
  { source, target }: { source: pg.ClientBase | null; target: pg.ClientBase },
  receipts: readonly Receipt[],
): Promise<RowHashes> {
  const [taken] = receipts.flatMap(({ sourceDigest }) => versionOf(sourceDigest) ?? [])
  if (taken !== undefined) return new RowHashes(taken)
  const servers = [await serverVersion(target)]
  if (source !== null) servers.push(await serverVersion(source))
  return new RowHashes(digestVersionFor(servers))
}
