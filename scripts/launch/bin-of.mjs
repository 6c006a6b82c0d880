import { dirname, join } from 'node:path'
import { root } from './paths.mjs'
import { readJson } from './stamp.mjs'

const packages = new Map([
  ['biome', '@biomejs/biome'],
  ['tsc', 'typescript'],
  ['depcruise', 'dependency-cruiser'],
  ['playwright', '@playwright/test'],
])

/** The script behind an installed program, to be run on our own Node; `.bin` holds shell wrappers on some platforms. */
export function binOf(program) {
  const manifest = join(root, 'node_modules', packages.get(program) ?? program, 'package.json')
  const bin = readJson(manifest)?.bin
  const path = typeof bin === 'string' ? bin : bin?.[program]
  if (!path) throw new Error(`${program} is not installed`)
  return join(dirname(manifest), path)
}
