'use client'

import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import Link from 'next/link'
import type { MigrationDto } from '@/domain/contracts/migration'
import { ActionBar } from '../migration/action-bar'
import { RunLine } from '../migration/run-line'
import { StaleBanner } from '../migration/stale-banner'
import { useHistory } from '../migration/use-history'
import { useMigrationCommands } from '../migration/use-migration-commands'
import { Page } from '../shell/page'
import { useShell } from '../shell/shell'
import { StateBadge } from '../ui/state-badge'
import { OpenPlan } from './open-plan'
import { ReadPlan } from './read-plan'

/** Is this plan still the one that Start would carry out? Otherwise it is there to be read. */
const isOpen = ({ state }: MigrationDto) => state === 'Draft' || state === 'Planning' || state === 'Ready'

const promise =
  'Nothing has been written by this plan yet. This is exactly what Start will do; if either schema changes before, Start is refused.'

/** The plan of a migration: reviewed, accepted and started here while that is possible, and readable ever after. */
export function PlanPage({ migration }: { migration: MigrationDto }) {
  const { live } = useShell()
  const commands = useMigrationCommands(migration.id)
  const { events } = useHistory(migration.id)
  const list = `/projects/${migration.projectId}/migrations`
  const self = `${list}/${migration.id}`
  const open = isOpen(migration)
  useDocumentTitle(`Plan · ${migration.name}`)
  return (
    <Page
      title={open ? 'Review the plan' : 'Plan'}
      crumbs={[
        { label: migration.projectName, href: `/projects/${migration.projectId}` },
        { label: 'Migrations', href: list },
        { label: migration.name, href: self },
      ]}
      badge={
        <span data-testid="state" data-state={migration.state}>
          <StateBadge state={migration.state} intent={migration.intent} />
        </span>
      }
      actions={
        <>
          {open ? (
            <ActionBar
              migration={migration}
              snapshotLost={false}
              busy={commands.busy}
              error={commands.error}
              onCommand={commands.run}
            />
          ) : null}
          <Button component={Link} href={open || migration.run === null ? list : self}>
            {open ? 'Save and exit' : migration.run === null ? 'All migrations' : 'Back to the run'}
          </Button>
        </>
      }
      sub={open ? promise : <RunLine migration={migration} startedBy={null} />}
    >
      {live.live.state === 'stale' ? <StaleBanner since={live.live.since} /> : null}
      {open ? (
        <OpenPlan migration={migration} events={events} commands={commands} />
      ) : (
        <ReadPlan migration={migration} />
      )}
    </Page>
  )
}
