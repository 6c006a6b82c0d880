'use client'

import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { PlanDto } from '@/domain/contracts/migration'
import type { Asking } from '../migration/asking'
import { useReason } from '../migration/use-reason'
import { EnvTag } from '../ui/env-tag'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { formatCount } from '../ui/num'
import { planTotals } from './plan-totals'
import styles from './start-dialog.module.css'

const tables = (count: number) => `${formatCount(count)} ${count === 1 ? 'table' : 'tables'}`

/** Asks before anything is written into a production database, or rows are removed anywhere: counts what will be done, and has its name typed. */
export function StartDialog({
  migration,
  plan,
  opened,
  busy,
  error,
  onStart,
  onClose,
}: {
  plan: PlanDto
  onStart: (reason: string | null) => void
} & Asking) {
  const [typed, setTyped] = useState('')
  const { field, reason } = useReason()
  const { target } = migration
  const totals = planTotals(plan.plan)
  // Tables that nobody has analysed have no estimate: then only the tables are counted.
  const rows =
    totals.atLeast && totals.rows === 0n
      ? `the rows of ${tables(plan.plan.tasks.length)}`
      : `${totals.atLeast ? 'at least ' : '~'}${formatCount(totals.rows)} rows`
  const { emptied } = totals
  const verb = emptied.length === 0 ? `Insert ${rows}` : `Empty ${tables(emptied.length)} and start`
  const explained = error ? explainError(error) : null
  const matches = typed.trim() === target.name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (matches) onStart(reason)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={emptied.length === 0 ? 'Start into production?' : `Start, and empty ${tables(emptied.length)} first?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap={16}>
          <p>
            Start will{' '}
            <b>
              {emptied.length === 0 ? '' : `remove all rows of ${tables(emptied.length)}, `}
              {totals.created === 0 ? '' : `create ${tables(totals.created)}, `}
              {`${emptied.length + totals.created === 0 ? '' : 'then '}insert ${rows}`}
            </b>{' '}
            in <code>{target.label}</code> <EnvTag env={target.environment} />
          </p>
          {emptied.length === 0 ? null : (
            <ul className={styles.emptied}>
              {emptied.map(({ name, there }) => (
                <li key={name}>
                  <code>{name}</code> <span>{there}</span>
                </li>
              ))}
            </ul>
          )}
          <TextInput
            label={
              <>
                Type <code>{target.name}</code> to go on
              </>
            }
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {field}
          {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
          <Group justify="flex-end" gap={10}>
            <Button onClick={onClose}>Not now</Button>
            <Button type="submit" variant="filled" color="bad" disabled={!matches} loading={busy}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
