import { describe, expect, it } from 'vitest'
import type { Receipt } from '@/connectors/postgres/receipts'
import type { RunRecord } from '@/db/statements/read-run'
import type { Plan } from '@/domain/plan/plan'
import { Board } from './board'

const task = { n: 0, level: 0, effect: 'create', sizeBytes: '900', rowEstimate: '90' }
const plan = { tasks: [task] } as unknown as Plan
const record = (chunks: object[]) => ({ tasks: [], chunks }) as unknown as Pick<RunRecord, 'tasks' | 'chunks'>
const chunk = (n: number, lower: string | null, upper: string | null) => ({
  task: 0,
  n,
  attempt: 1,
  lower: lower === null ? null : [lower],
  upper: upper === null ? null : [upper],
})
const receipt = (n: number, lower: string | null, upper: string | null) => {
  const { lower: from, upper: to } = chunk(n, lower, upper)
  const moved = { rowsRead: 10n, rowsLanded: 10n, bytes: 100n, sourceDigest: null }
  return { kind: 'chunk', task: 0, chunk: n, runId: 'r', bounds: { lower: from, upper: to }, ...moved } as Receipt
}

describe('the board of a run', () => {
  it('copies what lies before a chunk that landed, although Godwit’s database has forgotten that it was cut', () => {
    const board = new Board(plan, record([chunk(0, null, '10')]), [receipt(0, null, '10'), receipt(2, '20', '30')])
    expect(board.take(0)).toEqual({ kind: 'copy', task: 0, chunk: 1 })
    expect(board.chunk(0, 1)).toMatchObject({ lower: ['10'], upper: ['20'], state: 'copying' })
    expect(board.nextCut(0, 10)).toMatchObject({ n: 3, lower: ['30'] })
  })

  it('goes on cutting behind the last chunk, also where one stands for several that were forgotten', () => {
    const board = new Board(plan, record([]), [receipt(3, '30', '40')])
    expect(board.take(0)).toEqual({ kind: 'copy', task: 0, chunk: 0 })
    expect(board.chunk(0, 0)).toMatchObject({ lower: null, upper: ['30'] })
    expect(board.nextCut(0, 10)).toMatchObject({ n: 4, lower: ['40'] })
  })
})
