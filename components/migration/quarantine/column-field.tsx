'use client'

import { Checkbox, Textarea } from '@mantine/core'
import styles from './column-field.module.css'
import { hasInvisible } from './visible-parts'
import { VisibleText } from './visible-text'

/**
 * One column of a row, as text: NULL is a tick of its own, what cannot be seen in the value is shown below it. `inQuestion`: the target
 * named it in its refusal.
 */
export function ColumnField({
  name,
  value,
  own,
  inQuestion,
  disabled,
  onChange,
}: {
  name: string
  value: string | null
  /** What the row holds in the source. */
  own: string | null
  inQuestion: boolean
  disabled: boolean
  onChange: (value: string | null) => void
}) {
  const changed = value !== own
  return (
    <div className={styles.field} data-question={inQuestion || undefined}>
      <Textarea
        label={
          <span className={styles.label}>
            <code>{name}</code>
            {inQuestion ? <span className={styles.named}>named by the target</span> : null}
          </span>
        }
        classNames={{ input: styles.input ?? '' }}
        autosize
        minRows={1}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        placeholder={value === null ? 'NULL' : ''}
        value={value ?? ''}
        disabled={disabled || value === null}
        {...(inQuestion ? { 'data-autofocus': true } : {})}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={styles.under}>
        <Checkbox
          size="xs"
          label="NULL"
          aria-label={`${name} is NULL`}
          checked={value === null}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.checked ? null : (own ?? ''))}
        />
        {value !== null && hasInvisible(value) ? (
          <span className={styles.seen}>
            Holds <VisibleText value={value} />
          </span>
        ) : null}
        {changed ? (
          <span className={styles.was}>
            was <VisibleText value={own} />
          </span>
        ) : null}
      </div>
    </div>
  )
}
