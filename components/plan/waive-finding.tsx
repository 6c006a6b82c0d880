'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import styles from './checks.module.css'
import type { FindingGroup } from './finding-groups'

/** How a blocker can be waived; absent where the plan is only to be read. `whyNot`: the server's reason against it. */
export type Waiving = {
  waive: (findingIds: string[], reason: string) => void
  busy: boolean
  whyNot: string | null
}

/** Where somebody answers for what blocks: with a reason, which is kept under their name. */
export function WaiveFinding({ group: { first, more }, waiving }: { group: FindingGroup; waiving: Waiving }) {
  const [reason, setReason] = useState('')
  const ids = [first, ...more].map((finding) => finding.id)
  const given = reason.trim()
  if (waiving.whyNot !== null)
    return <p className={styles.whyNot}>It can be waived by somebody else. {waiving.whyNot}</p>
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
