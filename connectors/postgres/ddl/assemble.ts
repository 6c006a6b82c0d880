import { applyOrder } from '@/domain/catalog/apply-order'
import type { CatalogObject } from '@/domain/catalog/catalog-object'
import { untangle } from './cycles'
import type { Dependencies } from './dependencies'
import type { Draft } from './draft'
import { settlePhases, settleReasons } from './phases'

/** Turns drafts and dependencies into the catalog's objects, in the order of applying them. */
export const assemble = (given: readonly Draft[], dependencies: Dependencies): CatalogObject[] => {
  const { edges, apart } = untangle(given, dependencies)
  waitForOtherRefreshes(edges)
  const reasons = settleReasons(edges)
  const carried = new Map([...edges].filter(([draft]) => !reasons.has(draft)))
  const phases = settlePhases(carried)
  const identityOf = (draft: Draft) => `${draft.kind} ${draft.identity}`

  const objects = [...edges].map(([draft, needed]): CatalogObject => {
    const reason = reasons.get(draft) ?? null
    return {
      kind: draft.kind,
      identity: identityOf(draft),
      schema: draft.schema,
      name: draft.name,
      table: draft.table,
      phase: reason === null ? (phases.get(draft) ?? null) : null,
      ddl: reason === null ? draft.write(apart) : [],
      dependsOn: [...needed].map(identityOf).sort(),
      roles: draft.roles,
      newer: draft.newer,
      reason,
    }
  })
  return applyOrder(objects)
}

/** A materialized view is filled after those it reads, also where it reads them through views. */
const waitForOtherRefreshes = (edges: Map<Draft, Set<Draft>>) => {
  const byMade = new Map<Draft, Draft>()
  for (const [draft, needed] of edges) {
    if (draft.kind !== 'materialized-view-data') continue
    for (const made of needed) if (made.kind === 'materialized-view') byMade.set(made, draft)
  }
  for (const [made, filled] of byMade) {
    const seen = new Set<Draft>([made])
    const queue = [made]
    for (let at = queue.pop(); at; at = queue.pop()) {
      for (const other of edges.get(at) ?? []) {
        if (seen.has(other)) continue
        seen.add(other)
        queue.push(other)
        const otherFilled = byMade.get(other)
        if (otherFilled) edges.get(filled)?.add(otherFilled)
      }
    }
  }
}
