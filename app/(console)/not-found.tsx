import { Button } from '@mantine/core'
import Link from 'next/link'
import { Page } from '@/components/shell/page'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  return (
    <Page title="Not found" crumbs={[{ label: 'Projects', href: '/projects' }]}>
      <Card>
        <EmptyState
          sentence="There is nothing at this address that you may see. An owner of the project can give you access."
          action={
            <Button component={Link} variant="filled" href="/projects">
              To the projects
            </Button>
          }
        />
      </Card>
    </Page>
  )
}
