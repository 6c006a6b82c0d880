import type { PlanTask } from '@/domain/plan/plan'
import { type WriteMode, writeModeOf } from '@/domain/plan/write-mode'

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]

/** What is done to a table of the target. `tone`: `ok` adds, `warn` replaces, `bad` removes. */
export interface TaskEffect {
  readonly verb: string
  readonly rest: string
  readonly tone: 'ok' | 'warn' | 'bad'
}

/**
 * What Start will do to one table of the target: the verb is set in its colour, the rest follows it. `there`: what a table that is
 * emptied holds, as preflight counted it.
 */
export function taskEffect(
  task: Pick<PlanTask, 'effect' | 'creates' | 'writeMode' | 'triggers'>,
  there: string | null = null,
): TaskEffect {
  if (task.effect === 'fill') {
    const { verb, rest, tone } = writing(writeModeOf(task), there)
    return { verb, rest: `${rest}${triggersIn(task)}`, tone }
  }
  const { indexes, constraints, foreignKeys, triggers } = task.creates
  const made = [
    'table',
    ...counted(indexes, 'index', 'indexes'),
    ...counted(constraints, 'constraint', 'constraints'),
    ...counted(foreignKeys, 'foreign key', 'foreign keys'),
    ...counted(triggers, 'trigger', 'triggers'),
  ]
  return { verb: 'Create', rest: `${made.join(', ')}, then insert`, tone: 'ok' }
}

function triggersIn({ triggers }: Pick<PlanTask, 'triggers'>): string {
  if (triggers === undefined) return ''
  return triggers === 'replica' ? '; its triggers stay silent' : '; its triggers fire'
}

/** What happens to the rows of a table that exists. */
function writing(mode: WriteMode, there: string | null): TaskEffect {
  switch (mode.mode) {
    case 'fail-if-not-empty':
      return { verb: 'Insert', rest: 'into the existing table', tone: 'ok' }
    case 'append':
      return { verb: 'Append', rest: 'to the rows of the existing table', tone: 'ok' }
    case 'upsert':
      return {
        verb: 'Upsert',
        rest: `into the existing table: rows of the same ${mode.key.join(', ') || 'key'} are replaced`,
        tone: 'warn',
      }
    case 'truncate':
      return {
        verb: 'Truncate',
        rest: `the existing table${there === null ? '' : ` (${there})`}, then insert`,
        tone: 'bad',
      }
  }
}
