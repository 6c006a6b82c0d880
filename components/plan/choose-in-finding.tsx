'use client'

import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import type { PlanTask } from '@/domain/plan/plan'
import { sameTable } from '@/domain/plan/table-name'
import { formatCount } from '../ui/num'
import styles from './checks.module.css'
import type { FindingGroup } from './finding-groups'
import { modeWords, triggerWords } from './write-words'
import { choiceOf, chooseFor, type Writing } from './writing-choice'

/** Ways out of a table that is not empty: all that do something other than stop. */
const modes = ['append', 'upsert', 'truncate'] as const
const triggers = ['let-fire', 'replica'] as const

/** Where a finding asks how a table is to be written: the choice itself, and with it the plan is made again. */
export function ChooseInFinding({
  group: { first, more },
  asked,
  tasks,
  writing,
}: {
  group: FindingGroup
  asked: 'mode' | 'triggers'
  tasks: readonly PlanTask[]
  writing: Writing
}) {
  const tables = [first, ...more].flatMap(({ table }) => (table === null ? [] : [table]))
  const own = tasks.find(({ source }) => first.table !== null && sameTable(source, first.table))
  const now = own === undefined ? undefined : asked === 'triggers' ? own.triggers : choiceOf(own).mode
  const [chosen, setChosen] = useState<string | undefined>(now)
  if (writing.reason !== null) return <p className={styles.whyNot}>{writing.reason}</p>
  const options: readonly { value: string; label: string; effect: string }[] =
    asked === 'triggers'
      ? triggers.map((value) => ({ value, ...triggerWords[value] }))
      : modes.map((value) => ({ value, ...modeWords[value] }))
  const submit = () => {
    const mode = modes.find((each) => each === chosen)
    const trigger = triggers.find((each) => each === chosen)
    if (asked === 'mode' && mode !== undefined) writing.choose(chooseFor(tables, tasks, { mode }))
    if (asked === 'triggers' && trigger !== undefined) writing.choose(chooseFor(tables, tasks, { triggers: trigger }))
  }
  const effect = options.find(({ value }) => value === chosen)?.effect
  return (
    <form
      className={styles.choose}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Radio.Group
        aria-label={`${asked === 'triggers' ? 'What becomes of its triggers' : 'How it is written'}: ${first.title}`}
        value={chosen ?? null}
        onChange={setChosen}
      >
        <div className={styles.options}>
          {options.map(({ value, label }) => (
            <Radio key={value} size="xs" value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      {chosen === undefined || chosen === now ? null : (
        <Button type="submit" size="xs" loading={writing.busy}>
          {more.length === 0 ? 'Plan again with this' : `Plan all ${formatCount(tables.length)} again with this`}
        </Button>
      )}
      <p className={styles.effect} role="status">
        {effect}
      </p>
    </form>
  )
}
