import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './step-foot.module.css'

/** A step's ways: back at the left, on at the right. */
export function StepFoot({ onBack, children }: { onBack?: (() => void) | undefined; children: ReactNode }) {
  return (
    <div className={styles.foot}>
      {onBack ? <Button onClick={onBack}>Back</Button> : null}
      <div className={styles.next}>{children}</div>
    </div>
  )
}
