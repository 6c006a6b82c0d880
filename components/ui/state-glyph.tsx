import type { ReactNode } from 'react'
import type { MigrationState } from '@/domain/migration/state'
import styles from './state-badge.module.css'

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round' } as const
const turn = 'M2.1 5.2A4 4 0 1 1 2.4 7.8M2 2v3.2h3.2'

/** One shape a state, so that no state is told by its colour alone. */
const shapes: Readonly<Record<MigrationState, ReactNode>> = {
  Draft: <circle cx="6" cy="6" r="4" {...stroke} strokeWidth={1.6} strokeDasharray="1.2 2.6" />,
  Planning: (
    <>
      <circle cx="6" cy="6" r="4" {...stroke} strokeWidth={1.4} />
      <path d="M6 6V2a4 4 0 0 1 4 4Z" fill="currentColor" />
    </>
  ),
  Ready: <circle cx="6" cy="6" r="3.6" fill="currentColor" />,
  Running: <path d="M9 3A4.2 4.2 0 1 0 9 9" {...stroke} strokeWidth={1.8} className={styles.turning} />,
  Paused: <path d="M4.2 3v6M7.8 3v6" {...stroke} />,
  Failed: <path d="m3.2 3.2 5.6 5.6m0-5.6L3.2 8.8" {...stroke} strokeWidth={1.8} />,
  Completed: <path d="m2.6 6.4 2.4 2.4 4.6-5.2" {...stroke} strokeWidth={1.8} />,
  Cancelled: <rect x="2.8" y="2.8" width="6.4" height="6.4" rx="1" fill="currentColor" />,
  RollingBack: <path d={turn} {...stroke} strokeWidth={1.6} className={styles.turningBack} />,
  RolledBack: <path d={turn} {...stroke} strokeWidth={1.6} />,
}

/** The glyph of a state, 12 px, in the current colour; decorative: whoever shows it writes the word beside it. */
export function StateGlyph({ state }: { state: MigrationState }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className={styles.glyph}>
      {shapes[state]}
    </svg>
  )
}
