import type { Topic } from '@/domain/contracts/live'

/** How far a stream has told each topic: a migration's newest event, a project's moment (milliseconds since the epoch). */
export type Cursors = ReadonlyMap<string, number>

/** A topic as a key. */
export const keyOf = ({ kind, id }: Topic): string => `${kind}:${id}`

const entryPattern = /^(m|p)([0-9a-f-]{36})\.([0-9a-z]{1,10})$/
const mostEntries = 40

/** The cursors as the id of an event: short, and free of what an SSE id may not hold. */
export function formatCursors(cursors: Cursors): string {
  return [...cursors]
    .map(([key, at]) => `${key.charAt(0)}${key.slice(key.indexOf(':') + 1)}.${at.toString(36)}`)
    .join('~')
}

/** Reads an event's id. What Godwit has not written is passed over: that topic then begins anew. */
export function parseCursors(id: string | null | undefined): Map<string, number> {
  const cursors = new Map<string, number>()
  for (const entry of (id ?? '').split('~').slice(0, mostEntries)) {
    const [, kind, topicId, at] = entryPattern.exec(entry) ?? []
    if (kind === undefined || topicId === undefined || at === undefined) continue
    cursors.set(keyOf({ kind: kind === 'm' ? 'migration' : 'project', id: topicId }), Number.parseInt(at, 36))
  }
  return cursors
}
