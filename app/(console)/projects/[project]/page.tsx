import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ProjectOverview } from '@/components/project/project-overview'
import { findSignedIn } from '../../../caller.server'
import { readFor } from '../../../read-for'

type Props = { params: Promise<{ project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ project }, signedIn] = await Promise.all([params, findSignedIn()])
  const list = await signedIn?.queryClient.fetchQuery(signedIn.trpc.project.list.queryOptions())
  return { title: list?.find(({ id }) => id === project)?.name ?? 'Project' }
}

export default async function Project({ params }: Props) {
  const { project: projectId } = await params
  const state = await readFor(`/projects/${projectId}`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.project.overview.queryOptions({ projectId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <ProjectOverview projectId={projectId} />
    </HydrationBoundary>
  )
}
