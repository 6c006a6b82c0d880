import { unproved } from './contenders/godwit'
import type { Measurement } from './measure'
import type { Results } from './rounds'
import { type Spread, spreadOf } from './statistics'

/** All results, by the name of their data set. */
export type AllResults = ReadonlyMap<string, readonly Results[]>

/** A number to reach, and what was measured. */
export interface Reach {
  readonly what: string
  /** The data set that it is measured on. */
  readonly set: string
  readonly limit: number
  readonly unit: '×' | 's per GB' | 'MB'
  /** Undefined where it could not be measured: not reached. */
  readonly measured: Spread | undefined
}

type Figure = (measurement: Measurement) => number | undefined

const wall: Figure = ({ wallMs }) => wallMs
const totalCpu: Figure = ({ serversCpuMs, wholeClientCpuMs }) => serversCpuMs + wholeClientCpuMs
const workerCpuPerGb: Figure = ({ clientCpuMs, bytes }) =>
  bytes === undefined || bytes === 0 ? undefined : clientCpuMs / 1_000 / (bytes / 1e9)

const us = 'Godwit'

/** Every number to reach, held against what was measured. */
export function reaches(all: AllResults, workerPeakBytes: number): Reach[] {
  const ratio = (what: string, limit: number, of: Comparison): Reach => ({
    what,
    set: of.set,
    limit,
    unit: '×',
    measured: compared(all, of),
  })
  return [
    ratio('wall: table with its key, against psql COPY | COPY, same streams and ranges', 1, {
      set: 'copy',
      peer: 'psql, same ranges',
    }),
    ratio('wall: whole database, against pgcopydb', 0.75, { set: 'whole', peer: 'pgcopydb' }),
    ratio('wall: whole database, against pg_dump | pg_restore', 0.65, { set: 'whole', peer: 'pg_dump | pg_restore' }),
    ratio('wall: whole database, against pgloader', 0.4, { set: 'whole', peer: 'pgloader' }),
    ratio('wall: 200 small tables, against pgcopydb', 0.3, { set: 'small', peer: 'pgcopydb' }),
    ratio('wall: 200 small tables, against pg_dump | pg_restore', 1, { set: 'small', peer: 'pg_dump | pg_restore' }),
    {
      what: 'Node CPU of the worker for what passes through',
      set: 'copy',
      limit: 5,
      unit: 's per GB',
      measured: spreadOf(figures(all, 'copy', us, workerCpuPerGb)),
    },
    ratio('total CPU with receipts and fence, against psql with one binary COPY a stream', 1.05, {
      set: 'copy',
      us: unproved,
      peer: 'psql, a range a stream, binary',
      figure: totalCpu,
    }),
    {
      what: 'the most memory that the worker ever held',
      set: 'large',
      limit: 256,
      unit: 'MB',
      measured: all.has('large') ? spreadOf([workerPeakBytes / 1024 ** 2]) : undefined,
    },
  ]
}

/** Not measured is not reached. */
export const isReached = ({ measured, limit }: Reach): boolean => measured !== undefined && measured.median <= limit

interface Comparison {
  readonly set: string
  readonly us?: string
  readonly peer: string
  readonly figure?: Figure
}

/** Round by round, since neighbours in time met the same machine; the median is that of the medians. */
function compared(all: AllResults, { set, us: name = us, peer, figure = wall }: Comparison): Spread | undefined {
  const [ours, theirs] = [figures(all, set, name, figure), figures(all, set, peer, figure)]
  const [our, their] = [spreadOf(ours), spreadOf(theirs)]
  const ratios = spreadOf(ours.flatMap((value, round) => (theirs[round] ? [value / theirs[round]] : [])))
  if (our === undefined || their === undefined || ratios === undefined) return undefined
  return { ...ratios, median: our.median / their.median }
}

/** Of a contender that failed there are none. */
function figures(all: AllResults, set: string, name: string, figure: Figure): number[] {
  const results = all.get(set)?.find(({ contender }) => contender.name === name)
  if (results === undefined || results.failure !== null) return []
  return results.measured.map(figure).filter((value) => value !== undefined)
}
