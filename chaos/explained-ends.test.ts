import { describe, expect, it } from 'vitest'
import { unexplainedEnds } from './explained-ends'
import type { Pressed } from './person'

const full: Pressed = { button: 'resume', state: 'Paused', reason: 'The server’s disk is full. Free space.' }
const denied: Pressed = { button: 'plan', state: 'Failed', reason: 'permission denied for table codes' }
const dead: Pressed = { button: 'plan', state: 'Failed', reason: 'Workers died 2 times while they copied its chunk 1.' }

const calm = { badRows: 0, isPoisonous: true }

describe('an end that is not Completed', () => {
  it('is explained by the fault that brings it about, and by no other', () => {
    expect(unexplainedEnds(['disk-full'], [full], calm)).toEqual([])
    expect(unexplainedEnds(['kill-retry'], [denied], calm)).toEqual([])
    expect(unexplainedEnds(['crash-target', 'kill'], [full], calm)).toHaveLength(1)
    expect(unexplainedEnds(['disk-full'], [denied], calm)).toHaveLength(1)
    expect(unexplainedEnds(['kill'], [{ button: 'plan', state: 'Draft', reason: '' }], calm)).toHaveLength(1)
  })

  it('is explained once a fault, and not again', () => {
    expect(unexplainedEnds(['disk-full'], [full, full], calm)).toHaveLength(1)
    expect(unexplainedEnds(['disk-full', 'disk-full'], [full, full], calm)).toEqual([])
  })

  it('is explained by dead workers only where two died, and each had begun the chunk', () => {
    expect(unexplainedEnds(['kill-successor'], [dead], calm)).toEqual([])
    expect(unexplainedEnds(['kill', 'freeze-worker'], [dead], calm)).toEqual([])
    expect(unexplainedEnds(['kill'], [dead], calm)).toHaveLength(1)
    expect(unexplainedEnds(['kill-successor'], [dead], { ...calm, isPoisonous: false })).toHaveLength(1)
  })

  it('is a review of exactly the rows that were made to be refused', () => {
    const review: Pressed = {
      button: 'accept',
      state: 'Paused',
      reason: 'Review: 2 rows are in quarantine, everything else is done.',
    }
    expect(unexplainedEnds(['kill'], [review], { ...calm, badRows: 2 })).toEqual([])
    expect(unexplainedEnds(['kill'], [review], { ...calm, badRows: 3 })).toHaveLength(1)
    expect(unexplainedEnds(['kill'], [review], calm)).toHaveLength(1)
    expect(unexplainedEnds(['kill'], [], { ...calm, badRows: 1 })).toHaveLength(1)
  })
})
