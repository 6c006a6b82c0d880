import { describe, expect, it } from 'vitest'
import { quietTimes } from './quiet-times'

describe('the times in which nobody may write', () => {
  it('are from each pause to what follows it, and from the end on', () => {
    expect(
      quietTimes([
        { type: 'MigrationStarted', at: 1 },
        { type: 'MigrationPauseRequested', at: 2 },
        { type: 'MigrationPaused', at: 3 },
        { type: 'SnapshotReleased', at: 4 },
        { type: 'MigrationResumed', at: 5 },
        { type: 'MigrationFailed', at: 6 },
        { type: 'MigrationPlanRequested', at: 7 },
        { type: 'MigrationStarted', at: 8 },
        { type: 'MigrationCompleted', at: 9 },
      ] as const),
    ).toEqual([
      { since: 'MigrationPaused', from: 3, to: 5 },
      { since: 'MigrationFailed', from: 6, to: 8 },
      { since: 'MigrationCompleted', from: 9, to: null },
    ])
  })
})
