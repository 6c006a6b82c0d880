import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { formatDuration } from '../ui/duration'
import { endOfRange, formatRange } from './eta'

/** What stands after the rows in the hero: when it will be done, or what it does instead. `strong` is set in ink. */
export interface HeroLine {
  readonly before: string
  readonly strong: string | null
  readonly after: string
}

const line = (before: string, strong: string | null = null, after = ''): HeroLine => ({ before, strong, after })

const stepsLeft = (progress: MigrationProgressDto) =>
  progress.step.total === 0 ? '' : `, ${progress.step.done} of ${progress.step.total}`

const ofCurrent = (progress: MigrationProgressDto) =>
  progress.step.current === null ? '' : ` · ${progress.step.current}`

function whileRunning(progress: MigrationProgressDto): HeroLine {
  if (progress.phase === 'idle') return line('waiting for a worker')
  if (progress.phase === 'preparing') return line(`making tables and types${stepsLeft(progress)}${ofCurrent(progress)}`)
  if (progress.phase === 'finishing')
    return line(`building indexes and keys${stepsLeft(progress)}${ofCurrent(progress)}`)
  if (progress.phase === 'done') return line('checking that everything has arrived')
  if (progress.etaSeconds === null) return line('Estimating…')
  return line('done in ', formatRange(progress.etaSeconds), `, about ${endOfRange(progress.etaSeconds, progress.at)}`)
}

/** One line, true for every state. `stale`: frames have stopped, so nothing that moves is said; `stoppedBy`: who asked for a pause or cancel. */
export function heroLine(
  migration: Pick<MigrationDto, 'state' | 'intent' | 'quarantine'>,
  progress: MigrationProgressDto,
  { stale, stoppedBy }: { stale: boolean; stoppedBy: string | null },
): HeroLine {
  const by = stoppedBy === null ? '' : ` by ${stoppedBy}`
  const took = formatDuration(progress.durationMs)
  switch (migration.state) {
    case 'Running':
      if (stale) return line('what it does now is not known')
      if (migration.intent === 'pausing') return line('pausing: the chunks under way are finished first')
      if (migration.intent === 'cancelling') return line('cancelling: the chunks under way are finished first')
      return whileRunning(progress)
    case 'Paused':
      if (migration.quarantine.inReview) return line('waits for review; nobody writes to the target')
      return line(`paused${by}; nobody writes to the target`)
    case 'Completed':
      return line('in ', took)
    case 'Failed':
      return line('stopped after ', took)
    case 'Cancelled':
      return line(`cancelled${by} after `, took)
    default:
      return line('')
  }
}
