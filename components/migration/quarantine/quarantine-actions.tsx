'use client'

import { useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { ErrorPanel } from '../../ui/error-panel'
import { explainError } from '../../ui/explain-error'
import { ReasonedButton } from '../reasoned-button'
import { whyNot } from '../why-not'
import { AcceptDialog } from './accept-dialog'
import styles from './quarantine-actions.module.css'
import { rowsInWords } from './reject-words'
import { useRejectCommands } from './use-reject-commands'

/** What can be done with all rows in quarantine together: try them again, or accept that they are left out. */
export function QuarantineActions({ migration }: { migration: MigrationDto }) {
  const [accepting, setAccepting] = useState(false)
  const { retry, accept } = useRejectCommands(migration.id)
  const { open, inReview } = migration.quarantine
  if (open === 0 && !inReview) return null
  const close = () => {
    accept.reset()
    setAccepting(false)
  }
  return (
    <>
      <div className={styles.bar}>
        <p className={styles.text}>
          {inReview
            ? 'Everything else is done. Mend and replay rows, or skip them one by one; then accept what is left, and the migration completes.'
            : 'These rows are in the source and not in the target. Each is kept with the reason.'}
        </p>
        <div className={styles.buttons}>
          {open === 0 ? null : (
            <ReasonedButton
              reason={whyNot(migration, 'retry')}
              loading={retry.isPending}
              onPress={() => retry.mutate(null)}
            >
              Retry {open === 1 ? 'it' : `all ${rowsInWords(open)}`}
            </ReasonedButton>
          )}
          <ReasonedButton
            reason={whyNot(migration, 'accept')}
            {...(inReview ? { variant: 'filled' } : {})}
            onPress={() => setAccepting(true)}
          >
            {open === 0 ? 'Complete…' : 'Accept…'}
          </ReasonedButton>
        </div>
      </div>
      {retry.error ? (
        <ErrorPanel title={explainError(retry.error).message} requestId={explainError(retry.error).requestId} />
      ) : null}
      <AcceptDialog
        migration={migration}
        opened={accepting}
        busy={accept.isPending}
        error={accept.error}
        onConfirm={(reason) =>
          accept.mutate({ migrationId: migration.id, openRows: open, reason }, { onSuccess: close })
        }
        onClose={close}
      />
    </>
  )
}
