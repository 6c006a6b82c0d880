import { Check } from 'lucide-react'
import Link from 'next/link'
import { Fragment } from 'react'
import styles from './steps.module.css'

export type Step = { label: string; href?: string | undefined }

/** Where one is in the wizard: steps that are done lead back where they have an address; the current one is marked. */
export function Steps({ steps, current }: { steps: readonly Step[]; current: number }) {
  return (
    <nav aria-label="Steps">
      <ol className={styles.steps}>
        {steps.map((step, at) => (
          <Fragment key={step.label}>
            {at === 0 ? null : <li aria-hidden="true" className={styles.line} />}
            <li
              className={styles.step}
              data-done={at < current || undefined}
              aria-current={at === current ? 'step' : undefined}
            >
              <span className={styles.mark}>
                {at < current ? <Check size={12} strokeWidth={2.4} aria-label="Done:" /> : at + 1}
              </span>
              {at < current && step.href !== undefined ? <Link href={step.href}>{step.label}</Link> : step.label}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  )
}
