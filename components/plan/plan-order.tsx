import type { Plan, PlanStep, PlanTask } from '@/domain/plan/plan'
import { Card } from '../ui/card'
import { CodeBlock } from '../ui/code-block'
import { formatCount } from '../ui/num'
import styles from './plan-order.module.css'

const counted = (count: number, one: string, many: string) => `${formatCount(count)} ${count === 1 ? one : many}`

/** “2 enums, 5 tables, 3 sequences”: what a list of steps makes. */
function kindsOf(steps: readonly PlanStep[]): string {
  const kinds = [...Map.groupBy(steps, (step) => step.kind)]
  return kinds.map(([kind, of]) => `${formatCount(of.length)} × ${kind.replaceAll('-', ' ')}`).join(', ')
}

/** The tables by level: those of one level have no foreign key that must wait for another of them. */
function levelsOf(tasks: readonly PlanTask[]): { level: number; names: string }[] {
  const levels = [...Map.groupBy(tasks, (task) => task.level)].toSorted(([a], [b]) => a - b)
  return levels.map(([level, of]) => {
    const names = of.slice(0, 12).map((task) => task.source.name)
    const more = of.length - names.length
    return { level, names: more > 0 ? `${names.join(', ')} and ${formatCount(more)} more` : names.join(', ') }
  })
}

/** In which order Start does what, and, unfolded, with which statements. */
export function PlanOrder({ plan }: { plan: Plan }) {
  const before = plan.steps.filter((step) => step.phase === 'before')
  const after = plan.steps.filter((step) => step.phase === 'after')
  const levels = levelsOf(plan.tasks)
  return (
    <Card title="Order">
      <ol className={styles.order}>
        <li>
          <Statements title="Before the rows" steps={before} />
        </li>
        <li>
          <p className={styles.stage}>
            <b>Rows</b> <span>{counted(plan.tasks.length, 'table', 'tables')}, under one snapshot of the source</span>
          </p>
          <ul className={styles.levels}>
            {levels.map(({ level, names }) => (
              <li key={level}>
                <code>{names}</code>
              </li>
            ))}
          </ul>
        </li>
        <li>
          <Statements title="After the rows" steps={after} />
        </li>
      </ol>
    </Card>
  )
}

function Statements({ title, steps }: { title: string; steps: readonly PlanStep[] }) {
  if (steps.length === 0)
    return (
      <p className={styles.stage}>
        <b>{title}</b> <span>nothing</span>
      </p>
    )
  const sql = steps.flatMap((step) => step.sql.map((statement) => `${statement.trimEnd().replace(/;$/, '')};`))
  return (
    <details className={styles.statements}>
      <summary className={styles.stage}>
        <b>{title}</b> <span>{kindsOf(steps)}</span>
      </summary>
      <div className={styles.sql}>
        <CodeBlock code={sql.join('\n\n')} label={`Statements: ${title}`} />
      </div>
    </details>
  )
}
