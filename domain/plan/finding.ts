import type { FindingCode } from './finding-code'
import type { Finding, TableRef } from './plan'

/** A finding in words; what is left out is null. `id` is a code, and mostly a colon and the object that it is about. */
export interface FindingWords {
  readonly id: FindingCode | `${FindingCode}:${string}`
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
/** Stops Ready until a person waives it by its id, with a reason: somebody may know better, and then answers for it. */
export const waivable = (words: FindingWords & { readonly fix: string; readonly evidence: string }): Finding => ({
  ...finding('blocker', words),
  waivable: true,
})
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

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** `312 MB`: powers of 1,000, three digits at most. */
export function bytesInWords(bytes: bigint): string {
  let [amount, unit] = [Number(bytes), 0]
  for (; amount >= 999.5 && unit < units.length - 1; unit++) amount /= 1_000
  const digits = unit === 0 || amount >= 9.95 ? 0 : 1
  return `${amount.toFixed(digits)} ${units[unit]}`
}
