import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ExpectedError } from '../expected-error.mjs'
import { readJson } from '../stamp.mjs'
import { linkLibraries, nativeDir, nativeVersion } from './binaries.mjs'
import { canEnter, serverOwner } from './owner.mjs'

/** Where root keeps what `nobody` must reach when the checkout is closed to others (say, in a home of mode 0700). */
const shelter = '/var/lib/godwit'

/**
 * Decides where an instance's server lives: its programs, its data folder, and the user it runs as. Both are inside
 * the checkout unless that user cannot enter it.
 */
export function placeServer(instance) {
  const native = nativeDir()
  if (!native) {
    throw new ExpectedError(
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 14 or newer.`,
    )
  }
  linkLibraries()
  mkdirSync(instance.dir, { recursive: true })
  const owner = serverOwner()
  return {
    owner,
    programs: join(canEnter(owner, join(native, 'bin')) ? native : copyPrograms(native), 'bin'),
    data: placeData(instance, owner),
  }
}

function placeData(instance, owner) {
  const inside = join(instance.dir, 'postgres')
  const data =
    readJson(instance.postgres)?.data ??
    (existsSync(inside) || canEnter(owner, instance.dir)
      ? inside
      : join(shelter, createHash('sha256').update(instance.dir).digest('hex').slice(0, 16)))
  if (existsSync(data) && !canEnter(owner, dirname(data))) {
    throw new ExpectedError(
      `The user nobody, as whom PostgreSQL runs, can no longer reach ${data}. Let others enter its parent folders (chmod o+x).`,
    )
  }
  return data
}

function copyPrograms(native) {
  const copy = join(shelter, `postgres-${nativeVersion()}`)
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy
  const half = `${copy}.${process.pid}`
  mkdirSync(shelter, { recursive: true, mode: 0o755 })
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, copy)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // those: another process was faster
  }
  return copy
}
