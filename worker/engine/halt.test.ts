import { describe, expect, it } from 'vitest'
import { Halt } from './halt'

describe('a halt', () => {
  it('keeps the stronger of two reasons, whichever came first', () => {
    const halt = new Halt()
    halt.request({ kind: 'pausing' }, 60_000)
    halt.request({ kind: 'cancelling' }, 60_000)
    halt.request({ kind: 'pausing' }, 60_000)
    expect(halt.reason).toEqual({ kind: 'cancelling' })
    halt.request({ kind: 'lost' }, 0)
    halt.request({ kind: 'failed', reason: '', fix: '' }, 0)
    expect(halt.reason).toEqual({ kind: 'lost' })
    halt.close()
  })

  it('is soft at once and hard after its grace', async () => {
    const halt = new Halt()
    halt.request({ kind: 'pausing' }, 30)
    expect([halt.soft.aborted, halt.hard.aborted]).toEqual([true, false])
    await new Promise((resolve) => halt.hard.addEventListener('abort', resolve))
    expect(halt.hard.aborted).toBe(true)
  })
})
