import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { type Database, openDatabase } from './client'
import { apiTokens, installation, users } from './schema/people'
import { hashSecret } from './statements/set-up-link'

let empty: TestDatabase
let database: Database

beforeAll(async () => {
  empty = await createTestDatabase()
  database = openDatabase({ url: empty.url, max: 1, applicationName: 'test' })
})

afterAll(async () => {
  await database.close()
  await empty.drop()
})

/** Boots as the launcher does: a process of its own, one line of JSON back. */
async function boot(localToken?: string): Promise<{ setupToken: string | null }> {
  const env = {
    ...process.env,
    DATABASE_URL: empty.url,
    ...(localToken === undefined ? {} : { GODWIT_LOCAL_TOKEN_VALUE: localToken }),
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'db/boot.ts'], { env })
  return JSON.parse(stdout)
}

const token = (seed: string) => `gdw_${seed.repeat(40)}`

describe('booting', () => {
  it('three processes at once prepare an empty database, and one set-up link is good at the end', async () => {
    const links = await Promise.all([boot(), boot(), boot()])
    expect(new Set(links.map((l) => l.setupToken)).size).toBe(3)
    const [row] = await database.db.select().from(installation)
    expect(
      links.map((l) => hashSecret(l.setupToken ?? '')).filter((hash) => hash === row?.setupTokenHash),
    ).toHaveLength(1)
  })

  it('makes the local token valid, and the one before it void', async () => {
    await boot(token('a'))
    await boot(token('a'))
    await boot(token('b'))
    const rows = await database.db
      .select({ hash: apiTokens.secretHash, revokedAt: apiTokens.revokedAt, kind: users.kind })
      .from(apiTokens)
      .innerJoin(users, eq(users.id, apiTokens.userId))
      .orderBy(apiTokens.createdAt)
    expect(rows.map((r) => [r.hash, r.kind, r.revokedAt === null])).toEqual([
      [hashSecret(token('a')), 'service', false],
      [hashSecret(token('b')), 'service', true],
    ])
  })

  it('prints no set-up link once a person administers the installation', async () => {
    await database.db
      .insert(users)
      .values({ kind: 'person', name: 'Ada', email: 'ada@example.test', passwordHash: '-', isAdmin: true })
    expect(await boot()).toEqual({ setupToken: null })
  })
}, 60_000)
