#!/usr/bin/env node
// npm run build: makes what is stale of the bundles and of the web application.
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(import.meta.url, async (say) => {
  const { ensureBuilt } = await import('./launch/build.mjs')
  const { stopSignal } = await import('./launch/stop-signal.mjs')
  await ensureBuilt(say, { signal: stopSignal() })
  say.done('Everything is built')
})
