import type { Catalog } from '../catalog/catalog'
import type { CatalogObject } from '../catalog/catalog-object'
import { tableKey, tableTitle } from './table-name'

/** Kinds that share one space of names inside a schema: relations, and types beside the row types of tables. */
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

/** The names of a target that a new relation or type would clash with. */
export function relationNames(target: Pick<Catalog, 'objects' | 'tables'>): {
  /** Identity of what bears the object's name; null: the name is free, or the object needs none. */
  readonly takenBy: (object: CatalogObject) => string | null
} {
  const names = new Map<string, string>()
  for (const { schema, indexes } of target.tables) {
    for (const { name } of indexes) names.set(tableKey({ schema, name }), `index ${tableTitle({ schema, name })}`)
  }
  for (const object of target.objects) {
    const name = nameOf(object)
    if (name !== null) names.set(name, object.identity)
  }
  return {
    takenBy: (object) => {
      const name = nameOf(object)
      return name === null ? null : (names.get(name) ?? null)
    },
  }
}

const nameOf = ({ kind, schema, name }: CatalogObject): string | null =>
  schema !== null && named.includes(kind) ? tableKey({ schema, name }) : null
