'use client'

import { useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { OfferedAction } from '@/domain/migration/allowed-actions'
import type { MigrationState } from '@/domain/migration/state'
import { CancelDialog } from './cancel-dialog'
import { ReasonedButton } from './reasoned-button'
import { ResumeDialog } from './resume-dialog'
import { RetryDialog } from './retry-dialog'
import { whyNot } from './why-not'

/** The commands that stand in a migration's header. */
export type HeaderCommand = Extract<OfferedAction, 'plan' | 'pause' | 'resume' | 'cancel' | 'retry'>

/** Which buttons a state shows; whether one may be pressed is the server's word alone (`allowedActions`). */
const shown: Readonly<Record<MigrationState, readonly HeaderCommand[]>> = {
  Draft: ['cancel'],
  Planning: ['cancel'],
  Ready: ['cancel'],
  Running: ['pause', 'cancel'],
  Paused: ['resume', 'cancel'],
  Failed: ['plan', 'retry'],
  Completed: [],
  Cancelled: [],
  RollingBack: [],
  RolledBack: [],
}

/**
 * What a person can do with the migration now. Never optimistic: a button is busy until the server has said so, by its answer or by
 * the intent (“Pausing…”) that the migration then bears. `busy` is the command that is under way; `error` what the last one was refused with.
 */
export function ActionBar({
  migration,
  snapshotLost,
  busy,
  error,
  onCommand,
}: {
  migration: MigrationDto
  /** The paused run no longer holds its snapshot: resuming looks at every chunk again. */
  snapshotLost: boolean
  busy: HeaderCommand | null
  error: unknown
  onCommand: (command: HeaderCommand, reason: string | null, onDone: () => void) => void
}) {
  const [dialog, setDialog] = useState<'cancel' | 'resume' | 'retry' | null>(null)
  const close = () => setDialog(null)
  const reasonOf = (command: HeaderCommand) => whyNot(migration, command)
  const press = (command: HeaderCommand) => onCommand(command, null, close)
  const pausing = migration.intent === 'pausing'
  const button = (command: HeaderCommand) => {
    switch (command) {
      case 'pause':
        return pausing ? (
          <ReasonedButton
            key="keep"
            reason={reasonOf('resume')}
            loading={busy === 'resume'}
            onPress={() => press('resume')}
          >
            Keep running
          </ReasonedButton>
        ) : (
          <ReasonedButton
            key="pause"
            reason={reasonOf('pause')}
            loading={busy === 'pause'}
            onPress={() => press('pause')}
          >
            Pause
          </ReasonedButton>
        )
      case 'resume':
        return (
          <ReasonedButton
            key="resume"
            {...(migration.quarantine.inReview ? {} : { variant: 'filled' })}
            reason={reasonOf('resume')}
            loading={busy === 'resume'}
            onPress={() => (snapshotLost ? setDialog('resume') : press('resume'))}
          >
            {snapshotLost ? 'Resume…' : 'Resume'}
          </ReasonedButton>
        )
      case 'cancel':
        return (
          <ReasonedButton
            key="cancel"
            reason={reasonOf('cancel')}
            loading={migration.intent === 'cancelling' || (busy === 'cancel' && dialog === null)}
            onPress={() => setDialog('cancel')}
          >
            Cancel…
          </ReasonedButton>
        )
      case 'plan':
        return (
          <ReasonedButton key="plan" reason={reasonOf('plan')} loading={busy === 'plan'} onPress={() => press('plan')}>
            Plan again
          </ReasonedButton>
        )
      case 'retry':
        return (
          <ReasonedButton
            key="retry"
            variant="filled"
            reason={reasonOf('retry')}
            loading={busy === 'retry' && dialog === null}
            onPress={() => setDialog('retry')}
          >
            Retry…
          </ReasonedButton>
        )
    }
  }
  return (
    <>
      {shown[migration.state].map(button)}
      <CancelDialog
        migration={migration}
        opened={dialog === 'cancel'}
        busy={busy === 'cancel'}
        error={error}
        onConfirm={(reason) => onCommand('cancel', reason, close)}
        onClose={close}
      />
      <RetryDialog
        migration={migration}
        opened={dialog === 'retry'}
        busy={busy === 'retry'}
        error={error}
        onConfirm={(reason) => onCommand('retry', reason, close)}
        onClose={close}
      />
      <ResumeDialog
        migration={migration}
        opened={dialog === 'resume'}
        busy={busy === 'resume'}
        error={error}
        onConfirm={() => onCommand('resume', null, close)}
        onClose={close}
      />
    </>
  )
}
