import { PlainPage } from '@/components/shell/plain-page'
import { LinkButton } from '@/components/ui/link-button'
import styles from './not-found.module.css'

export default function NotFound() {
  return (
    <PlainPage title="Not found" lead="There is nothing at this address.">
      <p className={styles.way}>
        <LinkButton href="/">To the start</LinkButton>
      </p>
    </PlainPage>
  )
}
