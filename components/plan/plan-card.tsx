import type { MigrationDto, PlanDto } from '@/domain/contracts/migration'
import type { PlanTask } from '@/domain/plan/plan'
import { type WriteMode, writeModeOf } from '@/domain/plan/write-mode'
import { Bytes } from '../ui/bytes'
import { Card } from '../ui/card'
import { EnvTag } from '../ui/env-tag'
import { KeyValue } from '../ui/key-value'
import { formatCount } from '../ui/num'
import { Time } from '../ui/time'
import styles from './plan-card.module.css'
import { type PlanTotals, planTotals } from './plan-totals'

/** Servers call themselves by a bare number. */
const versionOf = (text: string) => (/^\d/.test(text) ? `PostgreSQL ${text}` : text)

/** Binary where each column allows it, text where one does not; either way unread. */
function formats(tasks: readonly PlanTask[]): string {
  const text = tasks.filter((task) => task.format === 'text').length
  if (text === 0) return 'binary'
  return text === tasks.length ? 'text' : `binary, ${formatCount(text)} as text`
}

/** How tables that exist are written: “2 inserted into, 1 truncated”. */
function ways(tasks: readonly PlanTask[]): string {
  const existing = tasks.filter(({ effect }) => effect === 'fill')
  const modes = [...Map.groupBy(existing, (task) => writeModeOf(task).mode)]
  return modes.map(([mode, of]) => `${formatCount(of.length)} ${done[mode]}`).join(', ') || 'none'
}

const done: Readonly<Record<WriteMode['mode'], string>> = {
  'fail-if-not-empty': 'filled',
  append: 'appended',
  upsert: 'upserted',
  truncate: 'truncated',
}

const rowsOf = ({ rows, atLeast }: PlanTotals) =>
  atLeast && rows === 0n ? 'not known yet' : `${atLeast ? '≥ ' : '~'}${formatCount(rows)}`

/** What becomes of rows that are replaced or removed. */
function keeps(tasks: readonly PlanTask[], isOn: boolean): string {
  if (!isOn) return 'not kept: no rollback'
  const touches = tasks.some((task) => task.effect === 'fill' && changes.includes(writeModeOf(task).mode))
  return touches ? 'kept in the target' : 'none needed'
}

const changes: readonly WriteMode['mode'][] = ['upsert', 'truncate']

/** The plan in ten lines: what it is bound to and what it comes to. */
export function PlanCard({ migration, plan }: { migration: MigrationDto; plan: PlanDto }) {
  const { source, target, omitted, tasks, validateData, enableRollback, hash } = plan.plan
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
          { term: 'Rows', value: rowsOf(totals) },
          { term: 'Data', value: <Bytes value={totals.bytes} /> },
          { term: 'Lanes', value: migration.config.maxThreads },
          { term: 'Copied as', value: formats(tasks) },
          { term: 'Existing tables', value: ways(tasks) },
          { term: 'Validation', value: validateData ? 'digest, before Completed' : 'counts only' },
          {
            term: 'Before-images',
            value: keeps(tasks, enableRollback !== false),
          },
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
