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

/** Asks before anything is written into a production database: counts what will be done, and has its name typed. */
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
  const rows = `${totals.atLeast ? 'at least ' : '~'}${formatCount(totals.rows)}`
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
      title="Start into production?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap={16}>
          <p>
            Start will{' '}
            <b>
              {totals.created === 0 ? '' : `create ${formatCount(totals.created)} tables and `}
              insert {rows} rows
            </b>{' '}
            in <code>{target.label}</code> <EnvTag env={target.environment} />.
          </p>
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
              Insert {rows} rows
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
