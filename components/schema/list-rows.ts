import type { SchemaTableDto } from '@/domain/contracts/connection'

export type ListRow =
  | { kind: 'schema'; name: string; tables: number }
  | { kind: 'table'; table: SchemaTableDto; nested: boolean }

/**
 * The tree as a flat list, for a list that only renders what is seen: schemas, their tables, partitions below their parents.
 * `search` matches anywhere in `schema.table`, whatever the case.
 */
export function listRows(tables: readonly SchemaTableDto[], search: string): ListRow[] {
  const wanted = search.trim().toLowerCase()
  const shown = tables.filter((table) => `${table.schema}.${table.name}`.toLowerCase().includes(wanted))
  const bySchema = Map.groupBy(shown, (table) => table.schema)
  return [...bySchema].flatMap(([name, inside]): ListRow[] => [
    { kind: 'schema', name, tables: inside.length },
    ...nest(inside),
  ])
}

function nest(tables: readonly SchemaTableDto[]): ListRow[] {
  const names = new Set(tables.map((table) => table.name))
  const parentOf = ({ partitionOf, schema }: SchemaTableDto) =>
    partitionOf !== null && partitionOf.schema === schema && names.has(partitionOf.name) ? partitionOf.name : null
  const children = Map.groupBy(tables, parentOf)
  const rowsOf = (table: SchemaTableDto, nested: boolean): ListRow[] => [
    { kind: 'table', table, nested },
    ...(children.get(table.name) ?? []).flatMap((child) => rowsOf(child, true)),
  ]
  return (children.get(null) ?? []).flatMap((table) => rowsOf(table, false))
}
