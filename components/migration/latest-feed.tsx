import { useId } from 'react'
import type { MigrationEventDto } from '@/domain/contracts/migration'
import { Time } from '../ui/time'
import { describeEvent } from './describe-event'
import styles from './latest-feed.module.css'
import { Phrase } from './phrase'

/** The newest few events, newest first, in the height that the card beside it gives; the timeline has them all. */
export function LatestFeed({ events }: { events: readonly MigrationEventDto[] }) {
  const heading = useId()
  return (
    <section className={styles.frame} aria-labelledby={heading}>
      <h2 id={heading} className={styles.title}>
        Latest
      </h2>
      {events.length === 0 ? <p className={styles.none}>Nothing has happened yet.</p> : null}
      <ol className={styles.feed}>
        {events.slice(0, 6).map((entry) => (
          <li key={entry.seq}>
            <Time at={entry.at} as="clock" />
            <span className={styles.text}>
              <Phrase parts={describeEvent(entry.event).phrase} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
