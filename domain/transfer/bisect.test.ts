import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, type Isolated, isolate, type Probe } from './bisect'

interface Chunk {
  readonly size: number
  /** Rows that fail alone. */
  readonly bad: ReadonlySet<number>
  /** Pairs that fail together. */
  readonly clashes: readonly (readonly [number, number])[]
  /** What line the server names, given the right one. */
  readonly line: (right: number) => number | null
}

function rowsOf({ rows: { from, to, except } }: Probe<string>): number[] {
  const left = new Set(except)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).filter((row) => !left.has(row))
}

/** A server that takes rows in their order and refuses the first that is bad or clashes with one before it. */
function serve(chunk: Chunk, probe: Probe<string>): Answer<string> {
  const rows = rowsOf(probe)
  const before = new Set<number>()
  for (const [i, row] of rows.entries()) {
    const clash = chunk.clashes.some(([a, b]) => (a === row && before.has(b)) || (b === row && before.has(a)))
    if (chunk.bad.has(row)) return { ok: false, error: 'bad', line: chunk.line(i + 1) }
    if (clash) return { ok: false, error: 'clash', line: chunk.line(i + 1) }
    before.add(row)
  }
  return { ok: true }
}

function sift(chunk: Chunk, most: number): { outcome: Isolated<string>; probes: Probe<string>[] } {
  const probes: Probe<string>[] = []
  const search = isolate<string>({ rows: chunk.size, most })
  let step = search.next()
  while (!step.done) {
    probes.push(step.value)
    if (probes.length > 2_000) throw new Error('It does not come to an end.')
    step = search.next(serve(chunk, step.value))
  }
  return { outcome: step.value, probes }
}

/** What a person would do: take the rows by key, leave out what is bad or clashes with what was taken. */
function expected({ size, bad, clashes }: Chunk): number[] {
  const taken = new Set<number>()
  const left: number[] = []
  for (let row = 1; row <= size; row++) {
    const clash = clashes.some(([a, b]) => (a === row && taken.has(b)) || (b === row && taken.has(a)))
    if (bad.has(row) || clash) left.push(row)
    else taken.add(row)
  }
  return left
}

const anyChunk = fc.integer({ min: 1, max: 60 }).chain((size) => {
  const row = fc.integer({ min: 1, max: size })
  return fc.record({
    size: fc.constant(size),
    bad: fc.array(row, { maxLength: 12 }).map((rows) => new Set(rows)),
    // A row clashes with another one: the distance is never nought.
    clashes: fc.array(
      fc
        .tuple(row, fc.integer({ min: 1, max: Math.max(1, size - 1) }))
        .map(([a, by]) => [a, ((a - 1 + by) % size) + 1] as const),
      { maxLength: size > 1 ? 6 : 0 },
    ),
    line: fc.oneof(
      fc.constant((right: number) => right),
      fc.constant(() => null),
      // Wrong, beyond the end, and one too late.
      fc.integer({ min: -1, max: size + 3 }).map((n) => () => n),
      fc.constant((right: number) => right + 1),
    ),
  })
})

