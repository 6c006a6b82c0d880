import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ExpectedError } from './expected-error.mjs'
import { buildDir, root } from './paths.mjs'
import { fingerprint, readIfThere, readJson, writeWhole } from './stamp.mjs'

/** The programs that esbuild makes, by the name of their bundle in `.godwit/build`. */
const entries = new Map([
  ['worker', 'worker/main.ts'],
  ['boot', 'db/boot.ts'],
  ['godwit', 'client/cli/main.ts'],
  ['demo', 'demo/main.ts'],
])

/** Path of a bundle. */
export const bundle = (name) => join(buildDir, `${name}.mjs`)

/** Names of the bundles whose sources changed since they were made. Each remembers exactly the files that went in. */
export function staleBundles(names = [...entries.keys()]) {
  return names.filter((name) => {
    const stamp = readJson(stampPath(name))
    return !stamp || !existsSync(bundle(name)) || stamp.hash !== hashOf(stamp.inputs)
  })
}

/** Bundles our own code; packages stay where npm put them, which Node finds from inside the checkout. */
export async function buildBundles(names) {
  const { build, formatMessages } = await import('esbuild')
  for (const name of names) {
    const { outputFiles, metafile } = await build({
      ...settings,
      entryPoints: [entries.get(name)],
      outfile: bundle(name),
    }).catch(async ({ errors, message }) => {
      throw new ExpectedError((await formatMessages(errors ?? [{ text: message }], { kind: 'error' })).join(''))
    })
    for (const { path, contents } of outputFiles) writeWhole(path, contents)
    const inputs = Object.keys(metafile.inputs).sort()
    writeWhole(stampPath(name), JSON.stringify({ hash: hashOf(inputs), inputs }))
  }
}

const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  packages: 'external',
  // Loaded from its some 200 modules drizzle costs 230 MB at the start of each process, from a bundle 10 MB.
  alias: { 'drizzle-orm': join(root, 'node_modules', 'drizzle-orm') },
  tsconfig: 'tsconfig.json',
  jsx: 'automatic',
  sourcemap: 'linked',
  metafile: true,
  write: false,
  logLevel: 'silent',
}

const stampPath = (name) => join(buildDir, `${name}.json`)
const always = ['package-lock.json', 'tsconfig.json', 'scripts/launch/build-bundles.mjs']

function hashOf(inputs) {
  return fingerprint([...always, ...inputs].map((path) => [path, readIfThere(join(root, path)) ?? '']))
}
