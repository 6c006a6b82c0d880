import { describe, expect, it } from 'vitest'
import { TrailingNotes } from './trailing-notes'

const held = () => Promise.withResolvers<void>()
const isPending = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => false), new Promise<boolean>((resolve) => setImmediate(() => resolve(true)))])

describe('notes that trail behind a lane', () => {
  it('do not hold it up', async () => {
    const notes = new TrailingNotes()
    notes.follow(held().promise)
    expect(await isPending(notes.turn())).toBe(false)
  })

  it('hold it up where too many are open, until one is done', async () => {
    const notes = new TrailingNotes()
    const all = Array.from({ length: 9 }, held)
    for (const { promise } of all) notes.follow(promise)
    const turn = notes.turn()
    expect(await isPending(turn)).toBe(true)
    all[3]?.resolve()
    expect(await isPending(turn)).toBe(false)
  })

  it('are all done when they have settled', async () => {
    const notes = new TrailingNotes()
    const [one, other] = [held(), held()]
    notes.follow(one.promise)
    notes.follow(other.promise)
    one.resolve()
    const settled = notes.settle()
    expect(await isPending(settled)).toBe(true)
    other.resolve()
    expect(await isPending(settled)).toBe(false)
  })

  it('are heard of at the next turn where one fails, and again at the end', async () => {
    const notes = new TrailingNotes()
    notes.follow(Promise.reject(new Error('gone')))
    await new Promise((resolve) => setImmediate(resolve))
    await expect(notes.turn()).rejects.toThrow('gone')
    await expect(notes.settle()).rejects.toThrow('gone')
  })
})
