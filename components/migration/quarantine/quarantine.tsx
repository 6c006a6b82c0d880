'use client'

import { parseAsString, useQueryState } from 'nuqs'
import type { MigrationDto, MigrationEventDto } from '@/domain/contracts/migration'
import { Card } from '../../ui/card'
import { Loaded } from '../../ui/loaded'
import { groupKey } from './group-key'
import { QuarantineActions } from './quarantine-actions'
import { RejectGroup } from './reject-group'
import { countsInWords } from './reject-words'
import { useRejectGroups } from './use-rejects'

/** Has this run ever had a row in quarantine? */
export function hasQuarantine({ quarantine }: MigrationDto): boolean {
  const { open, accepted, skipped, replayed } = quarantine
  return open + accepted + skipped + replayed > 0
}

/** The rows that the target refused, put together by refusal; which group is unfolded stands in the address. */
export function Quarantine({ migration, events }: { migration: MigrationDto; events: readonly MigrationEventDto[] }) {
  const query = useRejectGroups(migration, events)
  const [shown, setShown] = useQueryState('group', parseAsString.withOptions({ history: 'push' }))
  return (
    <Card title="Quarantine" aside={countsInWords(migration.quarantine)}>
      <QuarantineActions migration={migration} />
      <Loaded query={query} what="the rows in quarantine" rows={2}>
        {({ groups }) => (
          <ul>
            {groups.map((group) => {
              const key = groupKey(group)
              // One group needs no unfolding.
              const isShown = shown === key || (groups.length === 1 && shown === null)
              return (
                <RejectGroup
                  key={key}
                  migration={migration}
                  group={group}
                  shown={isShown}
                  onToggle={() => void setShown(isShown ? 'none' : key)}
                />
              )
            })}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
