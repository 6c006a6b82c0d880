'use client'

import { VisuallyHidden } from '@mantine/core'
import type { MigrationDto } from '@/domain/contracts/migration'

/** Speaks politely when the state changes and at each further 10 %, and is silent between: a progressbar speaks by itself to nobody. */
export function Announcer({ migration, share }: { migration: MigrationDto; share: number | null }) {
  const intent = migration.intent === 'none' ? '' : `, ${migration.intent}`
  const tens = share === null ? '' : `, ${Math.floor(share * 10) * 10} percent`
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {`${migration.name}: ${migration.state}${intent}${tens}`}
    </VisuallyHidden>
  )
}
