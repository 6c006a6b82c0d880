#!/usr/bin/env node
// npm test: everything that CI runs. The last line is `N passed, N failed`, summed over all suites.
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(import.meta.url, async (say) => (await import('./check/run-all.mjs')).runAll(say))
