#!/usr/bin/env node
// node scripts/run.mjs PROGRAM [ARGS] [-- PROGRAM [ARGS]]…: installed programs, one after another, on a good Node, with
// the dependencies there. What the npm scripts are made of.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from './launch/paths.mjs'
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(import.meta.url, async () => {
  const { binOf } = await import('./launch/bin-of.mjs')
  const { stopSignal } = await import('./launch/stop-signal.mjs')
  const signal = stopSignal()
  for (const [program, ...args] of commands(process.argv.slice(2))) {
    const child = spawn(process.execPath, [binOf(program), ...args], { cwd: root, stdio: 'inherit' })
    signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    const [code] = await once(child, 'exit')
    if (code !== 0) return code ?? 130
  }
  return 0
})

function commands(words) {
  const end = words.indexOf('--')
  return end < 0 ? [words] : [words.slice(0, end), ...commands(words.slice(end + 1))]
}
