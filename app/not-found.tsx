import { PlainPage } from '@/components/shell/plain-page'
import { LinkButton } from '@/components/ui/link-button'

export default function NotFound() {
  return (
    <PlainPage title="Not found" lead="There is nothing at this address.">
      <LinkButton href="/">To the start</LinkButton>
    </PlainPage>
  )
}
