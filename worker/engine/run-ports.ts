import type { WorkerPorts } from '../ports'

/** How long things may take, in milliseconds. Tests shorten them. */
export interface RunTiming {
  /** How long a worker may be silent before another takes its run. */
  readonly leaseMs: number
  readonly heartbeatMs: number
  /** How often intent, settings and epoch are looked at. */
  readonly controlMs: number
  /** How long a paused run keeps its snapshot. */
  readonly snapshotHoldMs: number
  readonly keeperPingMs: number
  /** How long a chunk may go on after a pause or cancel was asked for. */
  readonly pauseGraceMs: number
  /** How long chunks may go on after the worker was told to stop. */
  readonly stopGraceMs: number
  /** Progress is written and shown at most this often. */
  readonly progressMs: number
}

export const defaultTiming: RunTiming = {
  leaseMs: 5_000,
  heartbeatMs: 1_000,
  controlMs: 250,
  snapshotHoldMs: 15 * 60_000,
  keeperPingMs: 10_000,
  pauseGraceMs: 2_000,
  stopGraceMs: 3_000,
  progressMs: 250,
}

/** What executing a run needs of the outer world. */
export interface RunPorts extends WorkerPorts {
  readonly timing: RunTiming
}
