import type { CatalogObject } from '../catalog/catalog-object'
import type { PlanStep } from './plan'
import { refOf } from './table-name'

/** What is applied around the rows, numbered in order: everything before them (`lastBefore` last), then everything after (`firstAfter` first). */
export function planSteps(
  objects: readonly CatalogObject[],
  lastBefore: readonly Omit<PlanStep, 'n'>[] = [],
  firstAfter: readonly Omit<PlanStep, 'n'>[] = [],
): PlanStep[] {
  const of = (phase: PlanStep['phase']) =>
    objects
      .filter((object) => object.phase === phase && object.ddl.length > 0)
      .map(({ kind, identity, ddl, table }) => ({ phase, kind, identity, sql: ddl, table: table && refOf(table) }))
  return [...of('before'), ...lastBefore, ...firstAfter, ...of('after')].map((step, n) => ({ n, ...step }))
}
