import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { newHome, type Product, removeHome, startProduct } from './fixtures/product'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** The processes that a product is made of, PostgreSQL's included. */
function processesOf(product: Product): Process[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [, pid = '', parent = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
      return { pid: Number(pid), parent: Number(parent), command }
    })
  const found = all.filter(({ pid }) => pid === product.pid)
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid))
  return found
}

const isAlive = ({ pid, command }: Process) => {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim() === command
  } catch {
    return false
  }
}

test.describe('npm start', () => {
  test('a second time installs, builds and prepares nothing, and no stop leaves a process behind', async () => {
    const home = await newHome()
    const first = await startProduct({ GODWIT_DEMO_ROWS: '1000' }, home)
    const before = processesOf(first)
    expect(before.some(({ command }) => command.includes('postgres'))).toBe(true)
    await first.stop()
    expect(before.filter(isAlive)).toEqual([])

    const startedAt = performance.now()
    const second = await startProduct({ GODWIT_DEMO_ROWS: '1000' }, home)
    test
      .info()
      .annotations.push({ type: 'second start', description: `${Math.round(performance.now() - startedAt)} ms` })
    expect(second.printed()).not.toMatch(/Installing|Building|Bundling|Preparing|Fetching/)
    expect(second.setUpLink).not.toBe(first.setUpLink)
    const voided = new URL(first.setUpLink).searchParams.get('token')
    const state = await fetch(`${second.url}/api/setup?token=${voided}`)
    expect(await state.json()).toEqual({ state: 'needs-token' })
    const after = processesOf(second)
    await second.stop()
    expect(after.filter(isAlive)).toEqual([])
    await removeHome(home)
  })

  test('brings a worker that was killed back', async () => {
    const product = await startProduct({ GODWIT_DEMO_ROWS: '1000' })
    const worker = () => processesOf(product).find(({ command }) => command.includes('worker.mjs'))
    const killed = worker()
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200)
    process.kill(killed?.pid ?? -1, 'SIGKILL')
    await expect.poll(() => worker()?.pid ?? null, { timeout: 10_000 }).not.toBe(killed?.pid)
    await expect.poll(() => worker()?.pid ?? null, { timeout: 10_000 }).not.toBeNull()
    await expect.poll(async () => (await fetch(`${product.url}/readyz`)).status, { timeout: 20_000 }).toBe(200)
    expect(product.printed()).toContain('worker')
    await product.stop()
  })

  test('a second one in the same place says that the first is running, and changes nothing', async () => {
    const home = await newHome()
    const first = await startProduct({ GODWIT_DEMO_ROWS: '1000' }, home)
    await expect(startProduct({}, home)).rejects.toThrow(/already runs here/)
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    await first.stop()
    await removeHome(home)
  })
})
