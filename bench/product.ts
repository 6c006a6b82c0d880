import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createGodwitClient, type GodwitClient } from '@/client/create-client'
import { childrenOf } from './cpu'

/** A Godwit that was started as a person starts it, in a home of its own. */
export interface Product {
  readonly client: GodwitClient
  /** The worker, which moves the rows. */
  readonly workerPid: number
  /** The launcher, above the worker, the web process and Godwit's own PostgreSQL. */
  readonly pid: number
  readonly stop: () => Promise<void>
}

const startMs = 300_000

/** Starts the product by the script of `npm start`, which builds what is stale; ready when it answers. */
export async function startProduct(): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-'))
  await chmod(folder, 0o755) // PostgreSQL may run as another user, who must be able to enter
  const home = join(folder, 'home')
  const script = join(import.meta.dirname, '..', 'scripts', 'start.mjs')
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [script, '--no-demo'], {
    env: { ...env, GODWIT_HOME: home, PORT: String(await freePort()), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const until = Date.now() + startMs; ; await wait(100)) {
      if (child.exitCode !== null) throw new Error('it ended')
      if (Date.now() > until) throw new Error(`it was not ready in ${startMs} ms`)
      const server = await readFile(join(home, 'server.json'), 'utf8').catch(() => null)
      if (server === null) continue
      const { url, pid } = JSON.parse(server) as { url: string; pid: number }
      const token = (await readFile(join(home, 'token'), 'utf8')).trim()
      const worker = childrenOf(pid).find(({ command }) => command.includes('worker.mjs'))
      if (worker === undefined) throw new Error('it has no worker')
      return { client: createGodwitClient({ url, token }), workerPid: worker.pid, pid, stop }
    }
  } catch (error) {
    await stop()
    throw new Error(`Godwit did not start:\n${said.slice(-2_000)}`, { cause: error })
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
