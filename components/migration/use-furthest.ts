'use client'

import { useState } from 'react'

/**
 * The furthest share (0 to 1) seen so far: a percentage never falls while an estimate is being corrected.
 * `of` names what is measured (a run, and how often it was started again); another name starts anew.
 */
export function useFurthest(share: number | null, of: string): number | null {
  const [held, hold] = useState({ of, share })
  const further = held.of !== of || (share !== null && (held.share === null || share > held.share))
  if (further) hold({ of, share })
  return further ? share : held.share
}
