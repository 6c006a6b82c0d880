import type pg from 'pg'
import { digestVersionFor, type RowHash, rowHashesOf, serverVersion, versionOf } from '@/connectors/postgres/digest'
import type { Receipt } from '@/connectors/postgres/receipts'
import type { PlanTask } from '@/domain/plan/plan'

/** The target is asked about so many columns at once. */
const askedColumns = 5_000

/** How the rows of each table are hashed, of one version for the whole run; the target is asked about many tables at once. */
export class RowHashes {
  readonly version: RowHash['version']
  private readonly tasks: readonly PlanTask[]
  private readonly known = new Map<number, Promise<RowHash | Error>>()

  constructor(version: RowHash['version'], tasks: readonly PlanTask[]) {
    this.version = version
    this.tasks = tasks
  }

  /** Throws where the target's table is not as planned. */
  async of(target: pg.ClientBase, task: PlanTask): Promise<RowHash> {
    const hash = await (this.known.get(task.n) ?? this.ask(target, task))
    if (hash instanceof Error) throw hash
    return hash
  }

  /** Asks about this table and those that come after it. */
  private ask(target: pg.ClientBase, task: PlanTask): Promise<RowHash | Error> {
    const asked = [task]
    let columns = task.columns.length
    for (const other of this.tasks) {
      if (other.n <= task.n || this.known.has(other.n)) continue
      columns += other.columns.length
      if (columns > askedColumns) break
      asked.push(other)
    }
    const answer = rowHashesOf(target, asked, this.version)
    const each = asked.map(({ n }, at) => {
      const hash = answer.then((hashes) => hashes[at] ?? new Error('The target did not answer for every table.'))
      // Whoever waits hears of a broken connection; the next one asks again.
      hash.catch(() => this.known.delete(n))
      this.known.set(n, hash)
      return hash
    })
    return each[0] ?? Promise.reject(new Error('Nothing was asked.'))
  }
}

/** By the version of the digests that there are, which are only compared with their like; without any, by what the servers can do. */
export async function rowHashesFor(
  { source, target }: { source: pg.ClientBase | null; target: pg.ClientBase },
  tasks: readonly PlanTask[],
  receipts: readonly Pick<Receipt, 'sourceDigest'>[],
): Promise<RowHashes> {
  const [taken] = receipts.flatMap(({ sourceDigest }) => versionOf(sourceDigest) ?? [])
  if (taken !== undefined) return new RowHashes(taken, tasks)
  const servers = [await serverVersion(target)]
  if (source !== null) servers.push(await serverVersion(source))
  return new RowHashes(digestVersionFor(servers), tasks)
}
