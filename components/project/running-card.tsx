import Link from 'next/link'
import type { MigrationDto } from '@/domain/contracts/migration'
import { MiniProgress } from '../migration/mini-progress'
import { Card } from '../ui/card'
import { EnvTag } from '../ui/env-tag'
import { Num } from '../ui/num'
import { StateBadge } from '../ui/state-badge'
import styles from './overview.module.css'

/** What runs now, each with its progress. */
export function RunningCard({ migrations }: { migrations: readonly MigrationDto[] }) {
  return (
    <Card title="Running" aside={migrations.length > 0 ? migrations.length : undefined}>
      {migrations.length === 0 ? <p className={styles.quiet}>Nothing is running.</p> : null}
      <ul>
        {migrations.map((migration) => (
          <li key={migration.id} className={styles.line}>
            <div className={styles.main}>
              <Link className={styles.name} href={`/projects/${migration.projectId}/migrations/${migration.id}`}>
                {migration.name}
              </Link>
              <span className={styles.way}>
                <code>{migration.source.label}</code> → <code>{migration.target.label}</code>{' '}
                <EnvTag env={migration.target.environment} />
              </span>
            </div>
            <span className={styles.rate}>
              {migration.rowsPerSecond === null ? (
                <StateBadge state={migration.state} intent={migration.intent} />
              ) : (
                <>
                  <Num value={Math.round(migration.rowsPerSecond)} /> rows/s
                </>
              )}
            </span>
            <MiniProgress migration={migration} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
