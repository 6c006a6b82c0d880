'use client'

import { Loaded } from '../ui/loaded'
import { Timeline } from './timeline'
import { useHistory } from './use-history'

/** The timeline, live, with older events on demand. */
export function HistoryTab({ migrationId }: { migrationId: string }) {
  const { query, events } = useHistory(migrationId)
  return (
    <Loaded query={query} what="the timeline" rows={8}>
      {() => (
        <Timeline
          events={events}
          onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          loadingMore={query.isFetchingNextPage}
        />
      )}
    </Loaded>
  )
}
