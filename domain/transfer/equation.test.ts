import { describe, expect, it } from 'vitest'
import { proveTask, type TaskEvidence } from './equation'

const halves = [
  { lower: null, upper: ['5'], rowsRead: 5n, rowsLanded: 5n, rowsRejected: 0n },
  { lower: ['5'], upper: null, rowsRead: 2n, rowsLanded: 2n, rowsRejected: 0n },
]
const digests = { source: 'v1:7:1:2', target: 'v1:7:1:2' }
const good: TaskEvidence = {
  mode: 'fail-if-not-empty',
  sourceRows: 7n,
  targetRows: 7n,
  receipts: halves,
  rejects: 0n,
  digests,
}
const reasonOf = (evidence: Partial<TaskEvidence>) => {
  const proof = proveTask({ ...good, ...evidence })
  return proof.ok ? null : proof.reason
}

describe('a table', () => {
  it('is proved equal by counts, receipts and digests, or by counts alone where that was asked for', () => {
    expect(proveTask(good)).toEqual({ ok: true, verdict: 'equal', rows: 7n })
    expect(proveTask({ ...good, digests: null })).toEqual({ ok: true, verdict: 'counts-equal', rows: 7n })
    const empty = [{ lower: null, upper: null, rowsRead: 0n, rowsLanded: 0n, rowsRejected: 0n }]
    expect(
      proveTask({ mode: 'truncate', sourceRows: 0n, targetRows: 0n, receipts: empty, rejects: 0n, digests: null }),
    ).toMatchObject({
      ok: true,
      rows: 0n,
    })
  })

  it('is not proved with a receipt missing, another count, or another digest', () => {
    expect(reasonOf({ receipts: halves.slice(1) })).toMatch(/no receipt/)
    expect(reasonOf({ receipts: [] })).toMatch(/no chunk of it has a receipt/)
    expect(reasonOf({ sourceRows: 8n })).toMatch(/8 rows, but 7 landed/)
    expect(reasonOf({ targetRows: 6n })).toMatch(/7 rows landed, but the target has 6/)
    expect(reasonOf({ targetRows: null })).toMatch(/target was not counted/)
    expect(reasonOf({ sourceRows: null })).toMatch(/not counted/)
    expect(reasonOf({ receipts: halves.map((h) => ({ ...h, rowsRead: h.rowsRead + 1n })) })).toMatch(/9 rows were read/)
    expect(reasonOf({ digests: { source: 'v1:7:1:2', target: 'v1:7:1:3' } })).toMatch(/differ/)
    expect(reasonOf({ digests: { source: 'v1:7:1:2', target: null } })).toMatch(/not taken/)
  })

  it('with rows in quarantine is proved where each of them is explained, and by nothing less', () => {
    const receipts = halves.map((half, i) => (i === 0 ? { ...half, rowsLanded: 3n, rowsRejected: 2n } : half))
    const left = { receipts, targetRows: 5n, rejects: 2n }
    expect(reasonOf(left)).toBeNull()
    expect(reasonOf({ ...left, rejects: 1n })).toMatch(/2 rows did not land, but 1 of them/)
    expect(reasonOf({ ...left, targetRows: 6n })).toMatch(/5 rows landed, but the target has 6/)
    expect(reasonOf({ ...left, sourceRows: 8n })).toMatch(/8 rows, but 5 landed and 2 are in quarantine/)
    expect(reasonOf({ rejects: 1n })).toMatch(/0 rows did not land, but 1/)
  })
})
