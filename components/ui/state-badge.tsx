import type { Intent, MigrationState } from '@/domain/migration/state'
import styles from './state-badge.module.css'
import { StateGlyph } from './state-glyph'

const words: Readonly<Record<MigrationState, string>> = {
  Draft: 'Draft',
  Planning: 'Planning',
  Ready: 'Ready',
  Running: 'Running',
  Paused: 'Paused',
  Failed: 'Failed',
  Completed: 'Completed',
  Cancelled: 'Cancelled',
  RollingBack: 'Rolling back',
  RolledBack: 'Rolled back',
}

const intents: Readonly<Record<Intent, string | null>> = { none: null, pausing: 'Pausing…', cancelling: 'Cancelling…' }

/** A migration's state as a pill: glyph, colour and word. An intent that is still on its way replaces the word. */
export function StateBadge({ state, intent = 'none' }: { state: MigrationState; intent?: Intent }) {
  return (
    <span className={styles.badge} data-state={state}>
      <StateGlyph state={state} />
      {intents[intent] ?? words[state]}
    </span>
  )
}
