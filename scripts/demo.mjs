#!/usr/bin/env node
// npm run demo: migrates the demo and proves it, against the Godwit that runs here or one of its own.
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(import.meta.url, async (say) => (await import('./launch/run-demo.mjs')).runDemo(say))
