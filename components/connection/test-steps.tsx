import type { ConnectionTestDto, ProbeStep } from '@/domain/contracts/connection'
import { CircleMark, type Mark } from '../ui/circle-mark'
import { Duration } from '../ui/duration'
import styles from './test-steps.module.css'

type Step = ProbeStep['step']

const titles: Readonly<Record<Step, string>> = {
  dns: 'Find the host',
  tcp: 'Reach the port',
  tls: 'Encrypt the way',
  auth: 'Sign in',
  version: 'Ask for the version',
  privileges: 'Check the privileges',
}
const order: readonly Step[] = ['dns', 'tcp', 'tls', 'auth', 'version', 'privileges']

/** What passed with an advice is a warning. A step without an answer runs when the one before it passed, and waits otherwise. */
function markOf(test: ConnectionTestDto, at: number, known: ProbeStep | undefined): Mark {
  if (known) return known.state === 'passed' && known.fix !== null ? 'warning' : known.state
  const over = test.state === 'passed' || test.state === 'failed'
  if (over) return 'skipped'
  return at === test.steps.length ? 'running' : 'waiting'
}

/** The six steps of a connection test, in their order, each with what was found and, where it failed, what to do. */
export function TestSteps({ test }: { test: ConnectionTestDto }) {
  return (
    <ol className={styles.steps}>
      {order.map((step, at) => {
        const known = test.steps.find((one) => one.step === step)
        return (
          <li key={step} className={styles.step}>
            <CircleMark mark={markOf(test, at, known)} />
            <div className={styles.text}>
              <p className={styles.title}>{titles[step]}</p>
              {known?.detail ? <p className={styles.detail}>{known.detail}</p> : null}
              {known?.fix ? (
                <p className={styles.fix} data-state={known.state}>
                  {known.fix}
                </p>
              ) : null}
            </div>
            <span className={styles.time}>
              {known && known.state !== 'skipped' ? <Duration ms={known.ms} /> : null}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
