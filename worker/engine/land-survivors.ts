import type { DescribedError } from '@/connectors/errors'
import { digestChunk } from '@/connectors/postgres/digest'
import { qualified } from '@/connectors/postgres/identifiers'
import { pickRows } from '@/connectors/postgres/pick-rows'
import type { NewReceipt } from '@/connectors/postgres/receipts'
import { insertRejectsSql, type NewReject } from '@/connectors/postgres/rejects'
import { commitChunk } from '@/connectors/postgres/write'
import type { Probe } from '@/domain/transfer/bisect'
import type { Landed } from './board'
import { breakable } from './breakable'
import { tookPlace } from './copy-chunk'
import { sealerOf } from './seal-values'
import { refusalOf, type Sifting } from './sifting'
import { copyRows } from './try-rows'

/** Lands what is left of a chunk, its rejects and its receipt in one clean transaction. Throws why it cannot, and nothing of it stays then. */
export async function landSurvivors(sifting: Sifting, { rows, bad }: Probe<DescribedError>): Promise<Landed> {
  const { run, sessions, chunk, picking } = sifting
  const { hold, plan } = run
  const { task, bounds } = picking
  const { landed, bytes } = await copyRows(sifting, rows)
  const [source, target] = [await sessions.source(), await sessions.target()]
  const left = await breakable(run, source, pickRows(source.client, picking, rows.except))
  const hash = plan.validateData ? await run.hashes.of(target.client, task) : null
  const places = left.map(({ ctid }) => ctid)
  const digestBut = async (without: readonly string[]) =>
    hash === null ? null : (await breakable(run, source, digestChunk(source.client, task, bounds, hash, without))).text
  const sourceDigest = await digestBut(places)
  const seal = await sealerOf(run, task)
  const rejects: NewReject[] = []
  for (const [n, { place, key, values }] of left.entries()) {
    const error = bad.get(place)
    if (error === undefined) throw new Error('A row is left out, and nobody knows why.')
    const image = values === null ? null : await seal(values)
    rejects.push({ ...refusalOf(error), task: task.n, chunk: chunk.n, n, key, image })
  }
  const rowsRejected = BigInt(rejects.length)
  const receipt: NewReceipt = {
    kind: 'chunk',
    task: chunk.task,
    chunk: chunk.n,
    relation: qualified(task.target.schema, task.target.name),
    bounds,
    rowsRead: landed + rowsRejected,
    rowsLanded: landed,
    rowsRejected,
    bytes,
    sourceDigest,
    readDigest: places.length === 0 ? null : await digestBut([]),
  }
  try {
    await commitChunk(target.client, hold, receipt, insertRejectsSql(hold, rejects))
  } catch (error) {
    if (!(await tookPlace(run, sessions, target.backend, receipt))) throw error
  }
  return { rows: landed, rejected: rejects.length, bytes, sourceDigest }
}
