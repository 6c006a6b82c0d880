'use client'

import { useRef } from 'react'
import { newKey } from './new-key'

/**
 * Makes a command idempotent: the same key as long as the same thing is asked, so that a double click, or another try after an answer that
 * was lost, has one effect. Another input gets another key.
 */
export function useCommandKey(): <I extends object>(input: I) => I & { idempotencyKey: string } {
  const last = useRef({ text: '', key: '' })
  return (input) => {
    const text = JSON.stringify(input)
    if (last.current.text !== text) last.current = { text, key: newKey() }
    return { ...input, idempotencyKey: last.current.key }
  }
}
