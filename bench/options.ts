import { parseArgs } from 'node:util'

/** What a call of the bench asks for. */
export interface Options {
  /** Measured rounds, after one that warms up. */
  readonly rounds: number
  /** Names of the data sets to run; empty: all. */
  readonly only: readonly string[]
  /** How the names of the contenders begin that take part; empty: all. */
  readonly who: readonly string[]
  /** Share of the rows of each data set: 1 is the real thing, less is for trying out. */
  readonly scale: number
  /** Godwit's lanes, psql's streams, and the others' jobs. */
  readonly lanes: number
  /** Writes bench/RESULTS.md. */
  readonly keep: boolean
}

/** Reads the command line. Throws a RangeError where a value makes no sense. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '7' },
      only: { type: 'string', multiple: true, default: [] },
      who: { type: 'string', multiple: true, default: [] },
      scale: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '2' },
      keep: { type: 'boolean', default: false },
    },
  })
  const number = (name: 'rounds' | 'scale' | 'lanes', isFine: (value: number) => boolean) => {
    const value = Number(values[name])
    if (!isFine(value)) throw new RangeError(`--${name} ${values[name]} makes no sense`)
    return value
  }
  return {
    rounds: number('rounds', (n) => Number.isInteger(n) && n > 0),
    only: values.only.flatMap((names) => names.split(',')),
    who: values.who.flatMap((names) => names.split(',')),
    scale: number('scale', (share) => share > 0 && share <= 10),
    lanes: number('lanes', (n) => Number.isInteger(n) && n > 0 && n <= 32),
    keep: values.keep,
  }
}
