import { describe, expect, it } from 'vitest'
import { HandClock } from '../testing/hand-clock'
import { Feed } from './feed'

function open(read?: () => Promise<number | null>) {
  const clock = new HandClock()
  const began: number[] = []
  const errors: unknown[] = []
  let count = 0
  const feed = new Feed<number>({
    read: () => {
      began.push(clock.now() - 1_000_000)
      return read?.() ?? Promise.resolve(++count)
    },
    onError: (cause) => errors.push(cause),
    clock,
    leastMs: 500,
    everyMs: 3_000,
  })
  return { clock, feed, began, errors }
}

describe('a feed', () => {
  it('reads nothing while nobody listens', async () => {
    const { clock, feed, began } = open()
    feed.poke()
    await clock.pass(60_000)
    expect(began).toEqual([])
  })

  it('answers a hundred pokes with two readings a second', async () => {
    const { clock, feed, began } = open()
    feed.listen(() => undefined)
    for (let i = 0; i < 100; i++) {
      feed.poke()
      await clock.pass(20)
    }
    expect(began).toEqual([0, 500, 1_000, 1_500, 2_000])
  })

  it('reads once for all who listen', async () => {
    const { clock, feed, began } = open()
    const heard: number[][] = [[], []]
    for (const list of heard) feed.listen(({ value }) => list.push(value))
    feed.poke()
    await clock.pass(100)
    expect(began).toHaveLength(1)
    expect(heard).toEqual([[1], [1]])
  })

  it('reads every few seconds without any poke, until nobody listens any more', async () => {
    const { clock, feed, began } = open()
    const stop = feed.listen(() => undefined)
    await clock.pass(10_000)
    expect(began.length).toBe(3)
    stop()
    await clock.pass(60_000)
    expect(began.length).toBe(3)
  })

  it('answers a poke that comes while it reads with one more reading', async () => {
    let finish: (value: number | null) => void = () => undefined
    const { clock, feed, began } = open(
      () =>
        new Promise((resolve) => {
          finish = resolve
        }),
    )
    feed.listen(() => undefined)
    feed.poke()
    await clock.pass(0)
    feed.poke()
    feed.poke()
    await clock.pass(2_000)
    expect(began).toEqual([0])
    finish(1)
    await clock.pass(0)
    await clock.pass(0)
    expect(began).toEqual([0, 2_000])
  })

  it('tells a failure, and tries again when its time comes', async () => {
    let fails = true
    const { clock, feed, errors } = open(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve(7)))
    const heard: number[] = []
    feed.listen(({ value }) => heard.push(value))
    feed.poke()
    await clock.pass(0)
    expect(errors).toHaveLength(1)
    fails = false
    await clock.pass(3_000)
    expect(heard).toEqual([7])
  })
})
