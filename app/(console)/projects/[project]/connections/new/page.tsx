import type { Metadata } from 'next'
import { NewConnection } from '@/components/connection/new-connection'
import { requireSignedIn } from '../../../../../caller.server'

export const metadata: Metadata = { title: 'New connection' }

export default async function New({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  await requireSignedIn(`/projects/${project}/connections/new`)
  return <NewConnection projectId={project} />
}
