import type { Metadata } from 'next'
import { ConnectionList } from '@/components/connection/connection-list'

export const metadata: Metadata = { title: 'Connections' }

export default async function Connections({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <ConnectionList projectId={project} />
}
