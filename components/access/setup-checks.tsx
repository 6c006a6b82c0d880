import { CircleMark } from '../ui/circle-mark'
import styles from './setup-checks.module.css'

const words = { database: 'Database', schema: 'Schema', keys: 'Keys', worker: 'Worker' } as const

export type SetupCheck = { check: keyof typeof words; ok: boolean; reason: string | null }

/** Whether everything is there that Godwit needs, each with what is wrong where it is not. */
export function SetupChecks({ checks }: { checks: readonly SetupCheck[] }) {
  return (
    <ul className={styles.checks} aria-label="What Godwit needs">
      {checks.map(({ check, ok, reason }) => (
        <li key={check} className={styles.check}>
          <CircleMark mark={ok ? 'passed' : 'failed'} />
          <span>
            {words[check]}
            {reason ? <span className={styles.reason}>: {reason}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  )
}
