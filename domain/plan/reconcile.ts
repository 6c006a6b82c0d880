import type { Catalog } from '../catalog/catalog'
import type { CatalogObject } from '../catalog/catalog-object'
import type { TablePair } from './pair-tables'
import type { Omitted } from './plan'
import { tableKey, tableTitle } from './table-name'

/** A thing of the source, and what stands in its place in the target. */
export interface Conflict {
  readonly object: CatalogObject
  /** Identity of what is there. */
  readonly found: string
  /** `name`: another kind of thing bears the name; `definition`: the same kind, made differently. */
  readonly by: 'name' | 'definition'
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

/** Kinds that share one space of names with tables inside a schema (`pg_class`), or with the row types of tables. */
const named: readonly CatalogObject['kind'][] = [
  'sequence',
  'table',
  'index',
  'view',
  'materialized-view',
  'foreign-table',
  'composite',
  'enum',
  'domain',
  'range',
]
/** Follow the rows, whatever was there. */
const alwaysDone: readonly CatalogObject['kind'][] = ['sequence-value', 'materialized-view-data']
/** One of the name is as good as another. */
const anyWillDo: readonly CatalogObject['kind'][] = ['schema', 'extension']

/**
 * Compares what is carried with what the target has. Objects of tables that this migration made earlier are steps again:
 * the engine knows by its receipts what is done.
 */
export function reconcile(
  carried: readonly CatalogObject[],
  pairs: readonly TablePair[],
  target: Pick<Catalog, 'objects' | 'tables'>,
): Reconciled {
  const presence = new Map(pairs.map((pair) => [tableKey(pair.source), pair.presence]))
  const there = new Map(target.objects.map((object) => [object.identity, object]))
  const names = namesIn(target, (key) => presence.get(key) === 'ours')
  const result = { steps: [] as CatalogObject[], present: [] as CatalogObject[] }
  const conflicts: Conflict[] = []
  const omitted: Omitted[] = []

  for (const object of carried) {
    const owner = ownerOf(object)
    const ownerPresence = owner === null ? undefined : presence.get(tableKey(owner))
    const found = there.get(object.identity)
    const alike = found !== undefined && sameDdl(found, object)
    if (owner !== null && ownerPresence === 'exists') {
      if (object.kind === 'table' || alike) result.present.push(object)
      else if (object.kind === 'sequence-value' && found !== undefined) result.steps.push(object)
      else {
        const reason = `${tableTitle(owner)} exists in the target and keeps its own.`
        omitted.push({ kind: object.kind, identity: object.identity, reason })
      }
    } else if (ownerPresence === 'ours' || alwaysDone.includes(object.kind)) {
      result.steps.push(object)
    } else if (found === undefined) {
      const other = nameOf(object) === null ? undefined : names.get(nameOf(object) ?? '')
      if (other === undefined) result.steps.push(object)
      else conflicts.push({ object, found: other, by: 'name' })
    } else if (alike || anyWillDo.includes(object.kind)) {
      result.present.push(object)
    } else if (object.kind === 'comment') {
      const reason = 'The target has a comment of its own there.'
      omitted.push({ kind: object.kind, identity: object.identity, reason })
    } else {
      conflicts.push({ object, found: found.identity, by: 'definition' })
    }
  }
  return { ...result, conflicts, omitted }
}

/** The table that an object belongs to, or is. */
function ownerOf(object: CatalogObject) {
  if (object.kind === 'table' && object.schema !== null) return { schema: object.schema, name: object.name }
  return object.table
}

const sameDdl = (a: CatalogObject, b: CatalogObject) =>
  a.ddl.length === b.ddl.length && a.ddl.every((statement, index) => statement === b.ddl[index])

const nameOf = ({ kind, schema, name }: CatalogObject): string | null =>
  schema !== null && named.includes(kind) ? tableKey({ schema, name }) : null

/** Every name of the target that a new relation or type would clash with, and what bears it. */
function namesIn(target: Pick<Catalog, 'objects' | 'tables'>, isOurs: (key: string) => boolean): Map<string, string> {
  const names = new Map<string, string>()
  for (const object of target.objects) {
    const name = nameOf(object)
    if (name !== null) names.set(name, object.identity)
  }
  for (const table of target.tables) {
    if (isOurs(tableKey(table))) continue
    names.set(tableKey(table), `table ${tableTitle(table)}`)
    for (const { name } of table.indexes) {
      const key = tableKey({ schema: table.schema, name })
      if (!names.has(key)) names.set(key, `index ${tableTitle({ schema: table.schema, name })}`)
    }
  }
  return names
}
