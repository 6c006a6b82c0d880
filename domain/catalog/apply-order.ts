import { type CatalogObject, catalogObjectKindSchema } from './catalog-object'

const kindRank = new Map(catalogObjectKindSchema.options.map((kind, rank) => [kind, rank]))
const phaseRank = (object: CatalogObject) => (object.phase === 'before' ? 0 : object.phase === 'after' ? 1 : 2)

const byPreference = (a: CatalogObject, b: CatalogObject) =>
  phaseRank(a) - phaseRank(b) ||
  (kindRank.get(a.kind) ?? 0) - (kindRank.get(b.kind) ?? 0) ||
  (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0)

/**
 * The order in which objects can be made: each after everything it depends on; within that freedom by phase, kind and
 * identity, so that the same objects always give the same order. Dependencies on objects outside the list count as met.
 * A cycle, which introspection breaks by itself, is cut at the place where the order meets it.
 */
export const applyOrder = (objects: readonly CatalogObject[]): CatalogObject[] => {
  const preferred = [...objects].sort(byPreference)
  const byIdentity = new Map(preferred.map((object) => [object.identity, object]))
  const position = new Map(preferred.map((object, index) => [object, index]))
  const dependencies = (object: CatalogObject) =>
    object.dependsOn
      .flatMap((identity) => byIdentity.get(identity) ?? [])
      .sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0))

  const ordered: CatalogObject[] = []
  const seen = new Set<CatalogObject>()
  // A stack of its own: chains of dependent views can be longer than the call stack.
  const visit = (root: CatalogObject) => {
    if (seen.has(root)) return
    seen.add(root)
    const stack = [{ object: root, waitingFor: dependencies(root), next: 0 }]
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const dependency = frame.waitingFor[frame.next]
      frame.next += 1
      if (!dependency) {
        ordered.push(frame.object)
        stack.pop()
      } else if (!seen.has(dependency)) {
        seen.add(dependency)
        stack.push({ object: dependency, waitingFor: dependencies(dependency), next: 0 })
      }
    }
  }
  preferred.forEach(visit)
  return ordered
}
