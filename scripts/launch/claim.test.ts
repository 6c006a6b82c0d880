import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ClaimedError, claim, isClaimed } from './claim.mjs'

let dir = ''
let lock = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'godwit-claim-'))
  lock = join(dir, 'lock')
})
afterEach(() => rmSync(dir, { recursive: true }))

it('one holds it, the next one waits for it', async () => {
  const release = await claim(lock)
  const order: string[] = []
  const second = claim(lock).then((releaseSecond) => {
    order.push('second')
    releaseSecond()
  })
  await expect(claim(lock, { waits: false })).rejects.toThrow(ClaimedError)
  order.push('released')
  release()
  await second
  expect(order).toEqual(['released', 'second'])
  expect(isClaimed(lock)).toBe(false)
})

it('a dead owner is no owner, also when its process id lives on in another process', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  for (const owner of [
    { pid: child.pid, born: 'then' },
    { pid: process.ppid, born: 'another boot' },
  ]) {
    writeFileSync(lock, JSON.stringify(owner))
    const release = await claim(lock, { waits: false })
    expect(isClaimed(lock)).toBe(true)
    release()
  }
})
