import type { Finding, PlanTask, TableRef } from '@/domain/plan/plan'
import type { TableWriting } from '@/domain/plan/set-write-choices'
import { sameTable } from '@/domain/plan/table-name'
import { type TriggerChoice, type WriteChoice, writeModeOf } from '@/domain/plan/write-mode'

/** How the ways of writing can be changed; absent where the plan is only to be read. */
export interface Writing {
  /** Why nobody here may choose now, in the server's words; null: it is possible. */
  readonly reason: string | null
  readonly busy: boolean
  readonly error: unknown
  readonly choose: (choices: readonly TableWriting[]) => void
}

/** What a plan says of one table, as it would be chosen. */
export function choiceOf(task: Pick<PlanTask, 'writeMode' | 'triggers'>): WriteChoice {
  return { ...writeModeOf(task), ...(task.triggers === undefined ? {} : { triggers: task.triggers }) }
}

/**
 * What can be chosen where a finding stands: the mode of a table that is not empty, what becomes of triggers that would fire, or, for
 * whatever a chosen mode met, another way as a whole. Null: it is not about writing.
 */
export function writingAsked({ id, severity, table }: Finding): 'mode' | 'triggers' | 'way' | null {
  const code = id.slice(0, id.indexOf(':'))
  if (table === null || severity === 'passed') return null
  if (code === 'target-not-empty') return 'mode'
  if (code === 'target-triggers') return 'triggers'
  return code === 'upsert' || code === 'truncate' || code.startsWith('upsert-') || code.startsWith('truncate-')
    ? 'way'
    : null
}

/** The same part of the choice for each table; what the plan says of the rest stays. A key belongs to its mode. */
export function chooseFor(
  tables: readonly TableRef[],
  tasks: readonly PlanTask[],
  part: { readonly mode: WriteChoice['mode'] } | { readonly triggers: TriggerChoice },
): TableWriting[] {
  return tables.map((table) => {
    const task = tasks.find(({ source }) => sameTable(source, table))
    const before = task === undefined ? { mode: 'fail-if-not-empty' as const } : choiceOf(task)
    if ('triggers' in part) return { table, choice: { ...before, ...part } }
    const triggers = before.triggers === undefined ? {} : { triggers: before.triggers }
    return { table, choice: { mode: part.mode, ...triggers } }
  })
}
