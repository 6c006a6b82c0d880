import type { RejectGroupKey } from '@/domain/contracts/quarantine'

/** A group of rejects as one text: the same for the same group, fit for an address. */
export function groupKey({ task, sqlstate, constraint, column }: RejectGroupKey): string {
  return [String(task), sqlstate, constraint ?? '', column ?? ''].map(encodeURIComponent).join('.')
}

/** What a group is asked for by, without what is known about it. */
export function keyOf({ task, sqlstate, constraint, column }: RejectGroupKey): RejectGroupKey {
  return { task, sqlstate, constraint, column }
}
