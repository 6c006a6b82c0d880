'use client'

import { type KeyboardEvent, type ReactNode, useState } from 'react'
import styles from './caps-lock-hint.module.css'

/** Says below the password fields inside it that Caps Lock is on, as soon as a key tells so. */
export function CapsLockHint({ children }: { children: ReactNode }) {
  const [on, setOn] = useState(false)
  const read = (event: KeyboardEvent) => setOn(event.getModifierState('CapsLock'))
  return (
    <div onKeyDownCapture={read} onKeyUpCapture={read}>
      {children}
      <p className={styles.hint} role="status">
        {on ? 'Caps Lock is on.' : null}
      </p>
    </div>
  )
}
