import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ExpectedError } from '../expected-error.mjs'
import { readJson, writeWhole } from '../stamp.mjs'
import { placeServer } from './placement.mjs'
import { stopPostmaster } from './postmaster.mjs'

export const superuser = 'godwit'

/**
 * The instance's database cluster, made if it is not there. Its record (`instance.postgres`, mode 0600) holds the
 * superuser's password, the port once chosen, an id that is new with each cluster, and the data folder where that
 * lies outside the instance.
 *
 * @returns {Promise<{ data: string, programs: string, owner: { uid: number, gid: number } | undefined, record: object }>}
 */
export async function ensureCluster(instance) {
  const place = placeServer(instance)
  const { data } = place
  const kept = readJson(instance.postgres)
  if (existsSync(join(data, 'PG_VERSION'))) {
    if (kept) return { ...place, record: kept }
    await setAside(instance, data)
  }
  const record = {
    cluster: randomUUID(),
    password: randomBytes(24).toString('base64url'),
    ...(isInside(instance, data) ? {} : { data }),
  }
  writeWhole(instance.postgres, JSON.stringify(record), 0o600)
  initialise(place, record.password)
  return { ...place, record }
}

/** A folder inside the instance needs no note in the record, and so moves with it. */
const isInside = (instance, data) => dirname(data) === instance.dir

/**
 * Data without a record cannot be opened any more. Outside the instance it belonged to a checkout of the same path that
 * was deleted: it makes way, but is not destroyed.
 */
async function setAside(instance, data) {
  if (isInside(instance, data)) {
    throw new ExpectedError(
      `${instance.postgres} is missing; it holds the password of ${data}. Restore it, or delete that folder to begin anew.`,
    )
  }
  await stopPostmaster(data)
  renameSync(data, `${data}.${Date.now()}`)
}

/** Into a folder beside the real one, then renamed: an interrupted first start leaves nothing that looks whole. */
function initialise({ data, programs, owner }, password) {
  const half = `${data}.new`
  const passwordFile = `${data}.password`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(dirname(data), { recursive: true, mode: 0o755 })
  mkdirSync(half, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner) for (const path of [half, passwordFile]) chownSync(path, owner.uid, owner.gid)
  try {
    const run = spawnSync(
      join(programs, 'initdb'),
      [
        ...['-D', half, '-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
      ],
      { ...owner, cwd: '/', env: serverEnv, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    )
    if (run.status !== 0) throw new Error(`initdb failed: ${run.error ?? run.stderr}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(half, data)
}

/** Nothing of the person's locale or PG* variables may shape the server. */
export const serverEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
