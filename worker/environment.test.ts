import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWorkerEnvironment } from './environment'

const key = { kty: 'EC', kid: 'k', crv: 'P-256', x: 'x', y: 'y', d: 'private-half' }
const complete = { DATABASE_URL: 'postgres://godwit@db/godwit', GODWIT_ENCRYPTION_KEYS: JSON.stringify([key]) }

const readEnv = (env: Record<string, string>) => readWorkerEnvironment({ NODE_ENV: 'test', ...env })

describe('the worker’s environment', () => {
  it('needs an address and keys, and knows the rest', () => {
    const read = readEnv(complete)
    expect(read).toMatchObject({ ok: true, value: { health: null, concurrency: 4, logLevel: 'info' } })
  })

  it('answers on loopback unless told otherwise', () => {
    const read = readEnv({ ...complete, WORKER_PORT: '3001' })
    expect(read).toMatchObject({ value: { health: { port: 3001, host: '127.0.0.1' } } })
  })

  it('lists all problems at once, by name and without a value', () => {
    const publicHalf = { ...key, d: undefined }
    const read = readEnv({
      GODWIT_ENCRYPTION_KEYS: JSON.stringify([publicHalf]),
      WORKER_PORT: '99999',
      GODWIT_WORKER_CONCURRENCY: 'many',
      LOG_LEVEL: 'loud',
    })
    expect(read.ok).toBe(false)
    if (read.ok) return
    expect(read.error.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'GODWIT_ENCRYPTION_KEYS',
      'GODWIT_WORKER_CONCURRENCY',
      'LOG_LEVEL',
      'WORKER_PORT',
    ])
    expect(read.error.join()).not.toMatch(/99999|many|loud|P-256/)
  })

  it('takes a secret from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'godwit-env-'))
    const path = join(folder, 'url')
    await writeFile(path, 'postgres://from-a-file@db/godwit\n')
    const read = readEnv({ ...complete, DATABASE_URL: '', DATABASE_URL_FILE: path })
    await rm(folder, { recursive: true })
    expect(read).toMatchObject({ value: { databaseUrl: 'postgres://from-a-file@db/godwit' } })
  })
})
