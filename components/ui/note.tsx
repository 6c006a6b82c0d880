import type { ReactNode } from 'react'
import styles from './note.module.css'

/** A banner in one of the state colours, with its actions (links or buttons) at the right. */
export function Note({
  tone,
  children,
  actions,
}: {
  tone: 'warn' | 'ok' | 'run' | 'hold'
  children: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={styles.note} data-tone={tone}>
      <div className={styles.text}>{children}</div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  )
}
