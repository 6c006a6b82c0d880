import { Button } from '@mantine/core'
import type { MigrationErrorDto } from '@/domain/contracts/migration'
import { EmptyState } from '../ui/empty-state'
import { Num } from '../ui/num'
import { Tag } from '../ui/tag'
import { Time } from '../ui/time'
import { causeOf } from './cause-of'
import styles from './error-list.module.css'

const words: Readonly<Record<MigrationErrorDto['class'], { label: string; tone: 'warn' | 'bad' }>> = {
  row: { label: 'rows refused', tone: 'warn' },
  transient: { label: 'tried again', tone: 'warn' },
  wait: { label: 'waiting', tone: 'warn' },
  table: { label: 'table stopped', tone: 'bad' },
  run: { label: 'run stopped', tone: 'bad' },
}

/** Errors, the same one of the same table counted once: what it is, what it does to the run, what to do about it. */
export function ErrorList({
  errors,
  onMore,
  loadingMore = false,
}: {
  errors: readonly MigrationErrorDto[]
  onMore?: (() => void) | undefined
  loadingMore?: boolean
}) {
  if (errors.length === 0) return <EmptyState sentence="No errors so far." />
  return (
    <>
      <ul className={styles.list}>
        {errors.map((error) => (
          <ErrorEntry key={error.id} error={error} />
        ))}
      </ul>
      {onMore ? (
        <div className={styles.more}>
          <Button onClick={onMore} loading={loadingMore}>
            Load more errors
          </Button>
        </div>
      ) : null}
    </>
  )
}

function ErrorEntry({ error }: { error: MigrationErrorDto }) {
  const { cause, effect } = causeOf(error)
  const { label, tone } = words[error.class]
  return (
    <li className={styles.error}>
      <div className={styles.head}>
        <h2 className={styles.title}>
          {error.table === null ? 'The run' : <code>{`${error.table.schema}.${error.table.name}`}</code>}
          <Tag tone={tone}>{label}</Tag>
          {error.sqlstate === null ? null : <code className={styles.code}>{error.sqlstate}</code>}
        </h2>
        <span className={styles.seen}>
          <b>
            <Num value={error.count} />
          </b>{' '}
          {error.count === 1 ? 'time' : 'times'} · {error.count === 1 ? '' : 'last '}
          <Time at={error.lastSeenAt} />
        </span>
      </div>
      <p className={styles.message} data-words={error.sqlstate === null || undefined}>
        {error.message}
      </p>
      <p className={styles.cause}>
        {cause === null ? null : `${cause} `}
        {effect}
      </p>
      {error.fix === null ? null : (
        <p className={styles.fix}>
          <b>What to do: </b>
          {error.fix}
        </p>
      )}
    </li>
  )
}
