import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** What a list says when it has nothing to show: one sentence, and the one thing to do next. */
export function EmptyState({ sentence, action }: { sentence: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.sentence}>{sentence}</p>
      {action}
    </div>
  )
}
