import type { Metadata } from 'next'
import { ProjectOverview } from '@/components/project/project-overview'

export const metadata: Metadata = { title: 'Overview' }

export default async function Project({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <ProjectOverview projectId={project} />
}
