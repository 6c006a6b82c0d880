import type { CatalogReader } from './catalog-reader'
import { type Draft, type Ref, refOf } from './draft'
import { groupBy } from './group'

interface Row {
  catalog: string
  oid: number
  refCatalog: string
  refOid: number
  type: string
}

/** What `pg_depend` says: who needs whom, and which rows are only the inside of another thing. */
export interface Dependencies {
  needs: ReadonlyMap<Ref, Ref[]>
  /** A row type's table, an array type's element, a constraint's index, an extension's member → the whole. */
  wholeOf: ReadonlyMap<Ref, Ref>
}

export const readDependencies = async ({ query }: CatalogReader): Promise<Dependencies> => {
  // Members of extensions may be older than the first user OID (plpgsql); whatever initdb made needs nothing of ours.
  const rows = await query<Row>(
    `SELECT DISTINCT d.classid::regclass::text AS catalog, d.objid AS oid, d.refclassid::regclass::text AS "refCatalog",
            d.refobjid AS "refOid", d.deptype::text AS type
       FROM pg_depend d WHERE d.deptype IN ('n', 'a', 'i', 'e') AND (d.objid >= 16384 OR d.deptype = 'e')`,
  )
  const edges = rows.map((row) => ({
    from: refOf(row.catalog, row.oid),
    to: refOf(row.refCatalog, row.refOid),
    inside: row.type === 'i' || row.type === 'e',
  }))
  const needs = groupBy(edges, ({ from }) => from)
  return {
    needs: new Map([...needs].map(([from, own]) => [from, own.map(({ to }) => to)])),
    wholeOf: new Map(edges.filter(({ inside }) => inside).map(({ from, to }) => [from, to])),
  }
}

/** A chain of insides (the index of a constraint of a table …) is never longer. */
const depth = 8

/** Finds the draft that makes a row of the catalogs: itself, the thing that it is a piece of, or the thing it is inside of. */
export const makerFinder = (drafts: readonly Draft[], { wholeOf }: Dependencies): ((ref: Ref) => Draft | undefined) => {
  const makers = new Map<Ref, Draft>()
  for (const draft of drafts) for (const ref of draft.alsoKnownAs) makers.set(ref, draft)
  for (const draft of drafts) for (const piece of draft.pieces) makers.set(piece.ref, draft)
  for (const draft of drafts) makers.set(draft.ref, draft)
  return (ref) => {
    let at: Ref | undefined = ref
    for (let step = 0; at !== undefined && step < depth; step++) {
      const maker = makers.get(at)
      if (maker) return maker
      at = wholeOf.get(at)
    }
    return undefined
  }
}

/** For each draft the drafts that must be made before it, itself never among them. */
export const edgesOf = (drafts: readonly Draft[], dependencies: Dependencies): Map<Draft, Set<Draft>> => {
  const makerOf = makerFinder(drafts, dependencies)
  const said = new Map<Draft, Set<Ref>>(drafts.map((draft) => [draft, new Set(draft.needs)]))
  for (const [from, refs] of dependencies.needs) {
    const maker = makerOf(from)
    if (!maker) continue
    const ignored = new Set(maker.ignores)
    for (const ref of refs) if (!ignored.has(ref)) said.get(maker)?.add(ref)
  }
  return new Map(
    [...said].map(([draft, refs]) => {
      const needed = new Set<Draft>()
      for (const ref of refs) {
        const maker = makerOf(ref)
        if (!maker || maker === draft) continue
        needed.add(maker)
        // Parts put together complete a whole, but none of them needs the others for that.
        if (maker.completedBy.includes(draft.ref)) continue
        for (const part of maker.completedBy) {
          const completion = makerOf(part)
          if (completion) needed.add(completion)
        }
      }
      needed.delete(draft)
      return [draft, needed]
    }),
  )
}
