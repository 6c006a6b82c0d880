#!/usr/bin/env node
// The `godwit` command. Short-lived and interactive: on a good Node it runs in this very process.
import { spawn } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureBuilt } from './launch/build.mjs'
import { bundle } from './launch/build-bundles.mjs'
import { installDependencies } from './launch/install.mjs'
import { loadEnv } from './launch/load-env.mjs'
import { goodNode, isGoodNode, withNodeFirst } from './launch/node.mjs'
import { createSay } from './launch/say.mjs'

const say = createSay({ out: process.stderr }) // stdout belongs to the command
try {
  const node = await goodNode(say)
  await installDependencies(node, say)
  if (isGoodNode(process.versions.node)) {
    await ensureBuilt(say, { bundles: ['godwit'], web: false })
    loadEnv()
    process.argv[1] = bundle('godwit')
    process.setSourceMapsEnabled(true)
    await import(pathToFileURL(bundle('godwit')).href)
  } else {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: withNodeFirst(node),
    })
    // Ctrl-C reaches the whole group; the command decides what it means, and we end as it ends.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
    })
  }
} catch (error) {
  say.fail(error.expected ? error.message : (error.stack ?? String(error)))
  process.exitCode = 1
}
