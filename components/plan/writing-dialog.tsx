'use client'

import { Button, Checkbox, Group, Modal, MultiSelect, NativeSelect, Radio, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { PlanTask } from '@/domain/plan/plan'
import type { TableWriting } from '@/domain/plan/set-write-choices'
import { type WriteChoice, writeModes } from '@/domain/plan/write-mode'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { formatCount } from '../ui/num'
import { modeWords, triggerWords } from './write-words'
import { choiceOf, type Writing } from './writing-choice'
import styles from './writing-dialog.module.css'

const triggerChoices = ['stop', 'let-fire', 'replica'] as const

/**
 * Asks how one table that exists is to be written, or all of them alike; then the plan is made again. What cannot be, preflight says:
 * a key that is none, a table that others point to.
 */
export function WritingDialog({
  task,
  existing,
  writing,
  onClose,
}: {
  task: PlanTask
  /** All tables of the plan that exist in the target, this one too. */
  existing: readonly PlanTask[]
  writing: Writing
  onClose: () => void
}) {
  const now = choiceOf(task)
  const [mode, setMode] = useState<WriteChoice['mode']>(now.mode)
  const [key, setKey] = useState<string[]>(now.key ?? [])
  const [triggers, setTriggers] = useState<(typeof triggerChoices)[number]>(now.triggers ?? 'stop')
  const [alike, setAlike] = useState(false)
  const explained = writing.error ? explainError(writing.error) : null
  const chosen = (own: boolean): WriteChoice => ({
    mode,
    ...(own && mode === 'upsert' && key.length > 0 ? { key } : {}),
    ...(triggers === 'stop' ? {} : { triggers }),
  })
  const isSame = !alike && JSON.stringify(chosen(true)) === JSON.stringify(now)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const others = alike ? existing.filter(({ n }) => n !== task.n) : []
    const choices: TableWriting[] = [
      { table: task.source, choice: chosen(true) },
      ...others.map(({ source }) => ({ table: source, choice: chosen(false) })),
    ]
    writing.choose(choices)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <>
          How to write <code className={styles.table}>{`${task.target.schema}.${task.target.name}`}</code>
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap={16}>
          <Radio.Group
            label="Rows"
            value={mode}
            onChange={(value) => setMode(writeModes.find((each) => each === value) ?? mode)}
          >
            <Stack gap={10} mt={6}>
              {writeModes.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={modeWords[value].label}
                  description={modeWords[value].effect}
                  {...(value === now.mode ? { 'data-autofocus': true } : {})}
                />
              ))}
            </Stack>
          </Radio.Group>
          {mode === 'upsert' ? (
            <MultiSelect
              label="Key"
              description="Columns of a unique key on both sides; none: the primary key of the target’s table."
              placeholder={key.length === 0 ? 'Primary key' : ''}
              data={task.columns.map(({ name }) => name)}
              value={key}
              onChange={setKey}
              limit={100}
              searchable
              hidePickedOptions
              classNames={{ label: styles.label ?? '', input: styles.input ?? '' }}
            />
          ) : null}
          <NativeSelect
            label="Triggers of the table"
            description={triggerWords[triggers].effect}
            data={triggerChoices.map((value) => ({ value, label: triggerWords[value].label }))}
            value={triggers}
            onChange={({ currentTarget: { value } }) =>
              setTriggers(triggerChoices.find((each) => each === value) ?? triggers)
            }
          />
          {existing.length > 1 ? (
            <Checkbox
              label={`The same for all ${formatCount(existing.length)} tables that exist`}
              description={mode === 'upsert' ? 'The others by their own primary keys.' : undefined}
              checked={alike}
              onChange={(event) => setAlike(event.currentTarget.checked)}
            />
          ) : null}
          {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
          <Group justify="flex-end" gap={10}>
            <Button onClick={onClose}>Not now</Button>
            <Button type="submit" variant="filled" disabled={isSame} loading={writing.busy}>
              Plan again with this
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
