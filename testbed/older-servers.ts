import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The major versions of PostgreSQL that Godwit promises to move. */
export const majors = [14, 15, 16, 17, 18] as const
export type Major = (typeof majors)[number]
/** The one that comes with the checkout. */
export const newestMajor = 18 satisfies Major

const checkout = join(import.meta.dirname, '..')
const recipe = join(checkout, 'tools', 'postgres')
const recipeFiles = ['package.json', 'package-lock.json']

/** `linux-x64`, as the packages of servers are called. */
export const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** The majors that are packaged for this platform: all of them on Linux x64; 14 is not to be had elsewhere. */
export async function majorsHere(): Promise<Major[]> {
  const text = await readFile(join(recipe, 'package.json'), 'utf8')
  const { optionalDependencies: packages } = JSON.parse(text) as { optionalDependencies: Record<string, string> }
  const names = new Set(Object.keys(packages))
  return majors.filter((major) => major === newestMajor || names.has(packageOf(major)))
}

const packageOf = (major: Major) => `postgres-${major}-${platform}`

/**
 * The folder of an older server's package for this platform. All of them are fetched once with npm, locked by integrity and without
 * running their scripts, into `.test/` of the checkout, and stay there: afterwards no network is needed. Throws where they cannot be fetched, and where none is packaged for the platform (14: Linux x64 only).
 */
export async function olderServer(major: Exclude<Major, typeof newestMajor>): Promise<string> {
  const name = packageOf(major)
  const folder = join(await fetchedServers(), 'node_modules', name)
  if (await isFolder(folder)) return folder
  throw new Error(`PostgreSQL ${major} is not packaged for ${platform}: tools/postgres/package.json has no ${name}.`)
}

let fetching: Promise<string> | undefined

/** Once a process; of processes that fetch at the same time, the first to finish is believed. */
function fetchedServers(): Promise<string> {
  fetching ??= fetchServers()
  return fetching
}

async function fetchServers(): Promise<string> {
  const lock = await readFile(join(recipe, 'package-lock.json'))
  const fetched = join(checkout, '.test', `servers-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`)
  if (await isFolder(fetched)) return fetched
  const unfinished = `${fetched}.${process.pid}`
  await mkdir(unfinished, { recursive: true })
  try {
    for (const file of recipeFiles) await copyFile(join(recipe, file), join(unfinished, file))
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--include=optional', ...quiet], { cwd: unfinished })
    await rename(unfinished, fetched).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // those two: another was faster
    })
  } catch (error) {
    throw new Error('The older PostgreSQL servers that tests need could not be fetched with npm.', {
      cause: error,
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return fetched
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
