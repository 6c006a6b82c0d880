'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import styles from './checks.module.css'
import type { FindingGroup } from './finding-groups'

/** How a blocker can be waived; absent where it cannot be now. */
export type Waiving = { waive: (findingIds: string[], reason: string) => void; busy: boolean }

/** Where somebody answers for what blocks: with a reason, which is kept under their name. */
export function WaiveFinding({ group: { first, more }, waiving }: { group: FindingGroup; waiving: Waiving }) {
  const [reason, setReason] = useState('')
  const ids = [first, ...more].map((finding) => finding.id)
  const given = reason.trim()
  return (
    <form
      className={styles.waive}
      onSubmit={(event) => {
        event.preventDefault()
        if (given !== '') waiving.waive(ids, given)
      }}
    >
      <TextInput
        className={styles.reason ?? ''}
        size="xs"
        value={reason}
        maxLength={500}
        placeholder="Why it may be so; kept under your name"
        aria-label={`Why it may be so: ${first.title}`}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" disabled={given === ''} loading={waiving.busy}>
        Waive and plan again
      </Button>
    </form>
  )
}
