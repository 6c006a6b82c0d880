import type { CatalogObject } from '../catalog/catalog-object'
import type { CatalogTable } from '../catalog/catalog-table'
import { madeOn, tooNewFor } from './older-server'
import type { Omitted } from './plan'
import { tableKey, tableTitle } from './table-name'

/** What goes with the chosen tables, in the catalog's order, and everything else by name and reason: nothing silently missing. */
export interface Carried {
  readonly objects: readonly CatalogObject[]
  readonly omitted: readonly Omitted[]
}

/** Things that only say something about another thing, and go where it goes. */
const remarks: readonly CatalogObject['kind'][] = [
  'comment',
  'sequence-value',
  'materialized-view-data',
  'cluster-mark',
]

/**
 * Sorts the source's objects. Left behind is what Godwit does not carry, what belongs to a table left out, and what
 * depends on any such thing, however far; so is what the target is too old for, and a thing that is made without some part
 * for that reason is named as well. With `onlyNeeded` (somebody named the tables) also what the tables neither need nor
 * have: a function on its own, say; views that read nothing but chosen tables go along.
 */
export function carryObjects({
  objects,
  leftOut,
  onlyNeeded,
  target,
}: {
  readonly objects: readonly CatalogObject[]
  readonly leftOut: readonly CatalogTable[]
  readonly onlyNeeded: boolean
  readonly target: CarryTarget
}): Carried {
  const reasons = notCarried(objects, new Set(leftOut.map(tableKey)), target)
  if (onlyNeeded) {
    const possible = objects.filter((object) => !reasons.has(object.identity))
    const needed = neededBy(possible)
    for (const { identity } of possible) {
      if (!needed.has(identity)) reasons.set(identity, 'None of the chosen tables needs it.')
    }
  }
  const made = objects
    .filter(({ identity }) => !reasons.has(identity))
    .map((object) => (target.has(object) ? { object, lacks: null } : madeOn(object, target.major)))
  const lacking = new Map(made.map(({ object, lacks }) => [object.identity, lacks]))
  return {
    objects: made.map(({ object }) => object),
    omitted: objects.flatMap(({ kind, identity }) => {
      const reason = reasons.get(identity) ?? lacking.get(identity) ?? null
      return reason === null ? [] : [{ kind, identity, reason }]
    }),
  }
}

/** Where the things are carried to. */
export interface CarryTarget {
  /** Major version. */
  readonly major: number
  /** It has the table already that this is, or belongs to: that keeps its own, and nothing is made. */
  readonly has: (object: CatalogObject) => boolean
}

/** Identity → why it stays behind; spreads along `dependsOn` to whatever needs it. */
function notCarried(
  objects: readonly CatalogObject[],
  leftOut: ReadonlySet<string>,
  target: CarryTarget,
): Map<string, string> {
  const reasons = new Map<string, string>()
  for (const object of objects) {
    const reason = ownReason(object, leftOut) ?? (target.has(object) ? null : tooNewFor(object, target.major))
    if (reason !== null) reasons.set(object.identity, reason)
  }
  const dependents = dependentsOf(objects)
  const queue = [...reasons.keys()]
  for (let identity = queue.pop(); identity !== undefined; identity = queue.pop()) {
    for (const dependent of dependents.get(identity) ?? []) {
      if (reasons.has(dependent)) continue
      reasons.set(dependent, `It needs ${identity}, which stays behind.`)
      queue.push(dependent)
    }
  }
  return reasons
}

function ownReason(object: CatalogObject, leftOut: ReadonlySet<string>): string | null {
  if (object.phase === null) return object.reason ?? 'Godwit does not carry this kind of thing.'
  const { kind, schema, name, table } = object
  if (kind === 'table' && schema !== null && leftOut.has(tableKey({ schema, name }))) {
    return 'The mapping leaves it out.'
  }
  if (table !== null && leftOut.has(tableKey(table))) {
    return `It belongs to ${tableTitle(table)}, which the mapping leaves out.`
  }
  return null
}

/** Identities that the tables need or have, or that are made of the tables. */
function neededBy(objects: readonly CatalogObject[]): Set<string> {
  const byIdentity = new Map(objects.map((object) => [object.identity, object]))
  const dependents = dependentsOf(objects)
  const roots = objects.filter(({ kind, table }) => kind === 'table' || table !== null).map(({ identity }) => identity)
  const madeOfTables = reach(roots, (identity) => dependents.get(identity) ?? [])
  const needed = reach([...madeOfTables], (identity) => byIdentity.get(identity)?.dependsOn ?? [])
  for (const { kind, identity, dependsOn } of objects) {
    if (remarks.includes(kind) && dependsOn.some((other) => needed.has(other))) needed.add(identity)
  }
  return needed
}

function reach(from: readonly string[], next: (identity: string) => readonly string[]): Set<string> {
  const reached = new Set(from)
  const queue = [...from]
  for (let identity = queue.pop(); identity !== undefined; identity = queue.pop()) {
    for (const other of next(identity)) {
      if (reached.has(other)) continue
      reached.add(other)
      queue.push(other)
    }
  }
  return reached
}

function dependentsOf(objects: readonly CatalogObject[]): Map<string, string[]> {
  const dependents = new Map<string, string[]>()
  for (const { identity, dependsOn } of objects) {
    for (const needed of dependsOn) {
      const list = dependents.get(needed)
      if (list) list.push(identity)
      else dependents.set(needed, [identity])
    }
  }
  return dependents
}
