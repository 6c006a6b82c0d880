#!/usr/bin/env node
// npm run dev: like npm start, but web and worker follow the sources as they change.
import { instancePaths } from './launch/paths.mjs'
import { stopAbandoned } from './launch/postgres/postmaster.mjs'
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(
  import.meta.url,
  async (say) => (await import('./launch/run-stack.mjs')).runStack({ say, dev: true, verbose: true }),
  { afterCrash: () => stopAbandoned(instancePaths()) },
)
