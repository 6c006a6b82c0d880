import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
/** What a worker is made of, where there is no clone to be had. */
const rooms = ['worker', 'domain', 'db', 'connectors', 'package.json', 'tsconfig.json']

/** The sources in another folder, as on another machine; the installed packages are linked. */
export interface OtherCheckout {
  readonly folder: string
  readonly remove: () => Promise<void>
}

/** Clones this checkout where everything in it is committed; otherwise (also an unpacked archive) copies the worker's rooms. */
export async function otherCheckout(): Promise<OtherCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-clone-'))
  if (!(await isCloned(folder)))
    for (const room of rooms) await cp(join(root, room), join(folder, room), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return { folder, remove: () => rm(folder, { recursive: true }) }
}

/** False where something is not committed, git is missing, or it does not want to: the checkout may be somebody else's. */
async function isCloned(folder: string): Promise<boolean> {
  try {
    const { stdout: changes } = await run('git', ['-C', root, 'status', '--porcelain'])
    if (changes !== '') return false
    await run('git', ['clone', '--quiet', root, folder])
    return true
  } catch {
    return false
  }
}
