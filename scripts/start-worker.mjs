#!/usr/bin/env node
// npm run start:worker: the worker process alone, for deployments that run each process by itself.
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(import.meta.url, async (say) => (await import('./launch/run-role.mjs')).runRole('worker', say))
