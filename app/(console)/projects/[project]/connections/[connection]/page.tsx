import type { Metadata } from 'next'
import { ConnectionPage } from '@/components/connection/connection-page'

export const metadata: Metadata = { title: 'Connection' }

export default async function Connection({ params }: { params: Promise<{ project: string; connection: string }> }) {
  const { project, connection } = await params
  return <ConnectionPage projectId={project} connectionId={connection} />
}
