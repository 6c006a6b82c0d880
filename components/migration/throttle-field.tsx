'use client'

import { Input, NativeSelect, NumberInput } from '@mantine/core'
import { useId, useState } from 'react'
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
  const id = useId()
  const put = (amount: number | string, per: string) =>
    field.onChange(typeof amount === 'number' ? Math.round(amount * Number(per)) : null)
  const amount = field.value === null ? '' : field.value / Number(unit)
  const disabled = field.disabled === true
  return (
    <Input.Wrapper
      id={id}
      label="Throttle"
      description="Reads no more than this from the source, all lanes together, to spare it. Normally no limit."
      error={fieldState.error?.message}
    >
      <div className={styles.throttle}>
        <NumberInput
          id={id}
          placeholder="No limit"
          thousandSeparator=","
          clampBehavior="none"
          allowNegative={false}
          hideControls
          ref={field.ref}
          name={field.name}
          value={amount}
          onChange={(value) => put(value, unit)}
          onBlur={field.onBlur}
          disabled={disabled}
          error={fieldState.error !== undefined}
        />
        <NativeSelect
          aria-label="Unit of the throttle"
          data={units}
          value={unit}
          disabled={disabled}
          onChange={(event) => {
            setUnit(event.currentTarget.value)
            put(amount, event.currentTarget.value)
          }}
        />
      </div>
    </Input.Wrapper>
  )
}
