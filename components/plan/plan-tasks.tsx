'use client'

import { Button, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import type { Finding, PlanTask } from '@/domain/plan/plan'
import { tableTitle } from '@/domain/plan/table-name'
import { ReasonedButton } from '../migration/reasoned-button'
import { Bytes } from '../ui/bytes'
import { DataTable } from '../ui/data-table'
import { formatCount, Num } from '../ui/num'
import styles from './plan-tasks.module.css'
import { taskEffect } from './task-effect'
import type { Writing } from './writing-choice'

const page = 100

/** What Start will do on the target, table by table, in the order in which it does it. */
export function PlanTasks({
  tasks,
  findings,
  writing,
  onEdit,
}: {
  tasks: readonly PlanTask[]
  findings: readonly Finding[]
  writing: Writing | undefined
  onEdit: (task: PlanTask) => void
}) {
  const [shown, setShown] = useState(page)
  // Tables that the run makes are written in one way only.
  const chooses = writing !== undefined && tasks.some(({ effect }) => effect === 'fill')
  return (
    <>
      <DataTable label="What Start will do on the target">
        <thead>
          <tr>
            <th>Table</th>
            <th>What Start will do on the target</th>
            <th data-num>Rows</th>
            <th data-num>Size</th>
            {chooses ? <th aria-label="Way of writing" /> : null}
          </tr>
        </thead>
        <tbody>
          {tasks.slice(0, shown).map((task) => (
            <TaskRow
              key={task.n}
              task={task}
              there={findings.find(({ id }) => id === `truncate:${tableTitle(task.source)}`)?.evidence ?? null}
              writing={chooses ? writing : undefined}
              onEdit={onEdit}
            />
          ))}
        </tbody>
      </DataTable>
      {tasks.length > shown ? (
        <div className={styles.more}>
          <Button onClick={() => setShown(shown + page)}>
            Show {Math.min(page, tasks.length - shown)} more of {formatCount(tasks.length)}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function TaskRow({
  task,
  there,
  writing,
  onEdit,
}: {
  task: PlanTask
  there: string | null
  writing: Writing | undefined
  onEdit: (task: PlanTask) => void
}) {
  const { verb, rest, tone } = taskEffect(task, there)
  const { source, target } = task
  const renamed = source.schema !== target.schema || source.name !== target.name
  return (
    <tr>
      <td>
        <span className={styles.name}>
          <span className={styles.schema}>{source.schema}.</span>
          {source.name}
          {renamed ? ` → ${target.schema}.${target.name}` : null}
        </span>
      </td>
      <td data-label="Start will">
        <span>
          <span className={styles.verb} data-tone={tone}>
            {verb}
          </span>{' '}
          {rest}
        </span>
      </td>
      <td data-num data-label="Rows">
        {task.rowEstimate === null ? '?' : <Num value={task.rowEstimate} approx />}
      </td>
      <td data-num data-label="Size">
        <Bytes value={task.sizeBytes} />
      </td>
      {writing === undefined ? null : (
        <td className={styles.change}>
          {task.effect === 'create' ? null : (
            <ReasonedButton size="xs" reason={writing.reason} onPress={() => onEdit(task)}>
              Change…
              <VisuallyHidden>{` how ${source.name} is written`}</VisuallyHidden>
            </ReasonedButton>
          )}
        </td>
      )}
    </tr>
  )
}
