import type { Finding, TableRef } from './plan'

/** A finding in words; what is left out is null. `id` is a code, a colon and the object that it is about. */
export interface FindingWords {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly evidence?: string
  readonly fix?: string
  readonly sql?: string
  readonly table?: TableRef
}

const finding = (severity: Finding['severity'], words: FindingWords): Finding => ({
  id: words.id,
  severity,
  title: words.title,
  detail: words.detail,
  evidence: words.evidence ?? null,
  fix: words.fix ?? null,
  sql: words.sql ?? null,
  table: words.table === undefined ? null : { schema: words.table.schema, name: words.table.name },
})

/** Stops Ready. */
export const blocker = (words: FindingWords & { readonly fix: string }): Finding => finding('blocker', words)
/** Must be acknowledged by its id. */
export const warning = (words: FindingWords): Finding => finding('warning', words)
/** Looked at and found in order, or a consequence worth knowing. */
export const passed = (words: FindingWords): Finding => finding('passed', words)

/** `one table`, `3 tables`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `one ${one}` : `${count.toLocaleString('en-US')} ${many}`

/** The beginning of a long text; never half of a character, which no database would take. */
export const clipped = (text: string, most = 500): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')

/** With a capital at its beginning: for a sentence that begins with a count. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The first few of a list, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
