'use client'

import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { Loaded } from '../ui/loaded'
import { ListFilters, useListFilters } from './list-filters'
import styles from './migration-list.module.css'
import { MigrationTable } from './migration-table'

/** The migrations of a project, newest first, live; the filter is in the address. */
export function MigrationList({ projectId }: { projectId: string }) {
  const trpc = useTRPC()
  const project = useProject(projectId)
  const { states, search, clear } = useListFilters()
  const [typed] = useDebouncedValue(search, 200)
  const query = useInfiniteQuery(
    trpc.migration.list.infiniteQueryOptions(
      { projectId, states: [...states], search: typed },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  )
  const filtered = states.length > 0 || search !== ''
  const rows = query.data?.pages.flatMap((page) => page.migrations) ?? []
  const may = can(project?.role ?? null, 'migration.create')
  const create = may.ok ? (
    <Button component={Link} variant="filled" href={`/projects/${projectId}/migrations/new`}>
      New migration
    </Button>
  ) : undefined
  return (
    <Page
      title="Migrations"
      crumbs={[{ label: project?.name ?? 'Project', href: `/projects/${projectId}` }]}
      actions={rows.length > 0 || filtered ? create : undefined}
    >
      {rows.length > 0 || filtered ? <ListFilters /> : null}
      <Loaded query={query} what="the migrations" rows={6}>
        {() =>
          rows.length > 0 ? (
            <MigrationTable migrations={rows} />
          ) : (
            <Card>
              {filtered ? (
                <EmptyState
                  sentence="No migration is like that."
                  action={<Button onClick={clear}>Show all migrations</Button>}
                />
              ) : (
                <EmptyState
                  sentence={
                    may.ok
                      ? 'A migration copies tables from one database to another; its plan shows exactly what will happen before anything is written.'
                      : `There is no migration here yet. ${may.error.fix}`
                  }
                  action={create}
                />
              )}
            </Card>
          )
        }
      </Loaded>
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            Load more
          </Button>
        </div>
      ) : null}
    </Page>
  )
}
