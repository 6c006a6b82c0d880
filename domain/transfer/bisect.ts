/** Rows of a chunk by their places (1 is the first in the order of the key), from one to another, without some. */
export interface Selection {
  readonly from: number
  readonly to: number
  /** Ascending. */
  readonly except: readonly number[]
}

/** What is to be tried, in a whole transaction. `land`: all that is left, for good; else it is rolled back, whatever comes of it. */
export interface Probe<E> {
  readonly rows: Selection
  readonly land: boolean
  /** What is known to be bad by now, and why. */
  readonly bad: ReadonlyMap<number, E>
}

export type Answer<E> =
  | { readonly ok: true }
  /** `line`: which row of the selection, counted from 1, the server named; a guess. `named`: rows that a query found to be at fault. */
  | { readonly ok: false; readonly error: E; readonly line: number | null; readonly named?: readonly number[] }
  /** Something that was in the way has been moved: the same is worth another try. */
  | { readonly ok: 'again' }

/** `landed`: all rows but these are in the target. `too-many`: given up, these are bad among others. */
export interface Isolated<E> {
  readonly kind: 'landed' | 'too-many'
  readonly bad: ReadonlyMap<number, E>
}

/** So many bad rows one after the other make it worth asking whether nearly all are. */
const run = 8
/** So many rows, spread over the rest, answer that. */
const spread = 16
/** In a chunk smaller than this nobody asks. */
const askFrom = 64

/**
 * Finds the rows of a chunk that the target refuses, by whole transactions: asks for a probe, is told what came of it, and so on until
 * everything but the bad rows has landed, or more than `most` rows are bad.
 *
 * A row that the server names is tried alone, and is bad only if it fails alone. Where nothing is named, or the row alone is fine, rows
 * are at fault together: then the smallest beginning of the chunk that fails names its last row. So of rows that clash the one with the
 * smallest key stays. What follows a bad row is tried on from there, since what came before it has passed already; the end is always a
 * probe of everything.
 */
export function* isolate<E>({
  rows: size,
  most,
}: {
  rows: number
  most: number
}): Generator<Probe<E>, Isolated<E>, Answer<E>> {
  const bad = new Map<number, E>()
  const except = () => [...bad.keys()].sort((a, b) => a - b)
  const select = (from: number, to: number): Selection => ({
    from,
    to,
    except: except().filter((row) => row >= from && row <= to),
  })
  const isOver = () => bad.size > most
  const tooMany = (): Isolated<E> => ({ kind: 'too-many', bad })
  let from = 1
  let inARow = 0
  for (;;) {
    const isWhole = from === 1
    const rows = select(from, size)
    const answer: Answer<E> = yield { rows, land: isWhole, bad }
    if (answer.ok === 'again') continue
    if (answer.ok) {
      if (isWhole) return { kind: 'landed', bad }
      from = 1
      continue
    }
    if (answer.named !== undefined && answer.named.length > 0) {
      for (const row of answer.named) bad.set(row, answer.error)
      if (isOver()) return tooMany()
      from = 1
      continue
    }
    const guess = answer.line === null ? undefined : nth(rows, answer.line)
    if (guess !== undefined) {
      const alone: Answer<E> = yield { rows: { from: guess, to: guess, except: [] }, land: false, bad }
      if (alone.ok === 'again') continue
      if (!alone.ok) {
        bad.set(guess, alone.error)
        if (isOver()) return tooMany()
        inARow = guess === from ? inARow + 1 : 1
        from = guess < size ? guess + 1 : 1
        if (inARow >= run && size >= askFrom) {
          if (yield* nearlyAllFail<E>(from, size, bad)) return tooMany()
          inARow = 0
        }
        continue
      }
    }
    if (!isWhole) {
      // At fault only together with what came before: the whole has to be looked at.
      from = 1
      continue
    }
    const found = yield* smallestFailing(rows, {
      bad,
      guess: guess === undefined ? null : answer.line,
    })
    const error: E | null = found === null ? null : yield* stillAtFault<E>(rows.from, found, bad)
    if (found === null || error === null) continue
    bad.set(found, error)
    if (isOver()) return tooMany()
  }
}

/** The last row of the smallest beginning that fails; null: something was moved out of the way meanwhile. All of `rows` are known to fail. */
function* smallestFailing<E>(
  rows: Selection,
  { bad, guess }: { bad: ReadonlyMap<number, E>; guess: number | null },
): Generator<Probe<E>, number | null, Answer<E>> {
  let [passes, fails] = [0, countOf(rows)]
  // The place that the server named, and the one before it, are looked at first.
  const hints = guess === null ? [] : [guess, guess - 1]
  while (fails - passes > 1) {
    const hint = hints.shift()
    const isUseful = hint !== undefined && hint > passes && hint < fails
    if (hint !== undefined && !isUseful) continue
    const middle = isUseful ? hint : Math.floor((passes + fails) / 2)
    const to = nth(rows, middle) ?? rows.to
    const answer: Answer<E> = yield {
      rows: { ...rows, to, except: rows.except.filter((r) => r <= to) },
      land: false,
      bad,
    }
    if (answer.ok === 'again') return null
    if (answer.ok) passes = middle
    else fails = middle
  }
  return nth(rows, fails) ?? null
}

/**
 * Why a row is bad that a search has named; null: it is not, or not any more. Others write meanwhile, so that a search may be misled: the
 * row is tried alone, where what is in its way may give way; then with all before it, which must fail, and those without it, which must not.
 */
function* stillAtFault<E>(
  first: number,
  row: number,
  bad: ReadonlyMap<number, E>,
): Generator<Probe<E>, E | null, Answer<E>> {
  const rows = (from: number, to: number): Probe<E> => {
    const except = [...bad.keys()].filter((n) => n >= from && n <= to).sort((a, b) => a - b)
    return { rows: { from, to, except }, land: false, bad }
  }
  const alone: Answer<E> = yield rows(row, row)
  if (alone.ok === false) return alone.error
  if (alone.ok === 'again' || row === first) return null
  const together: Answer<E> = yield rows(first, row)
  if (together.ok !== false) return null
  const without: Answer<E> = yield rows(first, row - 1)
  return without.ok === true ? together.error : null
}

/** Tries rows spread over the rest, each alone. */
function* nearlyAllFail<E>(
  from: number,
  size: number,
  bad: ReadonlyMap<number, E>,
): Generator<Probe<E>, boolean, Answer<E>> {
  for (let i = 0; i < spread; i++) {
    const row = Math.min(size, from + Math.floor(((i + 0.5) * (size - from + 1)) / spread))
    const answer: Answer<E> = yield { rows: { from: row, to: row, except: [] }, land: false, bad }
    if (answer.ok !== false) return false
  }
  return true
}

/** How many rows a selection has. */
function countOf({ from, to, except }: Selection): number {
  return Math.max(0, to - from + 1 - except.length)
}

/** The place of the n-th row of a selection. */
function nth({ from, to, except }: Selection, n: number): number | undefined {
  if (n < 1) return undefined
  let place = from + n - 1
  for (const row of except) {
    if (row > place) break
    place += 1
  }
  return place <= to ? place : undefined
}
