import type { Writer } from '@/connectors/postgres/fence'
import type { RunRecord } from '@/db/statements/read-run'
import type { Plan } from '@/domain/plan/plan'
import type { Board } from './board'
import type { Halt } from './halt'
import type { Progress } from './progress'
import type { RowHashes } from './row-hashes'
import type { RunPorts } from './run-ports'
import type { RunWatch } from './run-watch'
import type { ByteThrottle } from './throttle'
import type { TrailingNotes } from './trailing-notes'

/** What everything that works for a run, under one epoch, shares. */
export interface RunContext {
  readonly ports: RunPorts
  /** Under which number it writes: in the target, and in Godwit's own database. */
  readonly hold: Writer
  readonly record: RunRecord
  readonly plan: Plan
  readonly watch: Pick<RunWatch, 'controls' | 'onChange' | 'onRetry'>
  readonly halt: Halt
  readonly progress: Progress
  readonly throttle: ByteThrottle
}

/** The same, while the lanes work. */
export interface LaneContext extends RunContext {
  readonly board: Board
  /** The snapshot that every lane imports; null where nothing has to be read any more. */
  readonly snapshot: string | null
  readonly hashes: RowHashes
  /** What they note without waiting for it. */
  readonly notes: TrailingNotes
  /** When the target's server was started: another time means that unflushed commits may be gone. */
  readonly targetStartedAt: string
}
