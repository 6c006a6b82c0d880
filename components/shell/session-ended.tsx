'use client'

import { Modal } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useResumeLive } from '@/client/react'
import { SignInForm } from '../access/sign-in-form'
import styles from './session-ended.module.css'

/** When the session has ended: signing in again on top of the page, so that nothing typed is lost. */
export function SessionEnded({ ended }: { ended: boolean }) {
  const resumeLive = useResumeLive()
  const router = useRouter()
  const resume = () => {
    resumeLive()
    router.refresh()
  }
  return (
    <Modal
      opened={ended}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size={392}
      title="Your session has ended"
    >
      <p className={styles.text}>Sign in again to go on where you are; what you have typed stays.</p>
      <SignInForm onSignedIn={resume} />
    </Modal>
  )
}
