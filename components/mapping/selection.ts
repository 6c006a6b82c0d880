import { z } from 'zod'
import { type MappingContent, mappingContentSchema } from '@/domain/contracts/mapping'
import { type TableRef, tableRefSchema } from '@/domain/plan/plan'
import { keyOf, type PickableTable } from './pickable-tables'

/**
 * Which tables travel. `everything`: all that the source has when the plan is made, but the named ones; `tables`: the named ones alone.
 * It is kept in the session, so it has a schema.
 */
export const selectionSchema = z.strictObject({
  kind: z.enum(['everything', 'tables']),
  named: z.array(tableRefSchema).max(10_000),
})
export type Selection = z.infer<typeof selectionSchema>

export const everything: Selection = { kind: 'everything', named: [] }

const ref = ({ schema, name }: TableRef): TableRef => ({ schema, name })

/** The keys of the tables that travel. */
export function chosenKeys(selection: Selection, tables: readonly PickableTable[]): ReadonlySet<string> {
  const named = new Set(selection.named.map(keyOf))
  const isIn = (key: string) => named.has(key) === (selection.kind === 'tables')
  return new Set(tables.map((table) => table.key).filter(isIn))
}

/** Chooses or leaves out some tables; the others stay as they are. */
export function choose(selection: Selection, some: readonly TableRef[], chosen: boolean): Selection {
  const keys = new Set(some.map(keyOf))
  const others = selection.named.filter((each) => !keys.has(keyOf(each)))
  const isNamed = chosen === (selection.kind === 'tables')
  return { ...selection, named: isNamed ? [...others, ...some.map(ref)] : others }
}

/** The same tables under the other reading: “everything but” becomes “only these”, and back. */
export function convert(selection: Selection, kind: Selection['kind'], tables: readonly PickableTable[]): Selection {
  if (selection.kind === kind) return selection
  const chosen = chosenKeys(selection, tables)
  return { kind, named: tables.filter((table) => chosen.has(table.key) === (kind === 'tables')).map(ref) }
}

/** The selection as a mapping holds it; null where no table travels. Names that the source no longer has are dropped. */
export function selectionContent(selection: Selection, tables: readonly PickableTable[]): MappingContent | null {
  if (chosenKeys(selection, tables).size === 0) return null
  const known = new Set(tables.map((table) => table.key))
  const named = selection.named.filter((each) => known.has(keyOf(each)))
  return mappingContentSchema.parse({
    tables: selection.kind === 'everything' ? { kind: 'everything', except: named } : { kind: 'tables', only: named },
  })
}
