import { Page } from '@/components/shell/page'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

export default function NotFound() {
  return (
    <Page title="Not found" crumbs={[{ label: 'Projects', href: '/projects' }]}>
      <Card>
        <EmptyState
          sentence="There is nothing at this address that you may see. An owner of the project can give you access."
          action={
            <LinkButton primary href="/projects">
              To the projects
            </LinkButton>
          }
        />
      </Card>
    </Page>
  )
}
