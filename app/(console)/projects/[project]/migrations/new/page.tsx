import type { Metadata } from 'next'
import { NewMigration } from '@/components/migration/new-migration'

export const metadata: Metadata = { title: 'New migration' }

export default async function New({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <NewMigration projectId={project} />
}
