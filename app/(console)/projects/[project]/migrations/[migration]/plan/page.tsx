import type { Metadata } from 'next'
import { MigrationPage } from '@/components/migration/migration-page'

export const metadata: Metadata = { title: 'Plan' }

export default async function MigrationPlan({ params }: { params: Promise<{ project: string; migration: string }> }) {
  const { project, migration } = await params
  return <MigrationPage projectId={project} migrationId={migration} planOnly />
}
