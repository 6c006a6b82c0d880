'use client'

import { Checkbox, NativeSelect } from '@mantine/core'
import { type Control, useController } from 'react-hook-form'
import { NumberField } from './number-field'
import { budgetSettings, onSetErrorsChoices, paceSettings, retrySettings, type Settings } from './settings'
import styles from './settings-fields.module.css'
import { ThrottleField } from './throttle-field'

/** The settings of a migration; what is rarely touched is folded away. `frozen`: the plan has fixed what it fixes. */
export function SettingsFields({ control, frozen }: { control: Control<Settings>; frozen: boolean }) {
  return (
    <>
      <div className={styles.fields}>
        {paceSettings.map((setting) => (
          <NumberField key={setting.path} control={control} setting={setting} />
        ))}
        <ThrottleField control={control} />
        <div className={styles.checks}>
          <PlanCheckbox control={control} frozen={frozen} {...validate} />
          <PlanCheckbox control={control} frozen={frozen} {...rollback} />
        </div>
      </div>
      <h3 className={styles.heading}>Rows that the target refuses</h3>
      <div className={styles.fields}>
        {budgetSettings.map((setting) => (
          <NumberField key={setting.path} control={control} setting={setting} />
        ))}
        <SetErrorsField control={control} />
      </div>
      <details className={styles.advanced}>
        <summary>Advanced: how often a chunk is tried again</summary>
        <div className={styles.fields}>
          {retrySettings.map((setting) => (
            <NumberField key={setting.path} control={control} setting={setting} />
          ))}
        </div>
      </details>
    </>
  )
}

function SetErrorsField({ control }: { control: Control<Settings> }) {
  const { field } = useController({ control, name: 'onSetErrors' })
  return (
    <NativeSelect
      label="Rows that break a key built after them"
      description="What becomes of a table of which rows break a unique key or a foreign key once all have been copied."
      data={[...onSetErrorsChoices]}
      ref={field.ref}
      name={field.name}
      value={field.value}
      disabled={field.disabled === true}
      onChange={(event) => field.onChange(event.currentTarget.value)}
      onBlur={field.onBlur}
    />
  )
}

const validate = {
  name: 'validateData',
  label: 'Validate data',
  effect: 'Compares a digest of each table on both sides before it counts as done; counts are compared in any case.',
} as const
const rollback = {
  name: 'enableRollback',
  label: 'Keep before-images',
  effect:
    'Rows that an upsert replaces or a truncate removes are kept in the target. Off: they are gone once it has completed, and nothing can bring them back.',
} as const

/** A setting that the plan freezes. */
function PlanCheckbox({
  control,
  frozen,
  name,
  label,
  effect,
}: {
  control: Control<Settings>
  frozen: boolean
  name: 'validateData' | 'enableRollback'
  label: string
  effect: string
}) {
  const { field, fieldState } = useController({ control, name })
  return (
    <Checkbox
      className={styles.check ?? ''}
      label={label}
      description={frozen ? `${effect} Fixed by the plan.` : `${effect} Normally on.`}
      ref={field.ref}
      name={field.name}
      checked={field.value}
      disabled={frozen || field.disabled === true}
      onChange={(event) => field.onChange(event.currentTarget.checked)}
      onBlur={field.onBlur}
      error={fieldState.error?.message}
    />
  )
}
