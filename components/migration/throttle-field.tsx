'use client'

import { NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { type Control, useController } from 'react-hook-form'
import type { Settings } from './settings'
import styles from './settings-fields.module.css'

const units = [
  { value: '1000', label: 'kB/s' },
  { value: '1000000', label: 'MB/s' },
  { value: '1000000000', label: 'GB/s' },
]

const unitFor = (bytes: number | null) =>
  units.findLast((unit) => bytes !== null && bytes >= Number(unit.value))?.value ?? '1000000'

/** Bytes per second, in the unit that a person thinks in; nothing is no limit. */
export function ThrottleField({ control }: { control: Control<Settings> }) {
  const { field, fieldState } = useController({ control, name: 'maxBytesPerSecond' })
  const [unit, setUnit] = useState(() => unitFor(field.value))
  const put = (amount: number | string, per: string) =>
    field.onChange(typeof amount === 'number' ? Math.round(amount * Number(per)) : null)
  const amount = field.value === null ? '' : field.value / Number(unit)
  return (
    <NumberInput
      label="Throttle"
      description="Reads no more than this from the source, all lanes together, to spare it. Normally no limit."
      placeholder="No limit"
      thousandSeparator=","
      clampBehavior="none"
      allowNegative={false}
      hideControls
      rightSectionWidth={92}
      rightSection={
        <NativeSelect
          variant="unstyled"
          aria-label="Unit of the throttle"
          data={units}
          value={unit}
          disabled={field.disabled === true}
          classNames={{ input: styles.unit ?? '' }}
          onChange={(event) => {
            setUnit(event.currentTarget.value)
            put(amount, event.currentTarget.value)
          }}
        />
      }
      ref={field.ref}
      name={field.name}
      value={amount}
      onChange={(value) => put(value, unit)}
      onBlur={field.onBlur}
      disabled={field.disabled === true}
      error={fieldState.error?.message}
    />
  )
}
