import type { PickableTable } from './pickable-tables'

export type PickRow =
  | { readonly kind: 'schema'; readonly name: string; readonly tables: readonly PickableTable[] }
  | { readonly kind: 'table'; readonly table: PickableTable }

/** The tree as a flat list: each schema, then its tables. `search` matches anywhere in `schema.table`, whatever the case. */
export function pickRows(tables: readonly PickableTable[], search: string): PickRow[] {
  const wanted = search.trim().toLowerCase()
  const found = tables.filter((table) => `${table.schema}.${table.name}`.toLowerCase().includes(wanted))
  return [...Map.groupBy(found, (table) => table.schema)].flatMap(([name, inside]): PickRow[] => [
    { kind: 'schema', name, tables: inside },
    ...inside.map((table): PickRow => ({ kind: 'table', table })),
  ])
}
