import Link from 'next/link'
import type { MigrationDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import styles from './overview.module.css'

/** Migrations that wait for a person, with the reason. */
export function AttentionCard({ migrations }: { migrations: readonly MigrationDto[] }) {
  if (migrations.length === 0) return null
  return (
    <Card title="Needs attention" aside={migrations.length}>
      <ul>
        {migrations.map((migration) => (
          <li key={migration.id} className={styles.line}>
            <div className={styles.main}>
              <Link className={styles.name} href={`/projects/${migration.projectId}/migrations/${migration.id}`}>
                {migration.name}
              </Link>
              <span className={styles.way}>{migration.stateReason ?? 'Open it to see why.'}</span>
            </div>
            <StateBadge state={migration.state} />
            <span className={styles.when}>
              <Time at={migration.stateChangedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
