import { bytesInWords, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { keptBytes } from './kept-rows'

/** What the run adds to the target. PostgreSQL does not tell how much room there is: a person compares. */
export function disk({ matched, target, config }: Pick<PlanContext, 'matched' | 'target' | 'config'>) {
  if (matched.length === 0) return []
  const heap = matched.reduce((sum, { source }) => sum + BigInt(source.sizeBytes), 0n)
  const indexes = matched
    .flatMap(({ source }) => source.indexes)
    .reduce((sum, index) => sum + BigInt(index.sizeBytes), 0n)
  const kept = config.enableRollback ? matched.reduce((sum, table) => sum + keptBytes(table), 0n) : 0n
  const parts = [
    `rows ${bytesInWords(heap)}`,
    `indexes ${bytesInWords(indexes)}`,
    ...(kept > 0n ? [`kept for a rollback ${bytesInWords(kept)}`] : []),
  ]
  return [
    passed({
      id: 'disk',
      title: `The run adds about ${bytesInWords(heap + indexes + kept)} to the target.`,
      detail:
        'And about as much write-ahead log, until the next checkpoints. PostgreSQL does not tell how much room is left: a full disk pauses the run, and it goes on afterwards.',
      evidence: `${parts.join(', ')}; the target’s database has ${bytesInWords(BigInt(target.facts.databaseBytes))} now`,
    }),
  ]
}
