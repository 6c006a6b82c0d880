#!/usr/bin/env node
// npm start: everything that Godwit needs, from a bare checkout to an address to open.
import { parseArgs } from 'node:util'
import { instancePaths } from './launch/paths.mjs'
import { stopAbandoned } from './launch/postgres/postmaster.mjs'
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(
  import.meta.url,
  async (say) => {
    const { runStack } = await import('./launch/run-stack.mjs')
    const { values } = parseArgs({
      options: { verbose: { type: 'boolean' }, demo: { type: 'boolean', default: true } },
      allowNegative: true,
    })
    return runStack({ say, ...values })
  },
  { afterCrash: () => stopAbandoned(instancePaths()) },
)
