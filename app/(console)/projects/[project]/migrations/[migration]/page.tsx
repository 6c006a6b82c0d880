import type { Metadata } from 'next'
import { MigrationPage } from '@/components/migration/migration-page'

export const metadata: Metadata = { title: 'Migration' }

export default async function Migration({ params }: { params: Promise<{ project: string; migration: string }> }) {
  const { project, migration } = await params
  return <MigrationPage projectId={project} migrationId={migration} />
}
