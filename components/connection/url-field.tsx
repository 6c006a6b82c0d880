'use client'

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { type PostgresUrlParts, parsePostgresUrl } from '@/domain/connection/postgres-url'
import { Note } from '../ui/note'
import styles from './url-field.module.css'

/** Takes a connection URL apart into the fields below. The URL itself is not kept: a password is in it. */
export function UrlField({ onParsed }: { onParsed: (parts: PostgresUrlParts) => void }) {
  const [text, setText] = useState('')
  const [said, setSaid] = useState<{ kind: 'nothing' | 'filled' | 'wrong'; text: string }>({
    kind: 'nothing',
    text: '',
  })

  const read = (value: string, final: boolean) => {
    setText(value)
    if (value.trim() === '') return setSaid({ kind: 'nothing', text: '' })
    const parsed = parsePostgresUrl(value)
    if (!parsed.ok) {
      // While somebody types, a URL is wrong most of the time; only what is pasted or left is judged.
      return setSaid(
        final ? { kind: 'wrong', text: `${parsed.error.message} ${parsed.error.fix}` } : { kind: 'nothing', text: '' },
      )
    }
    if (!final) return
    onParsed(parsed.value)
    setText('')
    const unused = parsed.value.ignored.length > 0 ? ` Not used: ${parsed.value.ignored.join(', ')}.` : ''
    setSaid({ kind: 'filled', text: `Filled in below, the password too.${unused}` })
  }

  return (
    <div>
      <TextInput
        label="Paste a URL"
        description="or fill in the fields below"
        placeholder="postgres://user:password@host:5432/database"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: styles.input ?? '' }}
        value={text}
        error={said.kind === 'wrong' ? said.text : null}
        onChange={(event) => read(event.currentTarget.value, false)}
        onBlur={() => read(text, true)}
        onPaste={(event) => {
          event.preventDefault()
          read(event.clipboardData.getData('text'), true)
        }}
      />
      <div className={styles.said} aria-live="polite">
        {said.kind === 'filled' ? <Note tone="ok">{said.text}</Note> : null}
      </div>
    </div>
  )
}
