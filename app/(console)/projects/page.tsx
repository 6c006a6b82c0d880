import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ProjectsPage } from '@/components/project/projects-page'
import { readFor } from '../../read-for'

export const metadata: Metadata = { title: 'Projects' }

export default async function Projects() {
  const state = await readFor('/projects', ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.project.list.queryOptions()),
  ])
  return (
    <HydrationBoundary state={state}>
      <ProjectsPage />
    </HydrationBoundary>
  )
}
