import { Button } from '@mantine/core'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { formatCount } from '../ui/num'
import styles from './chunk-drawer.module.css'
import type { ChunkPlace } from './chunk-place'

/** From chunk to chunk without going back to the grid. */
export function ChunkSteps({
  place,
  total,
  onPlace,
}: {
  place: ChunkPlace
  total: number
  onPlace: (place: ChunkPlace) => void
}) {
  const { from, count } = place
  const to = (next: number) => onPlace({ task: place.task, from: next, count: 1 })
  return (
    <div className={styles.steps}>
      <Button size="xs" disabled={from === 0} onClick={() => to(from - 1)} aria-label="The chunk before">
        <ChevronLeft size={15} aria-hidden />
      </Button>
      <span>{total === 0 ? 'none cut yet' : `of ${formatCount(total)} cut so far`}</span>
      <Button size="xs" disabled={from + count >= total} onClick={() => to(from + count)} aria-label="The chunk after">
        <ChevronRight size={15} aria-hidden />
      </Button>
    </div>
  )
}
