import { TRPCClientError } from '@trpc/client'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveFrame, Topic } from '@/domain/contracts/live'
import { LiveConnection } from './live-connection'

const project: Topic = { kind: 'project', id: 'p' }
const migration: Topic = { kind: 'migration', id: 'm' }
const signedOut = () =>
  TRPCClientError.from({
    error: { message: 'Sign in', code: -32001, data: { code: 'UNAUTHORIZED', httpStatus: 401 } },
  } as never)

/** A stream that the connection has opened. */
interface Opened {
  readonly input: { topics: Topic[]; lastEventId?: string }
  readonly send: (id: string, frame: LiveFrame) => void
  readonly fail: (error: unknown) => void
  closed: boolean
}

let opened: Opened[]
let frames: LiveFrame[]
let timers: { due: number; work: () => void }[]
let now: number
let isTurnedAway: boolean
let connection: LiveConnection

beforeEach(() => {
  opened = []
  frames = []
  timers = []
  now = Date.parse('2026-01-01T00:00:00.000Z')
  isTurnedAway = false
  const client = {
    events: {
      stream: {
        subscribe: (input: Opened['input'], on: { onData: (e: unknown) => void; onError: (e: unknown) => void }) => {
          const stream: Opened = { input, closed: false, send: (id, data) => on.onData({ id, data }), fail: on.onError }
          opened.push(stream)
          return {
            unsubscribe: () => {
              stream.closed = true
            },
          }
        },
      },
    },
    session: { me: { query: () => (isTurnedAway ? Promise.reject(signedOut()) : Promise.resolve({})) } },
  }
  const clock = {
    now: () => now,
    later: (work: () => void, ms: number) => {
      const timer = { due: now + ms, work }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  connection = new LiveConnection({ client: client as never, onFrame: (frame) => frames.push(frame), clock })
})

async function pass(ms: number): Promise<void> {
  const end = now + ms
  for (;;) {
    await settle()
    const next = timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0]
    if (next === undefined) break
    timers = timers.filter((other) => other !== next)
    now = next.due
    next.work()
  }
  now = end
  await settle()
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const alive = (): LiveFrame => ({ kind: 'alive', at: new Date(now).toISOString() })
const last = () => opened.at(-1) ?? expect.fail('no stream was opened')

describe('the stream of a tab', () => {
  it('is one for all who hold it, with the topics of all', async () => {
    connection.hold([project])
    connection.hold([migration, project])
    await pass(0)
    expect(opened.map(({ input }) => input)).toEqual([{ topics: [project, migration] }])
  })

  it('is opened anew after the last id when topics change, and left alone when they do not', async () => {
    connection.hold([project])
    await pass(0)
    last().send('id-1', alive())
    const letGo = connection.hold([migration])
    await pass(0)
    expect(opened.map(({ closed }) => closed)).toEqual([true, false])
    expect(last().input).toEqual({ topics: [project, migration], lastEventId: 'id-1' })
    connection.hold([migration])
    letGo()
    await pass(0)
    expect(opened).toHaveLength(2)
  })

  it('hears nothing more from a stream that it has left', async () => {
    connection.hold([project])
    await pass(0)
    const first = last()
    connection.hold([migration])
    await pass(0)
    first.send('late', alive())
    first.fail(new Error('late'))
    await pass(10_000)
    expect(frames).toEqual([])
    expect(opened).toHaveLength(2)
  })

  it('ends when nobody holds it', async () => {
    const letGo = connection.hold([project])
    await pass(0)
    letGo()
    await pass(0)
    expect(last().closed).toBe(true)
    await pass(60_000)
    expect(opened).toHaveLength(1)
  })

  it('says how old the newest frame was, and after six seconds without one since when', async () => {
    connection.hold([])
    await pass(0)
    expect(connection.snapshot().live).toEqual({ state: 'connecting' })
    const told = alive()
    now += 400
    last().send('a', told)
    expect(connection.snapshot().live).toEqual({ state: 'live', lagMs: 400 })
    const since = new Date(now).toISOString()
    await pass(5_900)
    expect(connection.snapshot().live.state).toBe('live')
    await pass(200)
    expect(connection.snapshot().live).toEqual({ state: 'stale', since })
    last().send('b', alive())
    expect(connection.snapshot().live).toEqual({ state: 'live', lagMs: 0 })
  })

  it('says so too while it keeps trying in vain, and when no frame has ever come', async () => {
    connection.hold([project])
    await pass(0)
    const since = new Date(now).toISOString()
    let failed: Opened | undefined
    for (let passed = 0; passed < 6_500; passed += 500) {
      if (last() !== failed) last().fail(new Error('nobody there'))
      failed = last()
      await pass(500)
    }
    expect(opened.length).toBeGreaterThan(2)
    expect(connection.snapshot().live).toEqual({ state: 'stale', since })
  })

  it('comes again after an error, with growing pauses, and after the last id', async () => {
    connection.hold([project])
    await pass(0)
    last().send('id-7', alive())
    const begins: number[] = []
    for (let i = 0; i < 6; i++) {
      const before = now
      last().fail(new Error('the network'))
      while (opened.length === i + 1) await pass(100)
      begins.push(Math.round((now - before) / 1_000))
    }
    expect(begins).toEqual([1, 2, 4, 5, 5, 5])
    expect(last().input.lastEventId).toBe('id-7')
  })

  it('stops when the session has ended, and goes on with everything once signed in again', async () => {
    connection.hold([project])
    await pass(0)
    last().send('id-1', { kind: 'gone', topic: project })
    last().fail(signedOut())
    await pass(60_000)
    expect(connection.snapshot()).toMatchObject({ signedOut: true, gone: [project] })
    expect(opened).toHaveLength(1)
    connection.resume()
    await pass(0)
    expect(last().input).toEqual({ topics: [project], lastEventId: 'id-1' })
    expect(connection.snapshot().signedOut).toBe(false)
  })

  it('finds out by an ordinary call, where the transport does not tell why it failed', async () => {
    isTurnedAway = true
    connection.hold([project])
    await pass(0)
    last().fail(new Event('error'))
    await pass(10_000)
    expect(connection.snapshot().signedOut).toBe(true)
  })

  it('does not ask again for a topic that is gone, until somebody new asks for it', async () => {
    connection.hold([project, migration])
    await pass(0)
    last().send('a', { kind: 'gone', topic: migration })
    expect(connection.snapshot().gone).toEqual([migration])
    connection.hold([])
    await pass(0)
    expect(last().input.topics).toEqual([project])
    connection.hold([migration])
    await pass(0)
    expect(last().input.topics).toEqual([project, migration])
    expect(connection.snapshot().gone).toEqual([])
  })
})
