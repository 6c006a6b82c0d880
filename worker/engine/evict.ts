import type pg from 'pg'
import type { DescribedError } from '@/connectors/errors'
import { clashingRows } from '@/connectors/postgres/clash'
import { expelRows, ownRows } from '@/connectors/postgres/expel'
import { sealerOf } from './seal-values'
import { type Evicted, refusalOf, type Sifting } from './sifting'

/**
 * Rows in the target that a row of this chunk clashes with, where all of them are of later chunks of the same table; null: somebody
 * else's are among them, or rows of earlier chunks, which have the smaller keys.
 */
export async function findEvictable(
  { run, sessions, chunk, picking }: Sifting,
  error: DescribedError,
  values: readonly (string | null)[],
): Promise<Evicted[] | null> {
  const { client } = await sessions.target()
  const ctids = await clashingRows(client, picking.task, error.constraint ?? '', values)
  const own = await ownRows(client, run.hold, picking.task, ctids)
  if (ctids.length === 0 || own.length < ctids.length || own.some((row) => row.chunk <= chunk.n)) return null
  return own.map(({ ctid }) => ({ ctid, refusal: refusalOf(error) }))
}

/** Takes the rows that give way out of the target, in the transaction of the rows that they give way to. */
export async function evict({ run, chunk, picking, evicted }: Sifting, target: pg.Client): Promise<void> {
  if (evicted.size === 0) return
  const { hold, plan } = run
  const { task, naming } = picking
  const own = await ownRows(target, hold, task, [...evicted.keys()])
  const hash = plan.validateData ? await run.hashes.of(target, task) : null
  const seal = await sealerOf(run, task)
  const key = naming.kind === 'key' ? naming.columns : []
  for (const [ctid, { refusal }] of evicted) {
    const rows = own.filter((row) => row.ctid === ctid && row.chunk > chunk.n)
    await expelRows(target, hold, rows, { task, refusal, key, hash, seal })
  }
}
