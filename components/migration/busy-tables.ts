import type { TableProgressDto } from '@/domain/contracts/migration'

const urgency: readonly TableProgressDto['state'][] = ['failed', 'copying', 'finishing', 'waiting', 'done']

/** The tables that are worth a look, at most `max`, in the plan's order: failed ones, those under way, then what comes next. */
export function busyTables(tables: readonly TableProgressDto[], max: number): readonly TableProgressDto[] {
  if (tables.length <= max) return tables
  const chosen = urgency.flatMap((state) => tables.filter((table) => table.state === state)).slice(0, max)
  return chosen.toSorted((a, b) => a.n - b.n)
}
