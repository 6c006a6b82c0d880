import { describe, expect, it } from 'vitest'
import { chunkRows } from './batch-size'

const unknown = { landedRows: 0n, landedBytes: 0n, plannedRows: null, plannedBytes: 0n }

describe('the next chunk', () => {
  it('has as many rows as the person allows, as long as they fit into 64 MB', () => {
    expect(chunkRows(50_000, { ...unknown, plannedRows: 1_000n, plannedBytes: 100_000n })).toBe(50_000)
    expect(chunkRows(50_000, { ...unknown, plannedRows: 10n, plannedBytes: 10n * 1024n * 1024n })).toBe(64)
    expect(chunkRows(50_000, { ...unknown, plannedRows: 2n, plannedBytes: 200n * 1024n * 1024n })).toBe(1)
  })

  it('trusts what landed more than what was planned, and begins small where nothing is known', () => {
    const landed = { landedRows: 10n, landedBytes: 10n * 32n * 1024n * 1024n, plannedRows: 1_000n, plannedBytes: 1n }
    expect(chunkRows(50_000, landed)).toBe(2)
    expect(chunkRows(50_000, unknown)).toBe(1_000)
    expect(chunkRows(20, unknown)).toBe(20)
    expect(chunkRows(50_000, { ...unknown, plannedRows: 0n })).toBe(1_000)
  })
})
