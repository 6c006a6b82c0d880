import type { QuarantineCounts, RejectDto, RejectGroupKey, RejectState } from '@/domain/contracts/quarantine'
import { formatCount } from '../../ui/num'

/** “1 row”, “1,204 rows”. */
export const rowsInWords = (count: number): string => `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`

/** What a row’s state is called. */
export const rejectStates: Readonly<Record<RejectState, { label: string; tone?: 'warn' | 'ok' }>> = {
  open: { label: 'open', tone: 'warn' },
  accepted: { label: 'left out' },
  skipped: { label: 'skipped' },
  replayed: { label: 'in the target', tone: 'ok' },
}

/** “3 open · 1 skipped”, without what is zero. */
export function countsInWords(counts: QuarantineCounts): string {
  return (['open', 'accepted', 'skipped', 'replayed'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${formatCount(counts[state])} ${rejectStates[state].label}`)
    .join(' · ')
}

/** What a row is called: the key that names it in the source, or its place where that may not be seen. */
export function rowName({ key, chunk }: Pick<RejectDto, 'key' | 'chunk'>): string {
  return key === null
    ? `a row of chunk ${formatCount(chunk + 1)}`
    : key.map(({ column, value }) => `${column} ${value}`).join(', ')
}

/** What the target named in its refusal: the constraint, and the column, as far as it did. */
export function namedIn({ constraint, column }: RejectGroupKey): string[] {
  return [constraint, column].filter((name) => name !== null)
}
