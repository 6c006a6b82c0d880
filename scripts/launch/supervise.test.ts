import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { supervise } from './supervise.mjs'

/** A supervised Node program, and the children that it got. */
function keep(script: string) {
  const children: ChildProcess[] = []
  const deaths: { how: string; delayMs: number }[] = []
  const kept = supervise({
    start() {
      const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
      children.push(child)
      return child
    },
    onDeath: (how: string, delayMs: number) => deaths.push({ how, delayMs }),
  })
  const nth = async (count: number) => {
    while (children.length < count) await new Promise((resolve) => setTimeout(resolve, 10))
    return children[count - 1] as ChildProcess
  }
  return { kept, children, deaths, nth }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('a killed child is back within a second, and a stopped one is not', async () => {
  const { kept, children, deaths, nth } = keep('setInterval(() => 0, 1000)')
  const first = await nth(1)
  const killedAt = Date.now()
  first.kill('SIGKILL')
  await nth(2)
  expect(Date.now() - killedAt).toBeLessThan(1000)
  expect(deaths).toEqual([{ how: 'killed by SIGKILL', delayMs: 250 }])
  await kept.stop()
  expect(children).toHaveLength(2)
  expect(deaths).toHaveLength(1)
})

it('one that dies at once is started less and less often', async () => {
  const { kept, deaths, nth } = keep('process.exit(3)')
  await nth(3)
  await kept.stop()
  expect(deaths.slice(0, 2)).toEqual([
    { how: 'exit 3', delayMs: 250 },
    { how: 'exit 3', delayMs: 1000 },
  ])
})

it('one that will not end is killed after the grace time, with what it started', async () => {
  const { kept, nth } = keep(`
    process.on('SIGTERM', () => undefined)
    const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
    console.log(pid)
    setInterval(() => 0, 1000)`)
  const child = await nth(1)
  const [printed] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  const grandchild = Number(printed.toString())
  expect(isAlive(grandchild)).toBe(true)
  await kept.stop({ graceMs: 200 })
  expect(child.signalCode).toBe('SIGKILL')
  while (isAlive(grandchild)) await new Promise((resolve) => setTimeout(resolve, 10))
})
