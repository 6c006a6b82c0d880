'use client'

import { PasswordInput } from '@mantine/core'
import type { ComponentProps } from 'react'
import { CapsLockHint } from './caps-lock-hint'
import styles from './new-password-field.module.css'
import { passwordAdvice } from './password-advice'

/** A field for a password that is being chosen: says what is missing while one types, and how strong it is. `person`: the person's name and address. */
export function NewPasswordField({
  current,
  person,
  ...field
}: { current: string; person: readonly string[] } & ComponentProps<typeof PasswordInput>) {
  const advice = passwordAdvice(current, person)
  return (
    <CapsLockHint>
      <PasswordInput label="Password" autoComplete="new-password" {...field} />
      <div className={styles.advice} aria-live="polite">
        <span className={styles.meter} data-level={advice.level} aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {current === '' ? 'At least 10 characters; a few unrelated words are easy to keep in mind.' : advice.text}
      </div>
    </CapsLockHint>
  )
}
