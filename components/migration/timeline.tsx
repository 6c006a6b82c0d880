import { Button } from '@mantine/core'
import type { MigrationEventDto } from '@/domain/contracts/migration'
import { EmptyState } from '../ui/empty-state'
import { Time } from '../ui/time'
import { describeEvent } from './describe-event'
import { Phrase } from './phrase'
import styles from './timeline.module.css'

/** Everything that happened, newest first, each with who did it and, where there is one, the way on. */
export function Timeline({
  events,
  onMore,
  loadingMore = false,
}: {
  events: readonly MigrationEventDto[]
  onMore?: (() => void) | undefined
  loadingMore?: boolean
}) {
  if (events.length === 0) return <EmptyState sentence="Nothing has happened to this migration yet." />
  return (
    <>
      <ol className={styles.timeline} aria-label="Timeline, newest first">
        {events.map((entry) => {
          const told = describeEvent(entry.event)
          return (
            <li key={entry.seq} className={styles.entry} data-tone={told.tone}>
              <span className={styles.when}>
                <Time at={entry.at} as="clock" />
              </span>
              <div className={styles.what}>
                <p>
                  <Phrase parts={told.phrase} />
                </p>
                {told.detail === null ? null : <p className={styles.detail}>{told.detail}</p>}
              </div>
              <span className={styles.who}>
                {entry.actor} · <Time at={entry.at} />
              </span>
            </li>
          )
        })}
      </ol>
      {onMore ? (
        <div className={styles.more}>
          <Button onClick={onMore} loading={loadingMore}>
            Load older events
          </Button>
        </div>
      ) : null}
    </>
  )
}
