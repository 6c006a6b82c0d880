import { describe, expect, it, vi } from 'vitest'
import type { RunContext } from './context'
import { Crew } from './crew'
import { openRunSession, type RunSession } from './session'

vi.mock('./session', () => ({ openRunSession: vi.fn() }))

const run = {
  halt: { soft: new AbortController().signal },
  watch: { controls: { config: { maxThreads: 2 } } },
  hold: { runId: '00000000-0000-0000-0000-000000000000' },
  record: {},
} as unknown as RunContext

describe('a crew', () => {
  it('closes the sessions that it has, and tells why another could not be opened', async () => {
    const close = vi.fn(async () => undefined)
    vi.mocked(openRunSession)
      .mockRejectedValueOnce(new Error('too many connections'))
      .mockResolvedValueOnce({ close } as unknown as RunSession)
    const crew = new Crew(run, { side: 'source' })
    await expect(crew.each([1, 2], async () => undefined)).rejects.toThrow('too many connections')
    await crew.close()
    expect(close).toHaveBeenCalledOnce()
  })
})
