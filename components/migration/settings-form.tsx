'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, UnstyledButton } from '@mantine/core'
import { useForm } from 'react-hook-form'
import type { MigrationConfigPatch } from '@/domain/config/schema'
import type { MigrationDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { Note } from '../ui/note'
import { type Settings, settingRefusal, settingsOf, settingsPatch, settingsSchema } from './settings'
import { SettingsFields } from './settings-fields'
import styles from './settings-form.module.css'
import { useEditedVersion } from './use-edited-version'
import { whyNot } from './why-not'

/**
 * A migration's settings, changed while it lives: at the next chunk they hold. Somebody else's change shows up in every field that is
 * not being edited here; only what differs is sent.
 */
export function SettingsForm({
  migration,
  busy,
  saved,
  error,
  onSave,
}: {
  migration: MigrationDto
  busy: boolean
  /** The last save has been answered with yes. */
  saved: boolean
  error: unknown
  onSave: (patch: MigrationConfigPatch, version: number) => void
}) {
  const now = settingsOf(migration.config)
  const reason = whyNot(migration, 'updateConfig')
  const { control, handleSubmit, reset, formState } = useForm<Settings>({
    resolver: zodResolver(settingsSchema, { error: settingRefusal }),
    values: now,
    resetOptions: { keepDirtyValues: true },
    disabled: reason !== null,
  })
  const { version, follow } = useEditedVersion(migration.configVersion, formState.isDirty)
  const isBehind = version !== migration.configVersion
  const explained = error && !isBehind ? explainError(error) : null
  return (
    <Card
      title="Settings"
      aside={
        migration.state === 'Running' || migration.state === 'Paused' ? 'They take effect at the next chunk' : undefined
      }
    >
      <form noValidate onSubmit={handleSubmit((values) => onSave(settingsPatch(now, values), version))}>
        <SettingsFields control={control} frozen={migration.state !== 'Draft'} />
        {isBehind ? (
          <div className={styles.refusal} role="alert">
            <Note
              tone="warn"
              actions={
                <>
                  <UnstyledButton fz="inherit" onClick={follow}>
                    Keep my changes
                  </UnstyledButton>
                  <UnstyledButton fz="inherit" onClick={() => reset(now)}>
                    Take theirs
                  </UnstyledButton>
                </>
              }
            >
              Somebody has changed the settings since you began (version {migration.configVersion}). What you have not
              touched shows their values.
            </Note>
          </div>
        ) : null}
        {explained === null ? null : (
          <div className={styles.refusal}>
            <ErrorPanel title={explained.message} requestId={explained.requestId} />
          </div>
        )}
        <div className={styles.foot}>
          {reason === null ? (
            <>
              <Button type="submit" variant="filled" loading={busy} disabled={!formState.isDirty || isBehind}>
                Save
              </Button>
              {formState.isDirty ? <Button onClick={() => reset(now)}>Discard</Button> : null}
              <span role="status" className={styles.saved}>
                {saved && !formState.isDirty ? `Saved as version ${migration.configVersion}` : ''}
              </span>
            </>
          ) : (
            <p className={styles.saved}>{reason}</p>
          )}
        </div>
      </form>
    </Card>
  )
}
