import type { Metadata } from 'next'
import { SchemaBrowser } from '@/components/schema/schema-browser'

export const metadata: Metadata = { title: 'Schema' }

export default async function Schema({ params }: { params: Promise<{ project: string; connection: string }> }) {
  const { project, connection } = await params
  return <SchemaBrowser projectId={project} connectionId={connection} />
}
