import type { Catalog } from '../catalog/catalog'
import type { CatalogObject } from '../catalog/catalog-object'
import type { TablePair } from './pair-tables'
import type { Omitted } from './plan'
import { relationNames } from './relation-names'
import { tableKey, tableTitle } from './table-name'

/** A thing of the source, and what stands in its place in the target. */
export interface Conflict {
  readonly object: CatalogObject
  /** Identity of what is there. */
  readonly found: string
  /**
   * - `name`: another kind of thing bears the name.
   * - `definition`: the same kind, made differently.
   * - `wording`: the same kind, perhaps only written differently by another version; it is used as it is.
   * - `left-behind`: made by an earlier run of this migration, and the source has changed since.
   */
  readonly by: 'name' | 'definition' | 'wording' | 'left-behind'
}

/** What has to be done in the target for each carried object. */
export interface Reconciled {
  /** To be applied, in order. */
  readonly steps: readonly CatalogObject[]
  /** There already, alike: used as they are. */
  readonly present: readonly CatalogObject[]
  readonly conflicts: readonly Conflict[]
  /** Things of tables that exist in the target, where those keep their own. */
  readonly omitted: readonly Omitted[]
}

export interface ReconcileWith {
  readonly target: Pick<Catalog, 'objects' | 'tables'>
  /** Identities of what earlier runs of this migration made. */
  readonly made: ReadonlySet<string>
  /** Both servers are of one major version, and write the same definition alike. */
  readonly sameDialect: boolean
}

/** Follow the rows, whatever was there. */
const alwaysDone: readonly CatalogObject['kind'][] = ['sequence-value', 'materialized-view-data']
/** One of the name is as good as another. */
const anyWillDo: readonly CatalogObject['kind'][] = ['schema', 'extension']
/** Written alike by every version. */
const sameInEveryDialect: readonly CatalogObject['kind'][] = ['enum', 'composite', 'sequence']

type Fate = 'step' | 'present' | { readonly conflict: Conflict } | { readonly omitted: string }

/**
 * Compares what is carried with what the target has. What this migration made earlier is a step again: the engine knows
 * by its receipts what is done.
 */
export function reconcile(
  carried: readonly CatalogObject[],
  pairs: readonly TablePair[],
  given: ReconcileWith,
): Reconciled {
  const byKey = new Map(pairs.map((pair) => [tableKey(pair.source), pair]))
  const there = new Map(given.target.objects.map((object) => [object.identity, object]))
  const names = relationNames(given.target)
  const steps: CatalogObject[] = []
  const present: CatalogObject[] = []
  const conflicts: Conflict[] = []
  const omitted: Omitted[] = []
  for (const object of carried) {
    const owner = object.table === null ? undefined : byKey.get(tableKey(object.table))
    const found = there.get(object.identity)
    const fate = owner?.presence === 'exists' ? ofExisting(object, found) : fateOf(object, found, owner, given, names)
    if (fate === 'step') steps.push(object)
    else if (fate === 'present') present.push(object)
    else if ('conflict' in fate) conflicts.push(fate.conflict)
    else omitted.push({ kind: object.kind, identity: object.identity, reason: fate.omitted })
  }
  return { steps, present, conflicts, omitted }
}

/** A table that is not ours keeps its own; only its sequences follow the rows. */
function ofExisting(object: CatalogObject, found: CatalogObject | undefined): Fate {
  if (object.kind === 'sequence-value' && found !== undefined) return 'step'
  if (object.kind === 'table' || (found !== undefined && sameDdl(found, object))) return 'present'
  return { omitted: `${object.table ? tableTitle(object.table) : 'It'} exists in the target and keeps its own.` }
}

function fateOf(
  object: CatalogObject,
  found: CatalogObject | undefined,
  owner: TablePair | undefined,
  { made, sameDialect }: ReconcileWith,
  names: ReturnType<typeof relationNames>,
): Fate {
  if (alwaysDone.includes(object.kind)) return 'step'
  if (found === undefined) {
    const other = names.takenBy(object)
    return other === null ? 'step' : { conflict: { object, found: other, by: 'name' } }
  }
  const alike = sameDdl(found, object)
  if (made.has(object.identity)) {
    const changed = sameDialect ? !alike : object.kind === 'table' && owner !== undefined && columnsChanged(owner)
    return changed ? { conflict: { object, found: found.identity, by: 'left-behind' } } : 'step'
  }
  if (alike || anyWillDo.includes(object.kind)) return 'present'
  if (object.kind === 'comment') return { omitted: 'The target has a comment of its own there.' }
  const sure = sameDialect || sameInEveryDialect.includes(object.kind)
  return { conflict: { object, found: found.identity, by: sure ? 'definition' : 'wording' } }
}

const sameDdl = (a: CatalogObject, b: CatalogObject) =>
  a.ddl.length === b.ddl.length && a.ddl.every((statement, index) => statement === b.ddl[index])

function columnsChanged({ source, target }: TablePair): boolean {
  const text = (table: TablePair['target']) =>
    JSON.stringify(table?.columns.map(({ name, type, generated, identity }) => [name, type, generated, identity]))
  return text(source) !== text(target)
}
