import type { CatalogObjectKind } from '@/domain/catalog/catalog-object'
import type { Draft } from './draft'

/** Made before the rows if they can be, but no table is the worse if they come later. */
const movable: ReadonlySet<CatalogObjectKind> = new Set(['function', 'aggregate', 'operator', 'cast'])

type Edges = ReadonlyMap<Draft, ReadonlySet<Draft>>

/**
 * The phase of each draft that is carried, so that nothing before the rows needs anything that comes after them: what a
 * table needs comes before, whatever its kind; what only views need may wait for them.
 */
export const settlePhases = (edges: Edges): Map<Draft, Draft['phase']> => {
  const phases = new Map([...edges.keys()].map((draft) => [draft, draft.phase]))
  const mustBeBefore = [...edges.keys()].filter(({ phase, kind }) => phase === 'before' && !movable.has(kind))
  for (const draft of reach(mustBeBefore, (node) => edges.get(node) ?? [])) phases.set(draft, 'before')

  const dependents = new Map<Draft, Draft[]>([...edges.keys()].map((draft) => [draft, []]))
  for (const [draft, needed] of edges) for (const other of needed) dependents.get(other)?.push(draft)
  const later = [...phases].filter(([, phase]) => phase === 'after').map(([draft]) => draft)
  for (const draft of reach(later, (node) => dependents.get(node) ?? [])) phases.set(draft, 'after')
  return phases
}

/** Why drafts cannot be carried: their own reason, or what they need and is not carried, however far away. */
export const settleReasons = (edges: Edges): Map<Draft, string> => {
  const reasons = new Map<Draft, string>()
  for (const draft of edges.keys()) if (draft.phase === null) reasons.set(draft, draft.reason ?? 'It is not carried.')
  let spreading = reasons.size > 0
  while (spreading) {
    spreading = false
    for (const [draft, needed] of edges) {
      const missing = reasons.has(draft) ? undefined : [...needed].find((other) => reasons.has(other))
      if (!missing) continue
      reasons.set(draft, `It needs ${missing.kind} ${missing.identity}, which is not carried.`)
      spreading = true
    }
  }
  return reasons
}

const reach = (from: readonly Draft[], next: (draft: Draft) => Iterable<Draft>): Set<Draft> => {
  const reached = new Set(from)
  const queue = [...from]
  for (let draft = queue.pop(); draft; draft = queue.pop()) {
    for (const other of next(draft)) {
      if (reached.has(other)) continue
      reached.add(other)
      queue.push(other)
    }
  }
  return reached
}
