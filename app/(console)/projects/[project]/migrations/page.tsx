import type { Metadata } from 'next'
import { MigrationList } from '@/components/migration/migration-list'

export const metadata: Metadata = { title: 'Migrations' }

export default async function Migrations({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <MigrationList projectId={project} />
}