describe('isolating bad rows', () => {
  it('finds every bad row and no good one, keeps the smallest key of a clash, whatever line the server names', () => {
    fc.assert(
      fc.property(anyChunk, (chunk) => {
        const { outcome } = sift(chunk, chunk.size)
        expect(outcome.kind).toBe('landed')
        expect([...outcome.bad.keys()].sort((a, b) => a - b)).toEqual(expected(chunk))
      }),
      { numRuns: 1_000 },
    )
  })

  it('needs few tries: a handful and a halving for each bad row', () => {
    fc.assert(
      fc.property(anyChunk, (chunk) => {
        const { outcome, probes } = sift(chunk, chunk.size)
        const halving = Math.ceil(Math.log2(chunk.size + 1))
        expect(probes.length).toBeLessThanOrEqual((outcome.bad.size + 1) * (halving + 6))
      }),
      { numRuns: 1_000 },
    )
  })

  it('needs two tries for a row that the server names, and reads what came before it no more', () => {
    const chunk: Chunk = { size: 5_000, bad: new Set([7, 2_000, 4_999]), clashes: [], line: (right) => right }
    const { outcome, probes } = sift(chunk, 100)
    expect([...outcome.bad.keys()]).toEqual([7, 2_000, 4_999])
    expect(probes.map(({ rows, land }) => [rows.from, rows.to, land])).toEqual([
      [1, 5_000, true],
      [7, 7, false],
      [8, 5_000, false],
      [2_000, 2_000, false],
      [2_001, 5_000, false],
      [4_999, 4_999, false],
      [5_000, 5_000, false],
      [1, 5_000, true],
    ])
  })

  it('lands nothing but the whole, and only at the very end', () => {
    fc.assert(
      fc.property(anyChunk, (chunk) => {
        const { outcome, probes } = sift(chunk, chunk.size)
        const last = probes.at(-1)
        expect(last?.land).toBe(true)
        expect(last && rowsOf(last).length).toBe(chunk.size - outcome.bad.size)
        expect(probes.filter(({ land, rows }) => land && (rows.from !== 1 || rows.to !== chunk.size))).toEqual([])
      }),
    )
  })

  it('gives up beyond the limit, and lands nothing then', () => {
    fc.assert(
      fc.property(anyChunk, fc.integer({ min: 0, max: 5 }), (chunk, most) => {
        const { outcome } = sift(chunk, most)
        if (expected(chunk).length > most) expect(outcome.kind).toBe('too-many')
        else expect(outcome.kind).toBe('landed')
        expect(outcome.bad.size).toBeLessThanOrEqual(most + 1)
      }),
      { numRuns: 1_000 },
    )
  })

  it('sees early that nearly all rows of a large chunk are bad', () => {
    const all = new Set(Array.from({ length: 10_000 }, (_, i) => i + 1))
    const { outcome, probes } = sift({ size: 10_000, bad: all, clashes: [], line: (right) => right }, 5_000)
    expect(outcome.kind).toBe('too-many')
    expect(probes.length).toBeLessThan(40)
  })

  it('takes the word of a query for rows that fail only together, and tries again when something was moved', () => {
    const search = isolate<string>({ rows: 5, most: 5 })
    expect(search.next().value).toMatchObject({ land: true })
    expect(search.next({ ok: 'again' }).value).toMatchObject({ land: true })
    const second = search.next({ ok: false, error: 'orphans', line: 1, named: [2, 4] })
    expect(second.value).toMatchObject({ rows: { from: 1, to: 5, except: [2, 4] }, land: true })
    const end = search.next({ ok: true })
    expect(end).toMatchObject({ done: true, value: { kind: 'landed' } })
  })

  it('is not misled by another chunk that lands in the middle of a search: what clashes with the smaller key gives way', () => {
    const search = { size: 100, bad: new Set<number>(), clashes: [[20, 60]] as const, line: () => null }
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 100 }), fc.boolean(), (landsAt, row, gaveNotice) => {
        let inTheWay = false
        let tries = 0
        const steps = isolate<string>({ rows: search.size, most: 10 })
        let step = steps.next()
        for (; !step.done; tries++) {
          if (tries > 200) throw new Error('It does not come to an end.')
          if (tries === landsAt) inTheWay = true
          const rows = rowsOf(step.value)
          if (inTheWay && rows.length === 1 && rows[0] === row) {
            inTheWay = false
            step = steps.next({ ok: 'again' })
            continue
          }
          const line = gaveNotice ? rows.indexOf(row) + 1 : null
          const isBlocked = inTheWay && rows.includes(row)
          step = steps.next(isBlocked ? { ok: false, error: 'other chunk', line } : serve(search, step.value))
        }
        expect(step.value.kind).toBe('landed')
        expect([...step.value.bad.keys()]).toEqual(row === 60 ? expect.anything() : [60])
      }),
      { numRuns: 2_000 },
    )
  })
})
