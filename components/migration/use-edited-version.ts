'use client'

import { useState } from 'react'

/**
 * The version of something that is being edited here: the newest as long as nothing is edited, then the one that was there when the editing
 * began, so that somebody else's change in the meantime is seen instead of overwritten. `follow` goes on from the newest with the edits kept.
 */
export function useEditedVersion(newest: number, isEdited: boolean): { version: number; follow: () => void } {
  const [version, setVersion] = useState(newest)
  if (!isEdited && version !== newest) setVersion(newest)
  return { version: isEdited ? version : newest, follow: () => setVersion(newest) }
}
