'use client'

import type { MigrationDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { Loaded } from '../ui/loaded'
import { Note } from '../ui/note'
import { PlanReview } from './plan-review'
import { useCurrentPlan } from './use-plan'

/** A plan that can no longer be started, or has been: to be read. */
export function ReadPlan({ migration }: { migration: MigrationDto }) {
  const plan = useCurrentPlan(migration)
  const never = migration.state === 'Cancelled' && migration.run === null
  return (
    <>
      {never ? (
        <Note tone="hold">
          Cancelled by {migration.stateChangedBy} before anything was written.
          {migration.stateReason === null ? null : ` “${migration.stateReason}”`}
        </Note>
      ) : null}
      {migration.plan === null ? (
        <Card>
          <EmptyState sentence="This migration was never planned." />
        </Card>
      ) : (
        <Loaded query={plan} what="the plan" rows={8}>
          {(data) => (data === null ? null : <PlanReview migration={migration} plan={data} acceptance={undefined} />)}
        </Loaded>
      )}
    </>
  )
}
