'use client'

import { Button, Group, Modal, Skeleton, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { RejectDto, RejectValuesDto } from '@/domain/contracts/quarantine'
import { ErrorPanel } from '../../ui/error-panel'
import { explainError } from '../../ui/explain-error'
import { Note } from '../../ui/note'
import { ColumnField } from './column-field'
import { rowName } from './reject-words'
import styles from './replay-dialog.module.css'
import { replayOutcome } from './replay-outcome'
import { editedValues, inQuestionFirst, type RowEdits, valueNow, withEdit } from './row-edits'
import type { RejectCommands } from './use-reject-commands'

/**
 * One row of quarantine, to be mended and brought into the target. It stays open until a worker has answered: a refusal of the target is
 * shown in place, with the edits still there. `row` is the row as it is now, undefined once it is no longer on the page.
 */
export function ReplayDialog({
  migration,
  row,
  values,
  error,
  replay,
  onClose,
}: {
  migration: MigrationDto
  row: RejectDto | undefined
  /** The row’s columns, once they have been revealed. */
  values: RejectValuesDto | undefined
  /** Why they could not be. */
  error: unknown
  replay: RejectCommands['replay']
  onClose: () => void
}) {
  const [edits, setEdits] = useState<RowEdits>(new Map())
  const [asked, setAsked] = useState(false)
  const columns = values?.columns ?? []
  const changed = editedValues(columns, edits)
  const outcome = asked ? replayOutcome(row) : null
  const busy = replay.isPending || outcome === 'trying'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (values === undefined || busy) return
    setAsked(false)
    replay.mutate(
      { migrationId: migration.id, rejectId: values.rejectId, values: changed },
      { onSuccess: () => setAsked(true) },
    )
  }
  const verb = changed.length === 0 ? 'Try it as it is' : `Replay with ${valuesInWords(changed.length)}`
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`Edit and replay ${row === undefined ? 'a row' : rowName(row)}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap={16}>
          {row === undefined ? null : <Refusal row={row} again={asked && outcome === 'refused'} />}
          {error ? <ErrorPanel title={explainError(error).message} requestId={explainError(error).requestId} /> : null}
          {values === undefined && !error ? (
            <Stack gap={14} role="status" aria-label="Opening the row" aria-busy="true">
              <Skeleton height={52} radius="md" />
              <Skeleton height={52} radius="md" />
            </Stack>
          ) : null}
          {columns.length === 0 ? null : (
            <div className={styles.columns}>
              {inQuestionFirst(columns, row?.column ?? null).map((column) => (
                <ColumnField
                  key={column.name}
                  name={column.name}
                  value={valueNow(column, edits)}
                  own={column.value}
                  inQuestion={column.name === row?.column}
                  disabled={busy || outcome === 'landed' || outcome === 'gone'}
                  onChange={(value) => setEdits(withEdit(columns, edits, column.name, value))}
                />
              ))}
            </div>
          )}
          {replay.error ? (
            <ErrorPanel title={explainError(replay.error).message} requestId={explainError(replay.error).requestId} />
          ) : null}
          <div role="status">
            {outcome === 'landed' ? <Note tone="ok">The row is in the target now.</Note> : null}
            {outcome === 'gone' ? <Note tone="hold">Somebody has decided about this row in the meantime.</Note> : null}
            {busy ? <Note tone="run">A worker brings it into the target…</Note> : null}
          </div>
          <Group justify="flex-end" gap={10}>
            <Button onClick={onClose}>{outcome === null || outcome === 'refused' ? 'Not now' : 'Close'}</Button>
            {outcome === 'landed' || outcome === 'gone' ? null : (
              <Button type="submit" variant="filled" loading={busy} disabled={values === undefined}>
                {verb}
              </Button>
            )}
          </Group>
          <p className={styles.quiet}>
            That you looked at the values is kept in the audit, the values are not. New values are sealed for the
            worker; the source is not changed.
          </p>
        </Stack>
      </form>
    </Modal>
  )
}

/** What the target said: when the row came, and, where it has been tried since, the last time. */
function Refusal({ row, again }: { row: RejectDto; again: boolean }) {
  const said = row.refusal ?? { reason: row.message, sqlstate: row.sqlstate }
  const sentence = said.sqlstate === null ? said.reason : `${said.reason} (${said.sqlstate})`
  if (again) return <ErrorPanel title="The target refused it again." message={sentence} />
  return <Note tone="warn">{sentence}</Note>
}

const valuesInWords = (count: number) => (count === 1 ? '1 new value' : `${count} new values`)
