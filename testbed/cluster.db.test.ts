import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from './cluster'
import { withClient } from './server'
import { createTestDatabase } from './test-database'

const one = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0] as unknown)

describe('a private cluster', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster({ settings: { max_connections: 20 } })
  })
  afterAll(() => cluster.stop())

  it('takes settings over its defaults', async () => {
    expect(await one(cluster.superuserUrl, 'SHOW max_connections')).toBe('20')
    expect(await one(cluster.superuserUrl, 'SHOW fsync')).toBe('off')
    expect(await one(cluster.superuserUrl, 'SHOW server_encoding')).toBe('UTF8')
  })

  it('makes databases from templates, with owners, and refuses a wrong password', async () => {
    const role = await cluster.createRole('ann "the" owner')
    const template = await cluster.createDatabase('first')
    await one(template, 'CREATE TABLE kept AS SELECT 42 AS n')
    await cluster.createDatabase('sécond %', { template: 'first', owner: role.name })
    expect(await one(cluster.url('sécond %'), 'SELECT n FROM kept')).toBe(42)
    expect(await one(cluster.url('sécond %', role), 'SELECT current_user::text')).toBe(role.name)
    await expect(one(cluster.url('first', { ...role, password: 'no' }), 'SELECT 1')).rejects.toThrow(/password/)
    await cluster.dropDatabase('sécond %')
    await expect(one(cluster.url('sécond %'), 'SELECT 1')).rejects.toThrow(/does not exist/)
  })

  it('comes back on the same port with the same data after a crash', async () => {
    const url = await cluster.createDatabase('crash')
    await one(url, 'CREATE TABLE survivor AS SELECT 7 AS n')
    await cluster.kill()
    await expect(one(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
    await cluster.restart()
    expect(await one(url, 'SELECT n FROM survivor')).toBe(7)
  })
})

it('a cluster ends and its files go when its process is killed', async () => {
  const script = `import { startCluster } from ${JSON.stringify(pathToFileURL(`${import.meta.dirname}/cluster.ts`).href)}
    const { port, dataDir } = await startCluster()
    console.log(JSON.stringify({ port, dataDir }))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { port, dataDir } = JSON.parse(line) as { port: number; dataDir: string }
  expect(existsSync(dataDir)).toBe(true)
  child.kill('SIGKILL')
  for (const until = Date.now() + 10_000; existsSync(dataDir) && Date.now() < until; ) await wait(50)
  expect(existsSync(dataDir)).toBe(false)
  await expect(one(`postgres://postgres@127.0.0.1:${port}/postgres`, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
})

describe('the shared cluster', () => {
  it('gives each test file a database of its own', async () => {
    const database = await createTestDatabase()
    expect(await one(database.url, 'SELECT current_database()::text')).toBe(database.name)
    await database.drop()
    await expect(one(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/)
  })

  it('names a session that a test left open', async () => {
    const database = await createTestDatabase()
    await withClient(database.url, async (client) => {
      client.on('error', () => undefined) // the drop ends this session on purpose
      await client.query("SELECT 'forgotten'")
      await expect(database.drop()).rejects.toThrow(/1 sessions left open .*forgotten/)
    })
  })
})
