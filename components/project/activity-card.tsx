import Link from 'next/link'
import type { ProjectOverviewDto } from '@/domain/contracts/project'
import { Card } from '../ui/card'
import { Time } from '../ui/time'
import { eventWords } from './event-words'
import styles from './overview.module.css'

/** What happened last in the project, newest first. */
export function ActivityCard({ projectId, activity }: { projectId: string; activity: ProjectOverviewDto['activity'] }) {
  return (
    <Card title="Recent activity">
      {activity.length === 0 ? <p className={styles.quiet}>Nothing has happened yet.</p> : null}
      <ol>
        {activity.map((event) => (
          <li key={`${event.migrationId} ${event.seq}`} className={styles.event}>
            <span className={styles.when}>
              <Time at={event.at} />
            </span>
            <span>
              <Link className={styles.name} href={`/projects/${projectId}/migrations/${event.migrationId}`}>
                {event.migrationName}
              </Link>{' '}
              {eventWords(event.type)}
              <span className={styles.quiet}> · {event.actor}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
