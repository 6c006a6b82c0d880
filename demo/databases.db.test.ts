import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { ensureDatabases, ensureProof, renewOwner } from './databases'

// A cluster of its own: the names of these databases are fixed.
let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster.stop())

const ask = async (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][])
const databases = () =>
  ask(
    cluster.superuserUrl,
    `SELECT datname::text, datdba::regrole::text, oid FROM pg_database
      WHERE datname !~ '^(postgres|template.)$' ORDER BY 1`,
  )

describe('the databases of the demo', () => {
  it('are a filled source and an empty target, of a role that is no superuser', async () => {
    await ensureDatabases(cluster.superuserUrl, 1_000)
    expect((await databases()).map(([name, owner]) => [name, owner])).toEqual([
      ['shop', 'godwit_demo'],
      ['warehouse', 'godwit_demo'],
    ])
    const role = await renewOwner(cluster.superuserUrl)
    expect(await ask(cluster.url('shop', role), 'SELECT count(*) > 0 FROM customers')).toEqual([[true]])
    expect(await ask(cluster.url('warehouse', role), 'CREATE SCHEMA mine')).toEqual([])
    expect(await ask(cluster.url('shop', role), 'SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER')).toEqual([
      [false],
    ])
  })

  it('stay as they are when they are as wanted', async () => {
    await ensureDatabases(cluster.superuserUrl, 1_000)
    const before = await databases()
    await ensureDatabases(cluster.superuserUrl, 1_000)
    expect(await databases()).toEqual(before)
  })

  it('are mended after an interruption, and made anew in another size, without touching the target', async () => {
    await ensureDatabases(cluster.superuserUrl, 1_000)
    const [, warehouse] = await databases()
    await ask(cluster.superuserUrl, 'DROP DATABASE shop')
    await cluster.createDatabase('shop_unfinished', { owner: 'godwit_demo' })
    await ensureDatabases(cluster.superuserUrl, 1_200)
    const after = await databases()
    expect(after.map(([name]) => name)).toEqual(['shop', 'warehouse'])
    expect(after[1]).toEqual(warehouse)
    expect(await ask(cluster.url('shop'), 'SELECT count(*)::int FROM orders')).toEqual([[192]])
  })

  it('are made once by two starts at the same time', async () => {
    await Promise.all([ensureDatabases(cluster.superuserUrl, 1_100), ensureDatabases(cluster.superuserUrl, 1_100)])
    expect((await databases()).map(([name]) => name)).toEqual(['shop', 'warehouse'])
  })

  it('refuses to replace a database of that name that is somebody else’s', async () => {
    await ask(cluster.superuserUrl, 'ALTER DATABASE shop OWNER TO postgres')
    await expect(ensureDatabases(cluster.superuserUrl, 1_300)).rejects.toThrow(/not the demo's/)
    expect(await ask(cluster.url('shop'), 'SELECT count(*) > 0 FROM customers')).toEqual([[true]])
    await ask(cluster.superuserUrl, 'ALTER DATABASE shop OWNER TO godwit_demo')
  })

  it('gives each proof an empty target, and a role that reads the source', async () => {
    await ensureDatabases(cluster.superuserUrl, 1_000)
    const first = await ensureProof(cluster.superuserUrl)
    await ask(first.target, 'CREATE TABLE left_over ()')
    const { source, target } = await ensureProof(cluster.superuserUrl)
    expect(await ask(source, 'SELECT count(*) > 0 FROM customers')).toEqual([[true]])
    const differences = await compareDatabases(source, target, { kinds: ['table'] })
    expect(differences.some(({ object }) => object === 'public.left_over')).toBe(false)
    expect(differences.every(({ problem }) => problem === 'missing')).toBe(true)
  })
})
