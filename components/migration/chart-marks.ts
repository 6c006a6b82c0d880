import type { MigrationEventDto } from '@/domain/contracts/migration'
import type { MigrationEvent } from '@/domain/migration/events'
import { formatDuration } from '../ui/duration'
import { formatCount } from '../ui/num'
import { describeEvent, type Phrase } from './describe-event'
import { describeSetting } from './describe-setting'

/** A mark of the chart: when, in few words beside its line, and the whole of it for whoever asks. `kind`: chunks that changed their size. */
export type ChartMark = { at: string; label: string; why: string; kind: 'chunks' | 'run' }

const plain = (phrase: Phrase) => phrase.map((part) => (typeof part === 'string' ? part : part.code)).join('')

/** What the timeline says of it, as one text. */
function whyOf(event: MigrationEvent): string {
  const { phrase, detail } = describeEvent(event)
  return detail === null ? plain(phrase) : `${plain(phrase)}. ${detail}`
}

/** As much as has room beside a line of the chart, beginning small: it stands within a picture, not in a sentence. */
function brief(words: string): string {
  const small = words.charAt(0).toLowerCase() + words.slice(1)
  return small.length <= 34 ? small : `${small.slice(0, 33).trimEnd()}…`
}

/** Short words for what explains a bend in the curve; null for what does not. */
function labelOf(event: MigrationEvent): string | null {
  switch (event.type) {
    case 'MigrationPaused':
      return 'paused'
    case 'RunTakenOver':
      return 'taken over'
    case 'SnapshotReplaced':
      return 'new snapshot'
    case 'ChunkSizeChanged':
      return `chunk ${formatCount(event.data.before)} → ${formatCount(event.data.after)}`
    case 'MigrationConfigUpdated':
      return brief(event.data.changes.map((change) => describeSetting(change)).join(', '))
    default:
      return null
  }
}

/**
 * The marks of the throughput chart, oldest first. `events` come newest first, as the history does. A pause that has ended says how long
 * it took; an ended pause needs no mark for its end. One that has not been paused before (the pause is older than the events) says “resumed”.
 */
export function chartMarks(events: readonly MigrationEventDto[]): ChartMark[] {
  const marks: ChartMark[] = []
  let paused: { at: string; mark: ChartMark } | null = null
  for (const entry of events.toReversed()) {
    if (entry.event.type === 'MigrationResumed' && entry.event.data.intentCleared === 'none') {
      if (paused === null) marks.push({ at: entry.at, label: 'resumed', why: whyOf(entry.event), kind: 'run' })
      else {
        const took = formatDuration(Date.parse(entry.at) - Date.parse(paused.at))
        paused.mark.label = `paused ${took}`
        paused.mark.why = `${paused.mark.why}. Resumed after ${took}.`
      }
      paused = null
      continue
    }
    const label = labelOf(entry.event)
    if (label === null) continue
    const kind = entry.event.type === 'ChunkSizeChanged' ? 'chunks' : 'run'
    const mark: ChartMark = { at: entry.at, label, why: whyOf(entry.event), kind }
    marks.push(mark)
    if (entry.event.type === 'MigrationPaused') paused = { at: entry.at, mark }
  }
  return marks
}
