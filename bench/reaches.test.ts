import { describe, expect, it } from 'vitest'
import type { Measurement } from './measure'
import { type AllResults, isReached, reaches } from './reaches'

const measured = (wallMs: number): Measurement => ({
  wallMs,
  planMs: undefined,
  bytes: 1e9,
  serversCpuMs: 1_000,
  clientCpuMs: 2_000,
  wholeClientCpuMs: 2_500,
  sameness: { rows: true, definitions: 0 },
})
const results = (name: string, walls: number[], failure: string | null = null) => ({
  contender: { name, does: '', prepare: () => Promise.reject(new Error('not in this test')) },
  measured: walls.map(measured),
  failure,
})
const small = (ours: number[], theirs: number[], failure: string | null = null): AllResults =>
  new Map([['small', [results('Godwit', ours), results('pgcopydb', theirs, failure)]]])
const row = (all: AllResults, part: string) => {
  const found = reaches(all, 0).find(({ what }) => what.includes(part))
  if (found === undefined) throw new Error(`there is no number about ${part}`)
  return found
}

describe('the numbers to reach', () => {
  it('compares medians, and says how far the rounds lie apart', () => {
    const reach = row(small([256, 512, 768], [1_024, 1_024, 1_024]), '200 small tables, against pgcopydb')
    expect(reach.measured).toMatchObject({ median: 0.5, q1: 0.375, q3: 0.625 })
  })

  it('reaches what is at its limit', () => {
    expect(isReached(row(small([300], [1_000]), '200 small tables, against pgcopydb'))).toBe(true)
  })

  it('does not reach what is a little above its limit', () => {
    expect(isReached(row(small([301], [1_000]), '200 small tables, against pgcopydb'))).toBe(false)
  })

  it('reaches nothing against a peer that failed or is missing', () => {
    const reach = row(small([1], [1_000], 'MISSING'), '200 small tables, against pgcopydb')
    expect(reach.measured).toBeUndefined()
    expect(isReached(reach)).toBe(false)
  })

  it('reaches nothing that was not measured', () => {
    expect(reaches(new Map(), 1).filter(isReached)).toEqual([])
  })

  it('counts the worker per gigabyte of payload', () => {
    const all: AllResults = new Map([['copy', [results('Godwit', [1])]]])
    expect(row(all, 'Node CPU').measured?.median).toBe(2)
  })
})
