import type { MigrationDto } from '@/domain/contracts/migration'
import { SegmentedBar } from '../ui/segmented-bar'
import { migrationShare } from './migration-share'
import styles from './mini-progress.module.css'

const toneOf = (state: MigrationDto['state']) =>
  state === 'Completed' ? 'ok' : state === 'Failed' ? 'bad' : state === 'Running' ? 'run' : 'hold'

/** A migration's progress in a list: a thin bar and its percentage. */
export function MiniProgress({ migration }: { migration: MigrationDto }) {
  const share = migrationShare(migration)
  return (
    <span className={styles.progress}>
      <SegmentedBar
        size="sm"
        label={`Progress of ${migration.name}`}
        done={share}
        segments={[{ tone: toneOf(migration.state), share, label: `${migration.processedRows} rows` }]}
      />
      <span className={styles.percent}>{Math.floor(share * 100)}%</span>
    </span>
  )
}
