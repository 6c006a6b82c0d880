import type { Omitted } from '@/domain/plan/plan'
import { Card } from '../ui/card'
import { formatCount } from '../ui/num'
import styles from './left-out.module.css'

/** What the source has and this plan does not carry, each by name and with the reason: nothing is dropped silently. */
export function LeftOut({ omitted }: { omitted: readonly Omitted[] }) {
  if (omitted.length === 0) return null
  return (
    <div id="left-out">
      <Card title="Left out" aside={formatCount(omitted.length)}>
        <ul className={styles.list}>
          {omitted.map((object) => (
            <li key={`${object.kind} ${object.identity}`} className={styles.object}>
              <code>{object.identity}</code>
              <span className={styles.reason}>{object.reason}</span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
