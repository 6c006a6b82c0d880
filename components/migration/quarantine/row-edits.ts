import type { RejectValuesDto } from '@/domain/contracts/quarantine'

type Columns = RejectValuesDto['columns']

/** New values by column name, null for NULL; a Map, since a column may bear any name. */
export type RowEdits = ReadonlyMap<string, string | null>

/** The edits with one column changed; a value that is the row's own is no edit. */
export function withEdit(columns: Columns, edits: RowEdits, name: string, value: string | null): RowEdits {
  const own = columns.find((column) => column.name === name)
  const next = new Map(edits)
  if (own !== undefined && own.value === value) next.delete(name)
  else next.set(name, value)
  return next
}

/** What a column holds now. */
export function valueNow(column: Columns[number], edits: RowEdits): string | null {
  const edited = edits.get(column.name)
  return edited === undefined ? column.value : edited
}

/** The columns in the order in which they are shown: the one that the target named comes first. */
export function inQuestionFirst(columns: Columns, named: string | null): Columns {
  return columns.toSorted((a, b) => Number(b.name === named) - Number(a.name === named))
}

/** Only what differs is sent, in the row's order. */
export function editedValues(columns: Columns, edits: RowEdits): { column: string; value: string | null }[] {
  return columns.flatMap(({ name }) => {
    const value = edits.get(name)
    return value === undefined ? [] : [{ column: name, value }]
  })
}
