import type { TriggerChoice, WriteChoice } from '@/domain/plan/write-mode'

type Mode = WriteChoice['mode']

/** What each way of writing is called, and what it does to a table that exists. */
export const modeWords: Readonly<Record<Mode, { readonly label: string; readonly effect: string }>> = {
  'fail-if-not-empty': { label: 'Only into an empty table', effect: 'Rows that are there stop the plan.' },
  append: { label: 'Append', effect: 'Adds rows beside those that are there, which stay as they are.' },
  upsert: { label: 'Upsert', effect: 'A row takes the place of the one with the same key; the others are added.' },
  truncate: { label: 'Truncate', effect: 'Removes all rows that are there first, in one step.' },
}

/** What becomes of triggers that would fire; `stop`: nobody has chosen. */
export const triggerWords: Readonly<
  Record<TriggerChoice | 'stop', { readonly label: string; readonly effect: string }>
> = {
  stop: { label: 'Stop the plan and ask', effect: 'Triggers that would fire stop it until somebody has chosen.' },
  'let-fire': { label: 'Let them fire', effect: 'As for anybody. Where they change a copied row, the table fails.' },
  replica: {
    label: 'Keep them silent',
    effect: 'And foreign keys with them, which are checked after the rows instead.',
  },
}

/** A choice in a few words: “upsert by id, triggers silent”. */
export function describeWriting({ mode, key, triggers }: WriteChoice): string {
  const words = mode === 'fail-if-not-empty' ? 'only where empty' : mode
  const by = key === undefined ? '' : ` by ${key.join(', ')}`
  if (triggers === undefined) return `${words}${by}`
  return `${words}${by}, triggers ${triggers === 'replica' ? 'silent' : 'fire'}`
}
