import { alg, Graph } from '@dagrejs/graphlib'
import { type Dependencies, edgesOf, makerFinder } from './dependencies'
import { type Draft, draft, type Ref } from './draft'

export interface Untangled {
  drafts: Draft[]
  /** For each draft what must be made before it. */
  edges: Map<Draft, Set<Draft>>
  /** Pieces that are statements of their own, and views that replace an outline. */
  apart: Set<Ref>
}

/** A view that is made twice: in outline for those it is tangled up with, then for good. */
interface Outline {
  outline: Draft
  view: Draft
  tangledWith: Set<Draft>
}

/**
 * Takes cycles apart as pg_dump does: a default or a check becomes a statement of its own, a view gets an outline that
 * is replaced later. A cycle without such a way out stays as it is, and the server names it when it is applied.
 */
export const untangle = (given: readonly Draft[], dependencies: Dependencies): Untangled => {
  const drafts = [...given]
  const outlines: Outline[] = []
  const apart = new Set<Ref>()
  for (;;) {
    const edges = throughOutlines(edgesOf(drafts, dependencies), outlines)
    const cycles = cyclesOf(edges)
    const pieces = cycles.flatMap((cycle) => tanglingPieces(cycle, drafts, dependencies, apart))
    const views = pieces.length > 0 ? [] : cycles.flatMap((cycle) => outlineOne(cycle, apart))
    if (pieces.length === 0 && views.length === 0) return { drafts, edges, apart }
    drafts.push(...pieces, ...views.map(({ outline }) => outline))
    outlines.push(...views)
    for (const { ref } of [...pieces, ...views.map(({ view }) => view)]) apart.add(ref)
  }
}

const cyclesOf = (edges: ReadonlyMap<Draft, ReadonlySet<Draft>>): Draft[][] => {
  const graph = new Graph()
  const byRef = new Map([...edges.keys()].map((node) => [node.ref, node]))
  for (const [node, needed] of stripped(edges)) for (const other of needed) graph.setEdge(node.ref, other.ref)
  return alg.findCycles(graph).map((refs) => refs.flatMap((ref) => byRef.get(ref) ?? []))
}

/** The graph without all that can be made at once: most databases leave nothing, and what is left is small. */
const stripped = (edges: ReadonlyMap<Draft, ReadonlySet<Draft>>): Map<Draft, Set<Draft>> => {
  const left = new Map([...edges].map(([node, needed]) => [node, new Set(needed)]))
  const neededBy = new Map<Draft, Draft[]>([...left.keys()].map((node) => [node, []]))
  for (const [node, needed] of left) for (const other of needed) neededBy.get(other)?.push(node)
  const free = [...left].filter(([, needed]) => needed.size === 0).map(([node]) => node)
  for (let node = free.pop(); node; node = free.pop()) {
    left.delete(node)
    for (const dependent of neededBy.get(node) ?? []) {
      const needed = left.get(dependent)
      if (needed?.delete(node) && needed.size === 0) free.push(dependent)
    }
  }
  return left
}

/** The pieces inside a cycle that need another of its members themselves. */
const tanglingPieces = (
  cycle: readonly Draft[],
  drafts: readonly Draft[],
  dependencies: Dependencies,
  apart: ReadonlySet<Ref>,
): Draft[] => {
  const makerOf = makerFinder(drafts, dependencies)
  const members = new Set<Draft | undefined>(cycle)
  return cycle.flatMap((owner) =>
    owner.pieces.filter(({ ref }) => {
      const needed = dependencies.needs.get(ref) ?? []
      return !apart.has(ref) && needed.some((other) => makerOf(other) !== owner && members.has(makerOf(other)))
    }),
  )
}

const outlineOne = (cycle: readonly Draft[], apart: ReadonlySet<Ref>): Outline[] => {
  const [view] = cycle
    .filter(({ ref, outline }) => outline !== null && !apart.has(ref))
    .sort((a, b) => (a.identity < b.identity ? -1 : 1))
  if (!view?.outline) return []
  const { sql, needs } = view.outline
  const outline = draft(
    {
      ref: `outline:${view.ref}`,
      kind: 'view',
      identity: `${view.identity} in outline`,
      schema: view.schema,
      name: view.name,
      phase: view.phase,
      needs,
    },
    () => [sql],
  )
  return [{ outline, view, tangledWith: new Set(cycle.filter((member) => member !== view)) }]
}

const throughOutlines = (edges: Map<Draft, Set<Draft>>, outlines: readonly Outline[]): Map<Draft, Set<Draft>> => {
  for (const { outline, view, tangledWith } of outlines) {
    for (const member of tangledWith) if (edges.get(member)?.delete(view)) edges.get(member)?.add(outline)
    edges.get(view)?.add(outline)
  }
  return edges
}
