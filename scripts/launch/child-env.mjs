import { readFileSync } from 'node:fs'

/** Variables that carry a secret; each may also be given as NAME_FILE, the path of a file that holds it. */
const secret = [
  'DATABASE_URL',
  'AUTH_SECRET',
  'NEXTAUTH_SECRET',
  'GODWIT_ENCRYPTION_KEYS',
  'GODWIT_SEALING_KEYS',
  'GODWIT_TOKEN',
]
const private_ = [
  ...secret,
  ...secret.map((name) => `${name}_FILE`),
  'GODWIT_LOCAL_TOKEN_VALUE',
  'GODWIT_DEMO_ADMIN_URL',
]

/**
 * The environment of a child: ours without any secret, npm's own variables, and libpq's (a PGPASSWORD meant for
 * psql must not become the default of a connection), plus what this child needs.
 *
 * @param {Record<string, string | number | undefined>} needs
 * @param {Record<string, string | undefined>} env
 */
export function childEnv(needs, env = process.env) {
  const kept = Object.entries(env).filter(
    ([name]) => !private_.includes(name) && !name.startsWith('npm_') && !/^PG[A-Z]+$/.test(name),
  )
  const given = Object.entries(needs).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...kept, ...given.map(([name, value]) => [name, String(value)])])
}

/**
 * A secret from the environment: NAME, or the content of the file that NAME_FILE names.
 *
 * @param {string} name
 * @param {Record<string, string | undefined>} env
 */
export function fromEnv(name, env = process.env) {
  if (env[name]) return env[name]
  const file = env[`${name}_FILE`]
  return file ? readFileSync(file, 'utf8').trim() : undefined
}
