'use client'

import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { MigrationChunksDto } from '@/domain/contracts/chunk'
import type { MigrationDto, TableProgressDto } from '@/domain/contracts/migration'
import { EmptyState } from '../ui/empty-state'
import { Loaded } from '../ui/loaded'
import { formatCount } from '../ui/num'
import { ChunkDetails } from './chunk-details'
import styles from './chunk-drawer.module.css'
import type { ChunkPlace } from './chunk-place'
import { ChunkSteps } from './chunk-steps'
import { useChunkPlace } from './use-chunk-place'

const readAgainMs = 2_000

/** The chunks that a cell of a grid stands for, one by one; which cell stands in the address, so that it can be shared. */
export function ChunkDrawer({ migration, tables }: { migration: MigrationDto; tables: readonly TableProgressDto[] }) {
  const [place, setPlace] = useChunkPlace()
  const table = tables.find(({ n }) => n === place?.task)
  return (
    <Drawer
      opened={place !== null}
      onClose={() => void setPlace(null)}
      position="right"
      size={420}
      title={place === null ? '' : titleOf(place, table)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {place === null ? null : (
        <Chunks migration={migration} place={place} onPlace={(next) => void setPlace(next, { history: 'replace' })} />
      )}
    </Drawer>
  )
}

function titleOf({ from, count }: ChunkPlace, table: TableProgressDto | undefined): string {
  const which =
    count === 1 ? `Chunk ${formatCount(from + 1)}` : `Chunks ${formatCount(from + 1)}–${formatCount(from + count)}`
  return table === undefined ? which : `${which} of ${table.source.schema}.${table.source.name}`
}

function Chunks({
  migration,
  place,
  onPlace,
}: {
  migration: MigrationDto
  place: ChunkPlace
  onPlace: (place: ChunkPlace) => void
}) {
  const trpc = useTRPC()
  const query = useQuery(
    trpc.migration.chunks.queryOptions(
      { migrationId: migration.id, ...place },
      { refetchInterval: migration.state === 'Running' ? readAgainMs : false },
    ),
  )
  return (
    <div className={styles.drawer}>
      <Loaded query={query} what="the chunk" rows={5}>
        {(data) => <Found migration={migration} place={place} data={data} onPlace={onPlace} />}
      </Loaded>
    </div>
  )
}

/** What most needs a look comes first. */
const urgency = ['failed', 'retrying', 'running', 'pending', 'landed'] as const

function Found({
  migration,
  place,
  data,
  onPlace,
}: {
  migration: MigrationDto
  place: ChunkPlace
  data: MigrationChunksDto
  onPlace: (place: ChunkPlace) => void
}) {
  const chunks = data.chunks.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || a.n - b.n)
  return (
    <>
      <ChunkSteps place={place} total={data.total} onPlace={onPlace} />
      {chunks.length === 0 ? (
        <EmptyState sentence="Not cut yet: its range is chosen when a lane takes it." />
      ) : (
        chunks.map((chunk, at) => (
          <ChunkDetails
            key={chunk.n}
            migration={migration}
            task={place.task}
            chunk={chunk}
            of={data}
            folded={chunks.length > 1 && at > 0}
            named={chunks.length > 1}
          />
        ))
      )}
    </>
  )
}
