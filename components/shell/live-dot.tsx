import type { LiveState } from '@/client/react'
import { Time } from '../ui/time'
import styles from './top-bar.module.css'

/** Whether what is shown is live, in words and not by colour alone. */
export function LiveDot({ live }: { live: LiveState }) {
  return (
    <span className={styles.live} data-state={live.state} role="status">
      <span className={styles.dot} />
      {live.state === 'live' ? (
        <span>
          Live
          <span className={styles.lag} aria-hidden>
            {' '}
            · {Math.max(0.1, live.lagMs / 1000).toFixed(1)} s
          </span>
        </span>
      ) : null}
      {live.state === 'connecting' ? 'Connecting…' : null}
      {live.state === 'stale' ? (
        <span>
          Reconnecting… as of <Time at={live.since} as="clock" />
        </span>
      ) : null}
    </span>
  )
}
