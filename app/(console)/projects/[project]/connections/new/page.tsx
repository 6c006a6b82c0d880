import type { Metadata } from 'next'
import { NewConnection } from '@/components/connection/new-connection'

export const metadata: Metadata = { title: 'New connection' }

export default async function New({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <NewConnection projectId={project} />
}
