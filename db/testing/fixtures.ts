import { randomUUID } from 'node:crypto'
import type { JWK } from 'jose'
import type { Actor } from '@/domain/access/actor'
import type { AccessLevel } from '@/domain/access/roles'
import { type MigrationConfigPatch, migrationConfigSchema } from '@/domain/config/schema'
import type { Environment } from '@/domain/contracts/connection'
import type { MappingContent } from '@/domain/contracts/mapping'
import type { Db } from '../client'
import { createMigration } from '../create-migration'
import { connections } from '../schema/connections'
import { mappings, mappingVersions } from '../schema/mappings'
import { users } from '../schema/people'
import { projectMembers, projects } from '../schema/projects'
import { sealPassword } from '../secrets'
import { transaction } from '../transaction'

/** A person as an actor, as the web process would make one. */
export type Person = Extract<Actor, { kind: 'user' }>

const via = { channel: 'ui', ip: '127.0.0.1', requestId: 'test' } as const

/** A key pair for sealing in tests: the public half for the web, the private one for the worker. */
export async function sealingKeyPair(): Promise<{ publicKeys: JWK[]; privateKeys: JWK[] }> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const kid = randomUUID()
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const open = { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '', kid }
  return { publicKeys: [open], privateKeys: [{ ...open, d: d ?? '' }] }
}

/** A person who can sign in only in name: the password hash is none. */
export async function seedPerson(db: Db, name = 'Ada', options: { isAdmin?: boolean } = {}): Promise<Person> {
  const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.test`
  const isAdmin = options.isAdmin ?? false
  const [user] = await db
    .insert(users)
    .values({ kind: 'person', name, email, passwordHash: '-', isAdmin })
    .returning({ id: users.id })
  return { kind: 'user', userId: must(user).id, name, isAdmin, via }
}

/** A project and its members, `owner` among them. */
export async function seedProject(
  db: Db,
  owner: Person,
  members: readonly (readonly [Person, AccessLevel])[] = [],
): Promise<string> {
  const [project] = await db
    .insert(projects)
    .values({ name: 'Acme', createdById: owner.userId })
    .returning({ id: projects.id })
  const projectId = must(project).id
  const rows = [[owner, 'owner'] as const, ...members].map(([person, level]) => ({
    projectId,
    userId: person.userId,
    level,
  }))
  await db.insert(projectMembers).values(rows)
  return projectId
}

/** A connection to the database behind `url`, sealed with `publicKeys`. TLS off: test clusters speak in the clear. */
export async function seedConnection(
  db: Db,
  options: {
    projectId: string
    by: Person
    url: string
    publicKeys: readonly JWK[]
    name?: string
    environment?: Environment
  },
): Promise<string> {
  const { hostname, port, pathname, username, password } = new URL(options.url)
  const id = randomUUID()
  await db.insert(connections).values({
    id,
    projectId: options.projectId,
    name: options.name ?? `connection ${id.slice(0, 8)}`,
    environment: options.environment ?? 'dev',
    endpoint: {
      kind: 'postgres',
      host: hostname,
      port: Number(port),
      database: decodeURIComponent(pathname.slice(1)),
      user: decodeURIComponent(username),
      tls: 'disable',
      caPem: null,
    },
    sealedPassword: await sealPassword(
      { password: decodeURIComponent(password), connectionId: id },
      options.publicKeys,
    ),
    secretSetById: options.by.userId,
    createdById: options.by.userId,
  })
  return id
}

/** A Draft between two connections; everything is mapped unless `content` says otherwise. */
export async function seedMigration(
  db: Db,
  options: {
    projectId: string
    by: Person
    sourceConnectionId: string
    targetConnectionId: string
    content?: MappingContent
    config?: MigrationConfigPatch
    name?: string
  },
): Promise<string> {
  const { projectId, by } = options
  const name = options.name ?? 'crm → warehouse'
  const content = options.content ?? { tables: { kind: 'everything', except: [] } }
  return transaction(db, async (tx) => {
    const [mapping] = await tx
      .insert(mappings)
      .values({ projectId, name, createdById: by.userId })
      .returning({ id: mappings.id })
    const mappingId = must(mapping).id
    const [version] = await tx
      .insert(mappingVersions)
      .values({ mappingId, version: 1, content, createdById: by.userId })
      .returning({ id: mappingVersions.id })
    const values = {
      projectId,
      name,
      description: '',
      sourceConnectionId: options.sourceConnectionId,
      targetConnectionId: options.targetConnectionId,
      mappingId,
      mappingVersionId: must(version).id,
      config: migrationConfigSchema.parse({ ...options.config }),
    }
    const { migrationId } = await createMigration(tx, values, by, new Date())
    return migrationId
  })
}

function must<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('The fixture was not inserted.')
  return row
}
