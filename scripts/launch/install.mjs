import { join } from 'node:path'
import { claim } from './claim.mjs'
import { withNodeFirst } from './node.mjs'
import { npmCi } from './npm.mjs'
import { root } from './paths.mjs'
import { linkLibraries } from './postgres/binaries.mjs'
import { fingerprint, readIfThere, readJson, writeWhole } from './stamp.mjs'

/**
 * Installs the locked dependencies if they are not those already here. The stamp lies inside node_modules and is
 * written last, so that an interrupted or deleted installation is made again.
 */
export async function installDependencies(node, say, { signal } = {}) {
  const stampPath = join(root, 'node_modules', '.godwit-stamp')
  const lock = readIfThere(join(root, 'package-lock.json')) ?? ''
  const stamp = fingerprint([
    ['lock', lock],
    ['package', readIfThere(join(root, 'package.json')) ?? ''],
    ['platform', `${process.platform}-${process.arch}`],
  ])
  const isFresh = () => readIfThere(stampPath, 'utf8') === stamp
  if (isFresh()) return
  const release = await claim(join(root, '.godwit', 'installing'))
  try {
    if (isFresh()) return
    if (!isInstalled(JSON.parse(String(lock)), readJson(join(root, 'node_modules', '.package-lock.json')))) {
      await say.during('Installing dependencies', () => npmCi(root, { env: withNodeFirst(node), signal }))
    }
    linkLibraries()
    writeWhole(stampPath, stamp)
  } finally {
    release()
  }
}

/**
 * True if npm itself (say, a person's own `npm install`) already put everything here that the lock asks for on this
 * platform: then there is nothing to do but to stamp it.
 *
 * @param {{ packages: Record<string, object> }} lock
 * @param {{ packages?: Record<string, object> } | undefined} hidden npm's own list of what it put into node_modules
 * @param {{ platform: string, arch: string, report?: object }} platform
 */
export function isInstalled(lock, hidden, platform = process) {
  if (!hidden?.packages) return false
  return Object.entries(lock.packages).every(([path, wanted]) => {
    const present = hidden.packages[path]
    if (present) return present.version === wanted.version && present.integrity === wanted.integrity
    return path === '' || (wanted.optional === true && !isNeeded(wanted, platform))
  })
}

/** An optional package without a platform of its own belongs to one that has; npm decides by that one. */
function isNeeded({ os, cpu, libc }, platform) {
  if (!os && !cpu) return false
  const fits = (list, value) => !list || (list.includes(value) && !list.includes(`!${value}`))
  return (
    fits(os, platform.platform) &&
    fits(cpu, platform.arch) &&
    fits(libc, platform.platform === 'linux' ? libcOf(platform) : undefined)
  )
}

function libcOf(platform) {
  return platform.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}
