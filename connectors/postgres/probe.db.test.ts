import { chmod, chown, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import { parsePostgresUrl } from '@/domain/connection/postgres-url'
import type { ProbeStep } from '@/domain/contracts/connection'
import { makeCertificate } from '@/testbed/certificate'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { type Role, withClient } from '@/testbed/server'
import { ConnectionFailed } from '../errors'
import { openSession } from './connect'
import { probe } from './probe'
import type { ProbeRole } from './probe-privileges'

const targetOf = (url: string): ConnectionTarget => {
  const parsed = parsePostgresUrl(url)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const steps = async (target: ConnectionTarget, role: ProbeRole = 'either') => {
  const seen: ProbeStep[] = []
  for await (const step of probe(target, role, { timeoutMs: 3_000 })) seen.push(step)
  return seen
}
/** The states in one word each, and the step that failed. */
const outcome = async (target: ConnectionTarget, role: ProbeRole = 'either') => {
  const seen = await steps(target, role)
  const bad = seen.find(({ state }) => state === 'failed')
  expect(seen.map(({ step }) => step)).toEqual(['dns', 'tcp', 'tls', 'auth', 'version', 'privileges'])
  expect(
    seen.slice(seen.findIndex(({ state }) => state === 'failed') + 1).every(({ state }) => !bad || state === 'skipped'),
  ).toBe(true)
  return bad ? { step: bad.step, detail: bad.detail, fix: bad.fix } : 'passed'
}

let cluster: Cluster
let url: string
let reader: Role
const { certPem, keyPem } = makeCertificate(['localhost', 'db.example.com'])

beforeAll(async () => {
  cluster = await startCluster()
  url = await cluster.createDatabase('probed')
  reader = await cluster.createRole('reader')
})
afterAll(() => cluster.stop())

describe('probe', () => {
  it('passes step by step and tells what it saw', async () => {
    const seen = await steps(targetOf(url))
    expect(seen.map(({ state }) => state)).toEqual(Array(6).fill('passed'))
    expect(seen.every(({ ms }) => Number.isInteger(ms) && ms >= 0)).toBe(true)
    expect(seen.find(({ step }) => step === 'tls')?.detail).toMatch(/offers none/)
    expect(seen.find(({ step }) => step === 'version')?.detail).toMatch(/^PostgreSQL \d+/)
  })

  it.each<[string, Partial<ConnectionTarget>, string, RegExp, RegExp]>([
    ['an unknown host', { host: 'nowhere.invalid' }, 'dns', /unknown/, /Correct the host name/],
    ['a closed port', { port: 1 }, 'tcp', /Nothing answers at 127\.0\.0\.1:1\b/, /listen_addresses/],
    ['a server without TLS', { tls: 'require' }, 'tls', /does not offer TLS/, /Switch TLS on/],
    ['a wrong password', { password: 'hunter2-wrong' }, 'auth', /refused the password/, /Correct the user/],
    ['no password', { password: '' }, 'auth', /asks for a password/, /Give the password/],
    ['an unknown user', { user: 'nobody here' }, 'auth', /refused the password of "nobody here"/, /Correct the user/],
    ['an unknown database', { database: 'nix' }, 'auth', /no database "nix"/, /Correct the database name/],
  ])('stops at %s with a fix', async (_, change, step, detail, fix) => {
    const found = await outcome({ ...targetOf(url), ...change })
    expect(found).toMatchObject({ step, detail: expect.stringMatching(detail), fix: expect.stringMatching(fix) })
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('names the tables a source may not read, with GRANTs that help', async () => {
    await withClient(url, (client) => client.query('CREATE SCHEMA "my shop"; CREATE TABLE "my shop".items (id int)'))
    const target = { ...targetOf(url), user: reader.name, password: reader.password }
    const found = await outcome(target, 'source')
    expect(found).toMatchObject({ step: 'privileges', detail: expect.stringContaining('"my shop".items') })
    const fix = typeof found === 'string' ? '' : (found.fix ?? '')
    await withClient(url, (client) => client.query(fix.replace('Let their owner run: ', '')))
    expect(await outcome(target, 'source')).toBe('passed')
  })

  it('says when row-level security would hide rows of a source', async () => {
    const sql = `CREATE TABLE secret (id int); ALTER TABLE secret ENABLE ROW LEVEL SECURITY; GRANT SELECT ON secret TO reader`
    await withClient(url, (client) => client.query(sql))
    const target = { ...targetOf(url), user: reader.name, password: reader.password }
    expect(await outcome(target, 'source')).toMatchObject({
      detail: expect.stringContaining('hides rows of public.secret'),
    })
    await withClient(url, (client) => client.query('DROP TABLE secret'))
  })

  it('names what a target role lacks, with GRANTs that help', async () => {
    const target = { ...targetOf(url), user: reader.name, password: reader.password }
    for (let round = 0; round < 2; round++) {
      const found = await outcome(target, 'target')
      const fix = typeof found === 'string' ? '' : (found.fix ?? '')
      await withClient(url, (client) => client.query(fix.replace(/^Let .* run: /, '')))
    }
    expect(await outcome(target, 'target')).toBe('passed')
  })
})

describe('a session', () => {
  it('keeps its settings against those of role and database, and digits against the driver', async () => {
    const role = await cluster.createRole('odd')
    await withClient(url, (client) =>
      client.query(`ALTER ROLE odd SET datestyle = 'German'; ALTER ROLE odd SET search_path = public, pg_catalog;
        ALTER ROLE odd SET extra_float_digits = 0; ALTER DATABASE probed SET timezone = 'Asia/Tokyo';
        ALTER ROLE odd SET statement_timeout = '1ms'`),
    )
    const target = { ...targetOf(url), user: role.name, password: role.password }
    const client = await openSession(target, { applicationName: 'test', readOnly: true })
    const { rows } =
      await client.query(`SELECT '9007199254740993'::int8 AS i, 'infinity'::timestamptz AS t, 0.1::float4 AS f,
      '2024-01-01 00:00:00.000001+00'::timestamptz AS u, current_setting('search_path') AS p, '1.50'::numeric AS n`)
    await expect(client.query('CREATE TABLE no (id int)')).rejects.toThrow(/read-only/)
    await client.end()
    expect(rows).toEqual([
      { i: '9007199254740993', t: 'infinity', f: '0.1', u: '2024-01-01 00:00:00.000001+00', p: '', n: '1.50' },
    ])
  })

  it('refuses a role whose triggers are switched off by a setting', async () => {
    await withClient(url, (client) => client.query('ALTER ROLE odd SET session_replication_role = replica'))
    const { password } = await cluster.createRole('odd2', { attributes: 'SUPERUSER' })
    await withClient(url, (client) => client.query('ALTER ROLE odd2 SET session_replication_role = replica'))
    const target = { ...targetOf(url), user: 'odd2', password }
    const error = await openSession(target, { applicationName: 'test' }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConnectionFailed)
    expect(error).toMatchObject({ described: { fix: expect.stringContaining('session_replication_role') } })
  })

  it('tells when it is cut while idle instead of ending the process', async () => {
    let lost: Error | undefined
    const client = await openSession(targetOf(url), { applicationName: 'test', onLost: (error) => (lost = error) })
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await withClient(url, (other) => other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]))
    await expect.poll(() => lost?.message).toMatch(/terminat/)
    await expect(client.query('SELECT 1')).rejects.toThrow()
  })
})

describe('TLS', () => {
  beforeAll(async () => {
    const { uid, gid } = await stat(cluster.dataDir)
    for (const [file, pem] of [
      ['server.crt', certPem],
      ['server.key', keyPem],
    ] as const) {
      await writeFile(join(cluster.dataDir, file), pem)
      await chmod(join(cluster.dataDir, file), 0o600)
      await chown(join(cluster.dataDir, file), uid, gid)
    }
    await withClient(url, async (client) => {
      await client.query('ALTER SYSTEM SET ssl = on')
      await client.query('SELECT pg_reload_conf()')
    })
    await vi.waitFor(async () => expect((await steps(targetOf(url)))[2]?.detail).toMatch(/^TLSv1\.3/))
  })
  const encrypted = async (change: Partial<ConnectionTarget>) => {
    const client = await openSession({ ...targetOf(url), ...change }, { applicationName: 'test' })
    const { rows } = await client.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
    await client.end()
    return rows[0]?.ssl
  }

  it('is used when offered, and not when switched off', async () => {
    expect(await encrypted({ tls: 'prefer' })).toBe(true)
    expect(await encrypted({ tls: 'require' })).toBe(true)
    expect(await encrypted({ tls: 'disable' })).toBe(false)
  })

  it('checks signature and host name under verify-full, the signature alone under require with a CA', async () => {
    expect(await outcome({ ...targetOf(url), host: 'localhost', tls: 'verify-full', caPem: certPem })).toBe('passed')
    expect(await encrypted({ tls: 'require', caPem: certPem })).toBe(true)
    const other = makeCertificate(['localhost']).certPem
    for (const [change, detail] of [
      [{ host: 'localhost', tls: 'verify-full' }, /self-signed/],
      [{ host: '127.0.0.1', tls: 'verify-full', caPem: certPem }, /another host/],
      [{ tls: 'require', caPem: other }, /self-signed/],
    ] as const) {
      const found = await outcome({ ...targetOf(url), ...change })
      expect(found).toMatchObject({ step: 'tls', detail: expect.stringMatching(detail) })
      await expect(encrypted(change)).rejects.toThrow(detail)
    }
  })

  it('falls back to plain under prefer when pg_hba.conf has a line for plain connections only', async () => {
    await writeFile(join(cluster.dataDir, 'pg_hba.conf'), 'hostnossl all all 127.0.0.1/32 scram-sha-256\n')
    await withClient(url, (client) => client.query('SELECT pg_reload_conf()'))
    await expect.poll(() => encrypted({ tls: 'prefer' })).toBe(false)
    expect(await outcome({ ...targetOf(url), tls: 'require' })).toMatchObject({
      step: 'auth',
      fix: expect.stringContaining('pg_hba.conf'),
    })
  })
})
