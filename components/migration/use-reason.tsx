'use client'

import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'

/** Why a person does something: the field of a dialog, and what it says; null where they left it empty. */
export function useReason(): { field: ReactNode; reason: string | null } {
  const [typed, setTyped] = useState('')
  const field = (
    <TextInput
      label="Why? (optional)"
      description="Kept in the timeline."
      maxLength={500}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
  return { field, reason: typed.trim() === '' ? null : typed.trim() }
}
