import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { administer, type Role, withClient } from '@/testbed/server'
import { fillShop, shopEdition } from './fill-shop'

/** The databases of the demo, and the one that a headless run fills. */
export const names = { source: 'shop', target: 'warehouse', unfinished: 'shop_unfinished', proof: 'warehouse_proof' }

const owner = 'godwit_demo'
const prover = 'godwit_demo_proof'

/**
 * Makes the demo's source, filled, and its target, empty, in the server behind `adminUrl` (a superuser's), both owned
 * by a role of their own. What is there already and as wanted stays; a source of another size or edition is made anew.
 * The source appears under its name only when it is whole. Throws where a database of that name belongs to another.
 */
export async function ensureDatabases(adminUrl: string, rows: number): Promise<void> {
  await alone(adminUrl, async (admin) => {
    const server = administer(adminUrl)
    await ensureRole(admin, owner)
    if (!(await isThere(admin, names.target))) await server.createDatabase(names.target, { owner })
    const edition = `Owns the demo of Godwit: ${shopEdition(rows)}`
    if ((await isThere(admin, names.source)) && (await noteOnOwner(admin)) === edition) return
    await server.dropDatabase(names.unfinished)
    await server.createDatabase(names.unfinished, { owner })
    await fillShop(server.url(names.unfinished, await newPassword(admin, owner)), rows)
    await server.dropDatabase(names.source)
    await admin.query(`ALTER DATABASE ${names.unfinished} RENAME TO ${names.source}`)
    // On the role, since a migration of the source would name a comment on the database as not carried.
    await admin.query(`COMMENT ON ROLE ${owner} IS ${pg.escapeLiteral(edition)}`)
  })
}

/** Gives the owner of the demo's databases a new random password, which is kept nowhere but in the server. */
export async function renewOwner(adminUrl: string): Promise<Role> {
  return withClient(adminUrl, (admin) => newPassword(admin, owner))
}

/** Makes an empty target for a headless run, and a role for it that may also read the source. Answers both URLs. */
export async function ensureProof(adminUrl: string): Promise<{ source: string; target: string }> {
  return alone(adminUrl, async (admin) => {
    const server = administer(adminUrl)
    await ensureRole(admin, prover)
    await admin.query(`GRANT ${owner} TO ${prover}`)
    const role = await newPassword(admin, prover)
    await server.dropDatabase(names.proof)
    await server.createDatabase(names.proof, { owner: prover })
    return { source: server.url(names.source, role), target: server.url(names.proof, role) }
  })
}

/** Two starts at once must not build the same thing. */
async function alone<T>(adminUrl: string, use: (admin: pg.Client) => Promise<T>): Promise<T> {
  return withClient(adminUrl, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('${owner}'))`)
    return use(admin)
  })
}

async function ensureRole(admin: pg.Client, name: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [name])
  if (rowCount === 0) await admin.query(`CREATE ROLE ${name} LOGIN`)
}

async function newPassword(admin: pg.Client, name: string): Promise<Role> {
  const password = randomBytes(24).toString('base64url')
  await admin.query(`ALTER ROLE ${name} PASSWORD '${password}'`)
  return { name, password }
}

async function isThere(admin: pg.Client, database: string): Promise<boolean> {
  const { rows } = await admin.query<{ owner: string }>(
    'SELECT rolname AS owner FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = $1',
    [database],
  )
  const [found] = rows
  if (found && found.owner !== owner)
    throw new Error(`The database “${database}” is not the demo's: ${found.owner} owns it.`)
  return found !== undefined
}

async function noteOnOwner(admin: pg.Client): Promise<string | null> {
  const { rows } = await admin.query<{ note: string | null }>(
    "SELECT shobj_description(oid, 'pg_authid') AS note FROM pg_roles WHERE rolname = $1",
    [owner],
  )
  return rows[0]?.note ?? null
}
