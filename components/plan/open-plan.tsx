'use client'

import type { MigrationDto, MigrationEventDto } from '@/domain/contracts/migration'
import { ConfigTab } from '../migration/config-tab'
import { planFailure } from '../migration/read-history'
import type { useMigrationCommands } from '../migration/use-migration-commands'
import { whyNot } from '../migration/why-not'
import { ErrorPanel } from '../ui/error-panel'
import { Loaded } from '../ui/loaded'
import { Note } from '../ui/note'
import { PlanFoot } from './plan-foot'
import { PlanReview } from './plan-review'
import { PlanningStatus } from './planning-status'
import { Steps } from './steps'
import { useCurrentPlan, usePlanCommands } from './use-plan'

const steps = ['Source', 'Target', 'Tables', 'Config', 'Plan'].map((label) => ({ label }))

/** The wizard's last step, at the migration's own address: whoever opens it sees the same plan, and a reload loses nothing. */
export function OpenPlan({
  migration,
  events,
  commands,
}: {
  migration: MigrationDto
  events: readonly MigrationEventDto[]
  commands: ReturnType<typeof useMigrationCommands>
}) {
  const query = useCurrentPlan(migration)
  const own = usePlanCommands(migration.id)
  const { state } = migration
  const plan = migration.plan === null ? null : (query.data ?? null)
  const failure = planFailure(events)
  const canAccept = state === 'Ready' && plan !== null
  return (
    <>
      <Steps steps={steps} current={4} />
      {state === 'Planning' ? (
        <PlanningStatus since={migration.stateChangedAt} />
      ) : (
        <>
          {failure === null ? null : <ErrorPanel title={failure.reason} message={failure.fix} />}
          {migration.plan === null ? (
            <Note tone="hold">There is no plan yet. Planning reads both schemas and writes nothing.</Note>
          ) : (
            <Loaded query={query} what="the plan" rows={8}>
              {(data) =>
                data === null ? null : (
                  <PlanReview
                    migration={migration}
                    plan={data}
                    acceptance={
                      canAccept ? { accept: (ids) => own.accept(data.plan.hash, ids), busy: own.accepting } : undefined
                    }
                    waiving={{
                      waive: (ids, reason) => own.waive(data.plan.hash, ids, reason),
                      busy: own.waiving,
                      whyNot: whyNot(migration, 'waive'),
                    }}
                    writing={{
                      choose: (choices) => own.chooseWriting(data.plan.hash, choices),
                      busy: own.choosing,
                      error: own.choosingError,
                      reason: whyNot(migration, 'chooseWriting'),
                    }}
                  >
                    <ConfigTab migration={migration} />
                  </PlanReview>
                )
              }
            </Loaded>
          )}
          {migration.plan === null ? <ConfigTab migration={migration} /> : null}
          <PlanFoot
            migration={migration}
            plan={plan}
            busy={own.starting ? 'start' : commands.busy === 'plan' ? 'plan' : null}
            error={own.error ?? commands.error}
            onPlan={() => commands.run('plan', null, () => undefined)}
            onStart={(reason) => (plan === null ? undefined : own.start(plan.plan.hash, reason))}
          />
        </>
      )}
    </>
  )
}
