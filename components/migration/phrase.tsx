import { Fragment } from 'react'
import type { Phrase as PhraseParts } from './describe-event'

/** A sentence with its identifiers in the monospaced face. */
export function Phrase({ parts }: { parts: PhraseParts }) {
  return parts.map((part, at) =>
    typeof part === 'string' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the sentence
      <Fragment key={at}>{part}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <code key={at}>{part.code}</code>
    ),
  )
}
