'use client'

import { Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useTRPC } from '@/client/react'
import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { Page } from '../shell/page'
import { useShell } from '../shell/shell'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { Loaded } from '../ui/loaded'
import { formatCount } from '../ui/num'
import { StateBadge } from '../ui/state-badge'
import { ActionBar } from './action-bar'
import { Announcer } from './announcer'
import { ChunkDrawer } from './chunk-drawer'
import { ConfigTab } from './config-tab'
import { ErrorsTab } from './errors-tab'
import { HistoryTab } from './history-tab'
import { OverviewTab } from './overview-tab'
import { ProgressHero } from './progress-hero'
import { snapshotLost, snapshotReplaced, startedBy, stoppedBy } from './read-history'
import { RunLine } from './run-line'
import { RunNotes } from './run-notes'
import styles from './run-page.module.css'
import { formatPercent, progressShare } from './share'
import { StaleBanner } from './stale-banner'
import { TablesTab } from './tables-tab'
import { useFurthest } from './use-furthest'
import { useHistory } from './use-history'
import { useMigrationCommands } from './use-migration-commands'

const tabs = ['overview', 'tables', 'errors', 'timeline', 'config'] as const

const titleOf = (migration: MigrationDto, share: number | null) =>
  share === null || (migration.state !== 'Running' && migration.state !== 'Paused')
    ? `${migration.state} · ${migration.name}`
    : `${formatPercent(share, 0).replace('%', ' %')} · ${migration.name}`

/** The page of a migration that runs or has run: is it well, how far, when done, what can I do? Only the stream repaints it. */
export function RunPage({ migration }: { migration: MigrationDto }) {
  const trpc = useTRPC()
  const { live } = useShell()
  const commands = useMigrationCommands(migration.id)
  const { events } = useHistory(migration.id)
  const progress = useQuery(trpc.migration.progress.queryOptions({ migrationId: migration.id }))
  const here = `/projects/${migration.projectId}`
  const explained = commands.error ? explainError(commands.error) : null
  return (
    <Page
      title={migration.name}
      crumbs={[
        { label: migration.projectName, href: here },
        { label: 'Migrations', href: `${here}/migrations` },
      ]}
      badge={
        <span data-testid="state" data-state={migration.state}>
          <StateBadge state={migration.state} intent={migration.intent} />
        </span>
      }
      actions={
        <ActionBar
          migration={migration}
          snapshotLost={snapshotLost(events)}
          busy={commands.busy}
          error={commands.error}
          onCommand={commands.run}
        />
      }
      sub={<RunLine migration={migration} startedBy={startedBy(events)} />}
    >
      {live.live.state === 'stale' ? <StaleBanner since={live.live.since} /> : null}
      {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
      <Loaded query={progress} what="the progress" rows={6}>
        {(data) => <Body migration={migration} progress={data} stale={live.live.state === 'stale'} />}
      </Loaded>
    </Page>
  )
}

function Body({
  migration,
  progress,
  stale,
}: {
  migration: MigrationDto
  progress: MigrationProgressDto
  stale: boolean
}) {
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(tabs).withDefault('overview').withOptions({ history: 'push' }),
  )
  const history = useHistory(migration.id)
  const ended = migration.state === 'Completed' || migration.state === 'Failed' || migration.state === 'Cancelled'
  const run = migration.run?.number ?? 0
  const again = snapshotReplaced(history.events, run)
  const of = `${run} ${again?.seq ?? 0}`
  const share = useFurthest(progressShare(progress, ended), of)
  const moving = migration.state === 'Running' && !stale
  useDocumentTitle(titleOf(migration, share))
  const { open } = migration.quarantine
  const errors = open === 0 ? progress.errors.length : open
  const showTab = (value: string | null) => void setTab(tabs.find((name) => name === value) ?? 'overview')
  return (
    <>
      <Announcer migration={migration} share={share} />
      <ProgressHero
        migration={migration}
        progress={progress}
        share={share}
        stale={stale}
        stoppedBy={stoppedBy(history.events)}
      />
      <Tabs
        value={tab}
        onChange={showTab}
        keepMounted={false}
        classNames={{ list: styles.list ?? '', tab: styles.tab ?? '' }}
      >
        <Tabs.List>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="tables">
            Tables <b className={styles.count}>{formatCount(progress.tables.length)}</b>
          </Tabs.Tab>
          <Tabs.Tab value="errors">
            Errors{' '}
            {errors === 0 ? null : (
              <b className={styles.count} data-tone="warn">
                {open === 0 && errors === 20 ? '20+' : formatCount(errors)}
              </b>
            )}
          </Tabs.Tab>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="config">Config</Tabs.Tab>
        </Tabs.List>
        <div className={styles.panel}>
          <RunNotes migration={migration} events={history.events} again={again} tab={tab} onTab={showTab} />
          <Tabs.Panel value="overview">
            <OverviewTab
              migration={migration}
              progress={progress}
              events={history.events}
              moving={moving}
              of={of}
              onTab={showTab}
            />
          </Tabs.Panel>
          <Tabs.Panel value="tables">
            <TablesTab migration={migration} tables={progress.tables} moving={moving} of={of} />
          </Tabs.Panel>
          <Tabs.Panel value="errors">
            <ErrorsTab migration={migration} newest={progress.errors} events={history.events} />
          </Tabs.Panel>
          <Tabs.Panel value="timeline">
            <HistoryTab migrationId={migration.id} />
          </Tabs.Panel>
          <Tabs.Panel value="config">
            <ConfigTab migration={migration} />
          </Tabs.Panel>
        </div>
      </Tabs>
      <ChunkDrawer migration={migration} tables={progress.tables} />
    </>
  )
}
