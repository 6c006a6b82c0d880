import type { MigrationEventDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { Time } from '../ui/time'
import { describeEvent } from './describe-event'
import styles from './latest-feed.module.css'
import { Phrase } from './phrase'

/** The newest few events, newest first; the timeline has them all. */
export function LatestFeed({ events }: { events: readonly MigrationEventDto[] }) {
  return (
    <div className={styles.frame}>
      <Card title="Latest">
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
      </Card>
    </div>
  )
}
