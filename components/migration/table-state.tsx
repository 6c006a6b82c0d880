import { VisuallyHidden } from '@mantine/core'
import { X } from 'lucide-react'
import type { TableProgressDto } from '@/domain/contracts/migration'
import styles from './table-state.module.css'

const words: Readonly<Record<TableProgressDto['state'], string>> = {
  waiting: 'waiting',
  copying: 'copying',
  finishing: 'building indexes and keys',
  done: 'done',
  failed: 'failed',
}

/** How a table stands, as a small shape; the word is there for whoever cannot see it. `still`: nothing is moving now. */
export function TableState({ state, still }: { state: TableProgressDto['state']; still: boolean }) {
  return (
    <span className={styles.state} title={words[state]}>
      <span className={styles.dot} data-state={state} data-still={still || undefined}>
        {state === 'failed' ? <X size={11} strokeWidth={3} aria-hidden /> : null}
      </span>
      <VisuallyHidden>{words[state]}</VisuallyHidden>
    </span>
  )
}
