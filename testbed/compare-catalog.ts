import type { Difference } from './difference'
import type { CatalogKind, Entry, Position } from './reading'

/** Compares the objects of one kind by name and definition. */
export function compareCatalog(kind: CatalogKind, source: Entry[], target: Entry[]): Difference[] {
  const differences: Difference[] = []
  const rest = new Map(target.map((entry) => [entry.object, entry.definition]))
  for (const { object, definition } of source) {
    const twin = rest.get(object)
    rest.delete(object)
    if (twin === undefined) differences.push({ kind, object, problem: 'missing', source: definition, target: null })
    else if (normalise(twin) !== normalise(definition))
      differences.push({ kind, object, problem: 'altered', source: definition, target: twin })
  }
  for (const [object, definition] of rest) {
    differences.push({ kind, object, problem: 'extra', source: null, target: definition })
  }
  return differences
}

/** A sequence of the target must not answer a value that the source has given out already. */
export function comparePositions(source: Position[], target: Position[]): Difference[] {
  const twins = new Map(target.map((position) => [position.object, position]))
  return source.flatMap(({ object, next, ascending }): Difference[] => {
    const twin = twins.get(object)
    if (twin === undefined) return [] // the kind `sequence` says so already
    if (ascending ? twin.next >= next : twin.next <= next) return []
    return [{ kind: 'position', object, problem: 'altered', source: `next ${next}`, target: `next ${twin.next}` }]
  })
}

/**
 * PostgreSQL writes `varchar IN ('a', 'b')` as a cast of an array, reads that back as an array of casts, and writes
 * it so from then on: the one form that does not survive its own round trip.
 */
function normalise(definition: string): string {
  return definition.replace(
    /\(ARRAY\[('(?:[^']|'')*'::(?:character varying|character|bpchar)(?:, '(?:[^']|'')*'::(?:character varying|character|bpchar))*)\]\)::text\[\]/g,
    (_, elements: string) =>
      `ARRAY[${elements.replace(/'(?:[^']|'')*'::[a-z ]+/g, (element) => `(${element})::text`)}]`,
  )
}
