import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWebEnvironment } from './environment'

const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k1' }
const good = {
  NODE_ENV: 'test' as const,
  DATABASE_URL: 'postgres://u:secret-of-the-database@h/d',
  AUTH_SECRET: 'a'.repeat(32),
  GODWIT_SEALING_KEYS: JSON.stringify([key]),
}

describe('the web process’s environment', () => {
  it('is read with defaults', () => {
    const read = readWebEnvironment(good)
    expect(read).toMatchObject({ ok: true, value: { logLevel: 'info', sealingKeys: [{ kid: 'k1' }] } })
    expect(read.ok && read.value.url.href).toBe('http://localhost:3000/')
  })

  it('takes next-auth’s names, and where people reach it from PORT or from its URL', () => {
    const { AUTH_SECRET, ...rest } = good
    const aliased = readWebEnvironment({
      ...rest,
      NEXTAUTH_SECRET: AUTH_SECRET,
      AUTH_URL: 'https://godwit.example',
      PORT: '80',
    })
    expect(aliased.ok && [aliased.value.authSecret, aliased.value.url.href]).toEqual([
      AUTH_SECRET,
      'https://godwit.example/',
    ])
    const port = readWebEnvironment({ ...good, PORT: '4000' })
    expect(port.ok && port.value.url.port).toBe('4000')
  })

  it('takes secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'godwit-environment-'))
    const path = join(folder, 'secret')
    writeFileSync(path, `${'b'.repeat(40)}\n`)
    const { AUTH_SECRET: _, ...rest } = good
    const read = readWebEnvironment({ ...rest, NEXTAUTH_SECRET_FILE: path })
    expect(read.ok && read.value.authSecret).toBe('b'.repeat(40))
  })

  it('lists all problems at once, by name, without a value', () => {
    const read = readWebEnvironment({
      NODE_ENV: 'test',
      DATABASE_URL: 'mysql://u:planted-password@h/d',
      AUTH_SECRET: 'planted-short',
      NEXTAUTH_URL: 'planted-url',
      GODWIT_SEALING_KEYS: JSON.stringify([{ ...key, d: 'planted-private' }]),
      PORT: 'planted-port',
      LOG_LEVEL: 'planted-level',
    })
    const problems = read.ok ? [] : read.error
    expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual([
      'AUTH_SECRET',
      'DATABASE_URL',
      'GODWIT_SEALING_KEYS',
      'LOG_LEVEL',
      'NEXTAUTH_URL',
      'PORT',
    ])
    expect(problems.join()).not.toContain('planted')
    const nothing = readWebEnvironment({ NODE_ENV: 'test' })
    expect(nothing.ok ? [] : nothing.error.toSorted()).toEqual([
      'AUTH_SECRET is missing',
      'DATABASE_URL is missing',
      'GODWIT_SEALING_KEYS is missing',
    ])
  })
})
