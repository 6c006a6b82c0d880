import type { ConnectionTestDto } from '@/domain/contracts/connection'
import { CircleMark } from '../ui/circle-mark'
import { Time } from '../ui/time'
import styles from './test-verdict.module.css'

/** How the last test of a connection went, in a word. */
export function TestVerdict({ test }: { test: ConnectionTestDto | null }) {
  if (test === null) return <span className={styles.quiet}>not tested yet</span>
  if (test.state === 'queued' || test.state === 'running') {
    return (
      <span className={styles.verdict}>
        <CircleMark mark="running" />
        testing…
      </span>
    )
  }
  return (
    <span className={styles.verdict}>
      <CircleMark mark={test.state} />
      <span>
        {test.state} <span className={styles.quiet}>·</span>{' '}
        <span className={styles.quiet}>
          <Time at={test.finishedAt ?? test.requestedAt} />
        </span>
      </span>
    </span>
  )
}
