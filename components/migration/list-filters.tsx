'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import type { MigrationState, migrationStates } from '@/domain/migration/state'
import styles from './migration-list.module.css'

/** States as people look for them; every one that this version reaches is in exactly one group. */
const groups = [
  { value: 'running', label: 'Running', states: ['Running'] },
  { value: 'paused', label: 'Paused', states: ['Paused'] },
  { value: 'open', label: 'Not started', states: ['Draft', 'Planning', 'Ready'] },
  { value: 'completed', label: 'Completed', states: ['Completed'] },
  { value: 'failed', label: 'Failed', states: ['Failed'] },
  { value: 'cancelled', label: 'Cancelled', states: ['Cancelled'] },
] as const satisfies readonly { value: string; label: string; states: readonly (typeof migrationStates)[number][] }[]

const values = groups.map((group) => group.value)
const none: readonly MigrationState[] = []

/** The list's filter, kept in the address. */
export function useListFilters() {
  const [{ state, q }, set] = useQueryStates({
    state: parseAsStringLiteral(values),
    q: parseAsString.withDefault(''),
  })
  const states: readonly MigrationState[] = groups.find((group) => group.value === state)?.states ?? none
  return { state, states, search: q, set, clear: () => void set({ state: null, q: null }) }
}

/** Finds migrations by name and state. */
export function ListFilters() {
  const { state, search, set } = useListFilters()
  return (
    <div className={styles.filters}>
      <TextInput
        className={styles.search ?? ''}
        aria-label="Find a migration"
        placeholder="Find a migration"
        leftSection={<Search size={14} aria-hidden />}
        value={search}
        maxLength={120}
        onChange={(event) => void set({ q: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="State"
        data={[{ value: '', label: 'Any state' }, ...groups.map(({ value, label }) => ({ value, label }))]}
        value={state ?? ''}
        onChange={(event) => {
          const chosen = values.find((value) => value === event.currentTarget.value) ?? null
          // Back undoes a choice; it does not take back letter after letter of a search.
          void set({ state: chosen }, { history: 'push' })
        }}
      />
    </div>
  )
}
