import { rmSync } from 'node:fs'
import { createToken } from './secrets.mjs'
import { readIfThere, writeWhole } from './stamp.mjs'

/**
 * The token by which the `godwit` command on this machine signs in by itself. Only where the database is embedded, or
 * where it is asked for: a token in a file has no business beside a shared database.
 */
export function localToken(instance, { embedded, env }) {
  if (!embedded && env.GODWIT_LOCAL_TOKEN !== '1') {
    rmSync(instance.token, { force: true })
    return undefined
  }
  const kept = readIfThere(instance.token, 'utf8')?.trim()
  if (kept) return kept
  const token = createToken()
  writeWhole(instance.token, `${token}\n`, 0o600)
  return token
}
