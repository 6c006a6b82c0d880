/** A task, as far as it matters for what a lane does next. */
export interface TaskView {
  readonly n: number
  /** Lower ones first, among tasks that fill existing tables. */
  readonly level: number
  readonly effect: 'create' | 'fill'
  readonly failed: boolean
  readonly cutAll: boolean
  /** A lane is cutting its next chunk. */
  readonly cutting: boolean
  /** Chunks with bounds that wait for a lane, and from when on they may be tried, in the run's milliseconds. */
  readonly waiting: readonly { readonly n: number; readonly notBefore: number }[]
  /** Chunks that lanes are copying. */
  readonly copying: number
  /** About what is left to cut, in bytes. */
  readonly bytesLeft: number
  readonly verification: 'open' | 'running' | 'done'
  /** A lane verifies it, and another one could take a share. */
  readonly wantsHelp: boolean
  /** From when on cutting and verifying may be tried, in the run's milliseconds. */
  readonly notBefore: number
}

export type Unit =
  | { readonly kind: 'copy'; readonly task: number; readonly chunk: number }
  | { readonly kind: 'cut'; readonly task: number }
  | { readonly kind: 'verify'; readonly task: number }
  | { readonly kind: 'help'; readonly task: number }
  /** Nothing now: until then at the latest (milliseconds of the run), or until something changes. */
  | { readonly kind: 'wait'; readonly until: number | null }
  | { readonly kind: 'done' }

const allLanded = (t: TaskView) => t.cutAll && !t.cutting && t.copying === 0 && t.waiting.length === 0
const isOver = (t: TaskView) => t.failed || (allLanded(t) && t.verification === 'done')

/**
 * What a free lane does next: a chunk that waits, the verification of a table that has landed or a share in one, or the next chunk of the largest
 * rest. A table that exists already is filled after those of lower levels, which its foreign keys may point to.
 */
export function nextUnit(tasks: readonly TaskView[], now: number): Unit {
  const unfinished = tasks.filter((t) => !isOver(t))
  if (unfinished.length === 0) return { kind: 'done' }
  const level = Math.min(
    ...unfinished.map((t) => (t.effect === 'fill' && !allLanded(t) ? t.level : Number.POSITIVE_INFINITY)),
  )
  const open = unfinished.filter((t) => t.effect === 'create' || t.level <= level)
  const units = open.flatMap(unitsOf)
  const due = units.filter((u) => u.notBefore <= now).sort(byRank)
  const [first] = due
  if (first !== undefined) return first.unit
  return { kind: 'wait', until: units.length === 0 ? null : Math.min(...units.map((u) => u.notBefore)) }
}

interface Candidate {
  readonly unit: Exclude<Unit, { kind: 'wait' | 'done' }>
  readonly notBefore: number
  /** Copying again comes first, then verifying, then cutting; within cutting the largest rest. */
  readonly rank: number
  readonly bytesLeft: number
}

function unitsOf(t: TaskView): Candidate[] {
  const { n: task, bytesLeft, notBefore } = t
  const [oldest] = [...t.waiting].sort((a, b) => a.notBefore - b.notBefore || a.n - b.n)
  if (oldest !== undefined)
    return [
      { unit: { kind: 'copy', task, chunk: oldest.n }, notBefore: oldest.notBefore, rank: 0, bytesLeft },
      ...cutOf(t),
    ]
  if (allLanded(t) && t.verification === 'open')
    return [{ unit: { kind: 'verify', task }, notBefore, rank: 1, bytesLeft }]
  if (t.wantsHelp) return [{ unit: { kind: 'help', task }, notBefore, rank: 1, bytesLeft }]
  return cutOf(t)
}

function cutOf({ n: task, cutAll, cutting, notBefore, bytesLeft }: TaskView): Candidate[] {
  return cutAll || cutting ? [] : [{ unit: { kind: 'cut', task }, notBefore, rank: 2, bytesLeft }]
}

const byRank = (a: Candidate, b: Candidate) => a.rank - b.rank || b.bytesLeft - a.bytesLeft || a.unit.task - b.unit.task
