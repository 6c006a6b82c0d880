import type { PlanTask } from '@/domain/plan/plan'
import { type WriteMode, writeModeOf } from '@/domain/plan/write-mode'

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]

/** What Start will do to one table of the target: the verb is set in its colour, the rest follows it. */
export function taskEffect(task: Pick<PlanTask, 'effect' | 'creates' | 'writeMode'>): { verb: string; rest: string } {
  if (task.effect === 'fill') return writing(writeModeOf(task))
  const { indexes, constraints, foreignKeys, triggers } = task.creates
  const made = [
    'table',
    ...counted(indexes, 'index', 'indexes'),
    ...counted(constraints, 'constraint', 'constraints'),
    ...counted(foreignKeys, 'foreign key', 'foreign keys'),
    ...counted(triggers, 'trigger', 'triggers'),
  ]
  return { verb: 'Create', rest: `${made.join(', ')}, then insert` }
}

/** What happens to the rows of a table that exists. */
function writing(mode: WriteMode): { verb: string; rest: string } {
  switch (mode.mode) {
    case 'fail-if-not-empty':
      return { verb: 'Insert', rest: 'into the existing table' }
    case 'append':
      return { verb: 'Append', rest: 'to the rows of the existing table' }
    case 'upsert':
      return { verb: 'Upsert', rest: `into the existing table: rows of the same ${mode.key.join(', ')} are replaced` }
    case 'truncate':
      return { verb: 'Truncate', rest: 'the existing table, then insert' }
  }
}
