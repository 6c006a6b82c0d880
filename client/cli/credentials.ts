import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CommandError, exitCodes } from './exit-codes'

/** Where a Godwit is, and the token to speak to it with. */
export interface Credentials {
  readonly url: string
  readonly token: string
}

const savedSchema = z.object({ url: z.url(), token: z.string().min(1) })

/**
 * Finds server and token: flags, then GODWIT_URL and GODWIT_TOKEN, then what `godwit login` saved, then the Godwit that `npm start` runs in
 * this checkout. Each of the two is looked up for itself, but a saved token never goes to another server than the one it was saved for.
 */
export function findCredentials(flags: { url?: string | undefined; token?: string | undefined }): Credentials {
  const url = flags.url ?? environment('GODWIT_URL')
  const token = flags.token ?? environment('GODWIT_TOKEN')
  if (url !== undefined && token !== undefined) return { url: checkedUrl(url), token }
  const known = [readSaved(), readLocal()].find((c) => c !== null && (url === undefined || sameServer(c.url, url)))
  const found = { url: url ?? known?.url, token: token ?? known?.token }
  if (found.url === undefined)
    throw new CommandError(
      exitCodes.unreachable,
      'No Godwit is known here.',
      'Run npm start in the checkout, or set GODWIT_URL and GODWIT_TOKEN.',
    )
  if (found.token === undefined)
    throw new CommandError(
      exitCodes.notAuthorised,
      `There is no token for ${found.url}.`,
      'Run godwit login, or set GODWIT_TOKEN.',
    )
  return { url: checkedUrl(found.url), token: found.token }
}

/** Saves credentials for the next commands, readable by this user alone. Answers the file's path. */
export function saveCredentials(credentials: Credentials): string {
  const path = savedPath()
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  return path
}

function checkedUrl(url: string): string {
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
    throw new CommandError(exitCodes.usage, `“${url}” is not a web address.`, 'Give one such as http://127.0.0.1:3000.')
  return url.replace(/\/+$/, '')
}

function sameServer(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin
}

function environment(name: string): string | undefined {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : value
}

function savedPath(): string {
  return join(environment('XDG_CONFIG_HOME') ?? join(homedir(), '.config'), 'godwit', 'credentials.json')
}

function readSaved(): Credentials | null {
  const path = savedPath()
  if (!existsSync(path)) return null
  const parsed = savedSchema.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.success)
    throw new CommandError(exitCodes.usage, `${path} cannot be understood.`, 'Run godwit login again.')
  return parsed.data
}

/** The running Godwit of the checkout that this command was built in, or of GODWIT_HOME. */
function readLocal(): Credentials | null {
  const home = environment('GODWIT_HOME') ?? findHome()
  if (home === null) return null
  const [server, token] = [join(home, 'server.json'), join(home, 'token')]
  if (!existsSync(server) || !existsSync(token)) return null
  const { url } = z
    .object({ url: z.string().optional() })
    .catch({})
    .parse(parseJson(readFileSync(server, 'utf8')))
  const parsed = savedSchema.safeParse({ url, token: readFileSync(token, 'utf8').trim() })
  return parsed.success ? parsed.data : null
}

function findHome(): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, '.godwit'))) return join(folder, '.godwit')
  return null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
