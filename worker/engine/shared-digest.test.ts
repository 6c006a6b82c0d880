import { expect, it } from 'vitest'
import { SharedDigest } from './shared-digest'

const digest = (rows: number) => ({ rows: BigInt(rows), text: `v1:${rows}:${rows * 10}:${rows * 100}` })

it('gives each range to one lane, and adds up what all of them found', async () => {
  const shared = new SharedDigest('s', ['a', 'b', 'c'], null)
  expect([shared.takeRange(), shared.takeRange()]).toEqual(['a', 'b'])
  shared.add(digest(2))
  expect(shared.wantsHelp).toBe(true)
  expect(shared.takeRange()).toBe('c')
  expect([shared.wantsHelp, shared.takeRange()]).toEqual([false, undefined])
  shared.add(digest(3))
  shared.add(digest(4))
  expect(await shared.settled).toEqual({ rows: 9n, text: 'v1:9:90:900' })
})

it('has no digest when a lane failed, and gives out nothing more', async () => {
  const shared = new SharedDigest('s', ['a', 'b', 'c'], async () => undefined)
  shared.takeRange()
  shared.fail(new Error('gone'))
  expect([shared.wantsHelp, shared.takeRange()]).toEqual([false, undefined])
  shared.add(digest(1))
  await expect(shared.settled).rejects.toThrow('gone')
})

it('gives its errand away once', () => {
  const errand = async () => undefined
  const shared = new SharedDigest('s', [], errand)
  expect(shared.wantsHelp).toBe(true)
  expect(shared.takeErrand()).toBe(errand)
  expect([shared.wantsHelp, shared.takeErrand()]).toEqual([false, null])
})
