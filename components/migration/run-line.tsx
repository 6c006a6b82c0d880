import Link from 'next/link'
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { EnvTag } from '../ui/env-tag'
import { Time } from '../ui/time'

/** The quiet line below a migration's name: from where to where, which run, which plan, who started it, what it reads under. */
export function RunLine({ migration, startedBy }: { migration: MigrationDto; startedBy: string | null }) {
  const { source, target, run, plan } = migration
  const parts: { key: string; part: ReactNode }[] = [
    {
      key: 'ends',
      part: (
        <>
          <code>{source.label}</code> → <code>{target.label}</code> <EnvTag env={target.environment} />
        </>
      ),
    },
  ]
  if (run !== null) parts.push({ key: 'run', part: `run ${run.number}` })
  if (plan !== null)
    parts.push({
      key: 'plan',
      part: (
        <>
          plan{' '}
          <Link href={`/projects/${migration.projectId}/migrations/${migration.id}/plan`}>
            <code>{plan.hash.slice(0, 6)}</code>
          </Link>
        </>
      ),
    })
  if (run !== null)
    parts.push({
      key: 'started',
      part: (
        <>
          started {startedBy === null ? '' : `by ${startedBy} `}at <Time at={run.startedAt} as="clock" />
        </>
      ),
    })
  if (run !== null && run.snapshot !== null)
    parts.push({
      key: 'snapshot',
      part: (
        <>
          snapshot <code>{run.snapshot}</code>
        </>
      ),
    })
  if (migration.description !== '') parts.push({ key: 'description', part: `“${migration.description}”` })
  return parts.map(({ key, part }, at) => (
    <Fragment key={key}>
      {at === 0 ? '' : ' · '}
      {part}
    </Fragment>
  ))
}
