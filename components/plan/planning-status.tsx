import { Skeleton, Stack } from '@mantine/core'
import { Card } from '../ui/card'
import { CircleMark } from '../ui/circle-mark'
import { Time } from '../ui/time'
import styles from './planning-status.module.css'

/** While the worker plans: what it does, since when, and that nothing is written. */
export function PlanningStatus({ since }: { since: string }) {
  return (
    <Card title="Checks" aside={<Time at={since} />}>
      <div className={styles.status} role="status">
        <CircleMark mark="running" />
        <p>
          Reading both schemas, checking rights, types and order. <span>Nothing is written.</span>
        </p>
      </div>
      <Stack gap={14} aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <Skeleton key={bar} height={34} radius="md" />
        ))}
      </Stack>
    </Card>
  )
}
