'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { MigrationDto, PlanDto } from '@/domain/contracts/migration'
import { ReasonedButton } from '../migration/reasoned-button'
import { whyNot } from '../migration/why-not'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import styles from './plan-foot.module.css'
import { planTotals } from './plan-totals'
import { StartDialog } from './start-dialog'

/** The plan's two ways on: plan again, or start. Whether Start is possible, and why not, is the server's word. */
export function PlanFoot({
  migration,
  plan,
  busy,
  error,
  onPlan,
  onStart,
}: {
  migration: MigrationDto
  plan: PlanDto | null
  busy: 'plan' | 'start' | null
  error: unknown
  onPlan: () => void
  onStart: (reason: string | null) => void
}) {
  const [asking, setAsking] = useState(false)
  const reasonOf = (action: 'plan' | 'start') => whyNot(migration, action)
  const blockers = plan?.plan.findings.filter((finding) => finding.severity === 'blocker').length ?? 0
  const refusedStart = reasonOf('start')
  const why = blockers > 0 ? `${blockers} ${blockers === 1 ? 'check blocks' : 'checks block'} Start` : refusedStart
  const isProd = migration.target.environment === 'prod'
  const asks = isProd || (plan !== null && planTotals(plan.plan).emptied.length > 0)
  const explained = error && !asking ? explainError(error) : null
  return (
    <>
      {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
      <div className={styles.foot}>
        <ReasonedButton
          {...(plan === null && migration.state === 'Draft' ? { variant: 'filled' } : {})}
          reason={reasonOf('plan')}
          loading={busy === 'plan' || migration.state === 'Planning'}
          onPress={onPlan}
        >
          {plan === null ? 'Plan' : 'Plan again'}
        </ReasonedButton>
        {plan === null ? null : (
          <div className={styles.start}>
            {why === null ? null : <span className={styles.why}>{why}</span>}
            <Button
              variant="filled"
              disabled={refusedStart !== null || blockers > 0}
              loading={busy === 'start' && !asking}
              onClick={() => (asks ? setAsking(true) : onStart(null))}
            >
              {isProd ? 'Start into PROD…' : asks ? 'Start…' : 'Start'}
            </Button>
          </div>
        )}
      </div>
      {plan === null ? null : (
        <StartDialog
          migration={migration}
          plan={plan}
          opened={asking}
          busy={busy === 'start'}
          error={error}
          onStart={onStart}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
