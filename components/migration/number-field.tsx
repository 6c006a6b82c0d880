'use client'

import { NumberInput } from '@mantine/core'
import { type Control, useController } from 'react-hook-form'
import { type NumberSetting, rangeOf, type Settings } from './settings'

/** One numeric setting: what it does, what is possible, what is usual; the schema's refusal stands at the field. */
export function NumberField({ control, setting }: { control: Control<Settings>; setting: NumberSetting }) {
  const { field, fieldState } = useController({ control, name: setting.path })
  return (
    <NumberInput
      label={setting.label}
      description={`${setting.effect} ${rangeOf(setting)}`}
      suffix={setting.unit === undefined ? '' : ` ${setting.unit}`}
      thousandSeparator=","
      clampBehavior="none"
      allowNegative
      hideControls
      ref={field.ref}
      name={field.name}
      value={Number.isNaN(field.value) ? '' : field.value}
      onChange={(value) => field.onChange(typeof value === 'number' ? value : Number.NaN)}
      onBlur={field.onBlur}
      disabled={field.disabled === true}
      error={fieldState.error?.message}
    />
  )
}
