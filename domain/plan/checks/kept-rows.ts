import type { Matched } from '../plan-context'

/** About how many bytes of a table the target keeps for a rollback. An upsert replaces at most as many rows as it brings. */
export function keptBytes({ source, target, presence, writeMode }: Matched): bigint {
  if (target === null || presence !== 'exists') return 0n
  const [theirs, ours] = [BigInt(target.sizeBytes), BigInt(source.sizeBytes)]
  if (writeMode.mode === 'truncate') return theirs
  return writeMode.mode === 'upsert' ? (theirs < ours ? theirs : ours) : 0n
}
