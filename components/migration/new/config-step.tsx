'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { nameSchema } from '@/domain/contracts/common'
import type { WriteChoice } from '@/domain/plan/write-mode'
import { Card } from '../../ui/card'
import { ErrorPanel } from '../../ui/error-panel'
import { explainError } from '../../ui/explain-error'
import { type Settings, settingRefusal, settingsSchema } from '../settings'
import { SettingsFields } from '../settings-fields'
import styles from './config-step.module.css'
import { StepFoot } from './step-foot'
import { WriteFields } from './write-fields'

const aboutSchema = z.strictObject({
  name: nameSchema,
  description: z.string().trim().max(2_000, 'At most 2,000 characters.'),
})
export type About = z.infer<typeof aboutSchema>

/** Names the migration and sets how it runs; the last step before it exists. Every change is kept at once, a reload loses nothing. */
export function ConfigStep({
  about,
  settings,
  write,
  busy,
  error,
  onChange,
  onCreate,
  onBack,
}: {
  about: About
  settings: Settings
  write: WriteChoice
  busy: boolean
  error: unknown
  onChange: (change: Partial<About> & { settings?: Settings; write?: WriteChoice }) => void
  onCreate: (about: About, settings: Settings) => void
  onBack: () => void
}) {
  const naming = useForm<About>({ resolver: zodResolver(aboutSchema), defaultValues: about })
  const setting = useForm<Settings>({
    resolver: zodResolver(settingsSchema, { error: settingRefusal }),
    defaultValues: settings,
  })
  useEffect(
    () => naming.subscribe({ formState: { values: true }, callback: ({ values }) => onChange(values) }),
    [naming, onChange],
  )
  useEffect(
    () => setting.subscribe({ formState: { values: true }, callback: ({ values }) => onChange({ settings: values }) }),
    [setting, onChange],
  )
  const submit = naming.handleSubmit((named) => setting.handleSubmit((set) => onCreate(named, set))())
  const explained = error ? explainError(error) : null
  const atName = explained?.field === 'name' ? explained.message : undefined
  const { errors } = naming.formState
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        // Both halves tell what is wrong at once, not one after the other.
        void setting.trigger()
        void submit()
      }}
    >
      <div className={styles.stack}>
        <Card title="About">
          <div className={styles.about}>
            <TextInput label="Name" error={errors.name?.message ?? atName} {...naming.register('name')} />
            <Textarea
              label="What for? (optional)"
              autosize
              minRows={1}
              maxRows={6}
              error={errors.description?.message}
              {...naming.register('description')}
            />
          </div>
        </Card>
        <Card title="Tables that exist in the target" aside="The plan shows them, and offers another way for each">
          <WriteFields write={write} onChange={(chosen) => onChange({ write: chosen })} />
        </Card>
        <Card title="Settings" aside="The plan fixes both ticks; the rest can be changed while it runs">
          <SettingsFields control={setting.control} frozen={false} />
        </Card>
        {explained === null || atName !== undefined ? null : (
          <ErrorPanel title={explained.message} requestId={explained.requestId} />
        )}
        <StepFoot onBack={onBack}>
          <Button type="submit" variant="filled" loading={busy}>
            Create and plan
          </Button>
        </StepFoot>
      </div>
    </form>
  )
}
