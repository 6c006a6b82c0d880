import Link from 'next/link'
import type { MigrationDto } from '@/domain/contracts/migration'
import { DataTable } from '../ui/data-table'
import { EnvTag } from '../ui/env-tag'
import { Num } from '../ui/num'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import styles from './migration-list.module.css'
import { MiniProgress } from './mini-progress'

/** Migrations as rows, each leading to its own page. */
export function MigrationTable({ migrations }: { migrations: readonly MigrationDto[] }) {
  return (
    <DataTable label="Migrations">
      <thead>
        <tr>
          <th>Migration</th>
          <th>State</th>
          <th>Progress</th>
          <th data-num>Rows/s</th>
          <th data-num>Errors</th>
          <th>Owner</th>
          <th>Updated</th>
        </tr>
      </thead>
      <tbody>
        {migrations.map((migration) => (
          <Row key={migration.id} migration={migration} />
        ))}
      </tbody>
    </DataTable>
  )
}

function Row({ migration }: { migration: MigrationDto }) {
  const { source, target, state, rowsPerSecond, failedRows } = migration
  const rate = state === 'Running' && rowsPerSecond !== null ? Math.round(rowsPerSecond) : null
  const failed = BigInt(failedRows) > 0n
  return (
    <tr>
      <td>
        <div className={styles.name}>
          <Link href={`/projects/${migration.projectId}/migrations/${migration.id}`} data-row>
            {migration.name}
          </Link>
          <span className={styles.way}>
            <code>{source.label}</code> → <code>{target.label}</code> <EnvTag env={target.environment} />
          </span>
        </div>
      </td>
      <td data-label="State">
        <StateBadge state={state} intent={migration.intent} />
      </td>
      <td data-label="Progress" className={migration.run === null ? styles.absent : undefined}>
        {migration.run === null ? '–' : <MiniProgress migration={migration} />}
      </td>
      <td data-num data-label="Rows/s" className={rate === null ? styles.absent : undefined}>
        {rate !== null ? <Num value={rate} /> : '–'}
      </td>
      <td data-num data-label="Errors" className={failed ? undefined : styles.absent}>
        {failed ? (
          <span className={styles.errors}>
            <Num value={failedRows} />
          </span>
        ) : (
          '–'
        )}
      </td>
      <td data-label="Owner" className={styles.short}>
        {migration.createdBy}
      </td>
      <td data-label="Updated" className={styles.short}>
        <Time at={migration.stateChangedAt} />
      </td>
    </tr>
  )
}
