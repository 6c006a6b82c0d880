import type { PlanTask } from '@/domain/plan/plan'

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]

/** What Start will do to one table of the target: the verb is set in its colour, the rest follows it. */
export function taskEffect(task: Pick<PlanTask, 'effect' | 'creates'>): { verb: string; rest: string } {
  if (task.effect === 'fill') return { verb: 'Insert', rest: 'into the existing table' }
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
