import type { MigrationDto, PlanDto } from '@/domain/contracts/migration'
import type { PlanTask } from '@/domain/plan/plan'
import { Bytes } from '../ui/bytes'
import { Card } from '../ui/card'
import { EnvTag } from '../ui/env-tag'
import { KeyValue } from '../ui/key-value'
import { formatCount } from '../ui/num'
import { Time } from '../ui/time'
import styles from './plan-card.module.css'
import { planTotals } from './plan-totals'

/** Servers call themselves by a bare number. */
const versionOf = (text: string) => (/^\d/.test(text) ? `PostgreSQL ${text}` : text)

/** Binary where each column allows it, text where one does not; either way unread. */
function formats(tasks: readonly PlanTask[]): string {
  const text = tasks.filter((task) => task.format === 'text').length
  if (text === 0) return 'binary'
  return text === tasks.length ? 'text' : `binary, ${formatCount(text)} as text`
}

/** The plan in ten lines: what it is bound to and what it comes to. */
export function PlanCard({ migration, plan }: { migration: MigrationDto; plan: PlanDto }) {
  const { source, target, omitted, tasks, validateData, hash } = plan.plan
  const totals = planTotals(plan.plan)
  return (
    <Card title="Plan" aside={<code>{hash.slice(0, 6)}</code>}>
      <KeyValue
        rows={[
          { term: 'From', value: `${source.label} · ${versionOf(source.versionText)}` },
          {
            term: 'To',
            value: (
              <>
                {`${target.label} · ${versionOf(target.versionText)} `}
                <EnvTag env={migration.target.environment} />
              </>
            ),
          },
          { term: 'Tables', value: formatCount(tasks.length) },
          { term: 'Rows', value: `${totals.atLeast ? '≥ ' : '~'}${formatCount(totals.rows)}` },
          { term: 'Data', value: <Bytes value={totals.bytes} /> },
          { term: 'Lanes', value: migration.config.maxThreads },
          { term: 'Copied as', value: formats(tasks) },
          { term: 'Validation', value: validateData ? 'digest, before Completed' : 'counts only' },
          {
            term: 'Left out',
            value:
              omitted.length === 0 ? (
                'nothing'
              ) : (
                <a href="#left-out" className={styles.link}>
                  {`${formatCount(omitted.length)} ${omitted.length === 1 ? 'object' : 'objects'}`}
                </a>
              ),
          },
          { term: 'Made', value: <Time at={plan.madeAt} /> },
        ]}
      />
    </Card>
  )
}
