import { join } from 'node:path'
import { bundle } from './build-bundles.mjs'
import { nextBin } from './build-web.mjs'
import { childEnv } from './child-env.mjs'
import { root } from './paths.mjs'

const tsxBin = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')

/**
 * Megabytes of the halves that new objects of the worker live in. Rows do not pass through its heap, so that it needs little room; with
 * Node's own measure it held twice the memory, for nothing.
 */
const youngHeap = '--max-semi-space-size=4'

/** The two long-lived programs: Node's arguments and the whole environment of each, with its own secrets and no other's. */
export function workerProgram({ dev = false, env, needs }) {
  return {
    args: dev
      ? [tsxBin, 'watch', '--clear-screen=false', 'worker/main.ts']
      : [youngHeap, '--enable-source-maps', bundle('worker')],
    env: childEnv({ NODE_ENV: dev ? 'development' : 'production', ...needs }, env),
  }
}

export function webProgram({ dev = false, env, needs }) {
  return {
    args: [nextBin, dev ? 'dev' : 'start', '-p', String(needs.PORT), '-H', needs.HOSTNAME],
    env: childEnv(
      {
        NODE_ENV: dev ? 'development' : 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        // `.env` is read by the launcher, which gives each process its share; Next would read all of it once more.
        __NEXT_PROCESSED_ENV: 'true',
        ...needs,
      },
      env,
    ),
  }
}

/** Applies the schema migrations, registers the local token, and answers whether somebody must still be set up. */
export function bootProgram({ env, needs }) {
  return { args: ['--enable-source-maps', bundle('boot')], env: childEnv({ NODE_ENV: 'production', ...needs }, env) }
}

/** The demo: `prepare` makes its databases, `run` migrates them and compares. */
export function demoProgram({ verb, env, needs }) {
  return {
    args: ['--enable-source-maps', bundle('demo'), verb],
    env: childEnv({ NODE_ENV: 'production', ...needs }, env),
  }
}
