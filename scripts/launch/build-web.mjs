import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { childEnv } from './child-env.mjs'
import { openLog } from './log-file.mjs'
import { buildDir, root } from './paths.mjs'
import { runProgram } from './run-program.mjs'
import { filesBelow, fingerprint, readIfThere, readJson, writeWhole } from './stamp.mjs'

/** Next's command line; started by path so that it runs on our Node, never on a bare `node`. */
export const nextBin = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')

const rooms = ['app', 'components', 'client', 'domain', 'server', 'db', 'public']
const files = /^(next\.config|postcss\.config|instrumentation|proxy|tsconfig|package-lock)\b[^/]*$/
const stampPath = join(buildDir, 'web.json')

/** True if what `next start` would serve is not made from the sources as they are. */
export function isWebStale() {
  const stamp = readJson(stampPath)
  return !stamp?.build || stamp.build !== buildId() || stamp.hash !== sourceHash()
}

/** Runs `next build`; its words go to a log and are shown only if it fails. */
export async function buildWeb({ signal }) {
  const hash = sourceHash()
  const log = openLog(join(root, '.godwit', 'logs', 'build.log'))
  try {
    const env = childEnv({
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    })
    await runProgram('next build', [nextBin, 'build'], { env, log, signal })
  } finally {
    log.close()
  }
  const build = buildId()
  if (!build) throw new Error(`next build ended without a build; its words are in ${log.path}`)
  writeWhole(stampPath, JSON.stringify({ hash, build }))
}

const buildId = () => readIfThere(join(root, '.next', 'BUILD_ID'), 'utf8')

function sourceHash() {
  const top = readdirSync(root)
    .filter((name) => files.test(name))
    .sort()
  const sources = filesBelow(root, rooms, (path) => !/\.test\.tsx?$/.test(path))
  return fingerprint([...top, ...sources].map((path) => [path, readIfThere(join(root, path)) ?? '']))
}
