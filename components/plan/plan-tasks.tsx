'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PlanTask } from '@/domain/plan/plan'
import { Bytes } from '../ui/bytes'
import { DataTable } from '../ui/data-table'
import { formatCount, Num } from '../ui/num'
import styles from './plan-tasks.module.css'
import { taskEffect } from './task-effect'

const page = 100

/** What Start will do on the target, table by table, in the order in which it does it. */
export function PlanTasks({ tasks }: { tasks: readonly PlanTask[] }) {
  const [shown, setShown] = useState(page)
  return (
    <>
      <DataTable label="What Start will do on the target">
        <thead>
          <tr>
            <th>Table</th>
            <th>What Start will do on the target</th>
            <th data-num>Rows</th>
            <th data-num>Size</th>
          </tr>
        </thead>
        <tbody>
          {tasks.slice(0, shown).map((task) => (
            <TaskRow key={task.n} task={task} />
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

function TaskRow({ task }: { task: PlanTask }) {
  const { verb, rest } = taskEffect(task)
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
          <span className={styles.verb}>{verb}</span> {rest}
        </span>
      </td>
      <td data-num data-label="Rows">
        {task.rowEstimate === null ? '?' : <Num value={task.rowEstimate} approx />}
      </td>
      <td data-num data-label="Size">
        <Bytes value={task.sizeBytes} />
      </td>
    </tr>
  )
}
