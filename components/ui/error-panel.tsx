import { Button } from '@mantine/core'
import { CopyAction } from './copy-action'
import styles from './error-panel.module.css'

/**
 * A failure that stays until it is answered: what happened in plain words, the reference under which the logs have the cause,
 * and, where trying again can help, a way to do so.
 */
export function ErrorPanel({
  title,
  message,
  requestId,
  onRetry,
}: {
  title: string
  message?: string | undefined
  requestId?: string | undefined
  onRetry?: (() => void) | undefined
}) {
  return (
    <div className={styles.panel} role="alert">
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {message ? <p>{message}</p> : null}
        {requestId ? (
          <p className={styles.reference}>
            Reference <code>{requestId}</code>
            <CopyAction value={requestId} label="Copy reference" />
          </p>
        ) : null}
      </div>
      {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
    </div>
  )
}
