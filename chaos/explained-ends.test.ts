import { describe, expect, it } from 'vitest'
import { unexplainedEnds } from './explained-ends'
import type { Pressed } from './person'

const full: Pressed = { button: 'resume', state: 'Paused', reason: 'The server’s disk is full. Free space.' }
const denied: Pressed = { button: 'plan', state: 'Failed', reason: 'permission denied for table codes' }
const dead: Pressed = { button: 'plan', state: 'Failed', reason: 'Workers died 2 times while they copied its chunk 1.' }

describe('an end that is not Completed', () => {
  it('is explained by the fault that brings it about, and by no other', () => {
    expect(unexplainedEnds(['disk-full'], [full], true)).toEqual([])
    expect(unexplainedEnds(['kill-retry'], [denied], true)).toEqual([])
    expect(unexplainedEnds(['crash-target', 'kill'], [full], true)).toHaveLength(1)
    expect(unexplainedEnds(['disk-full'], [denied], true)).toHaveLength(1)
    expect(unexplainedEnds(['kill'], [{ button: 'plan', state: 'Draft', reason: '' }], true)).toHaveLength(1)
  })

  it('is explained once a fault, and not again', () => {
    expect(unexplainedEnds(['disk-full'], [full, full], true)).toHaveLength(1)
    expect(unexplainedEnds(['disk-full', 'disk-full'], [full, full], true)).toEqual([])
  })

  it('is explained by dead workers only where two died, and each had begun the chunk', () => {
    expect(unexplainedEnds(['kill-successor'], [dead], true)).toEqual([])
    expect(unexplainedEnds(['kill', 'freeze-worker'], [dead], true)).toEqual([])
    expect(unexplainedEnds(['kill'], [dead], true)).toHaveLength(1)
    expect(unexplainedEnds(['kill-successor'], [dead], false)).toHaveLength(1)
  })
})
