import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePostgresUrl } from './postgres-url'

const parts = (url: string) => {
  const result = parsePostgresUrl(url)
  return result.ok ? result.value : `${result.error.field}: ${result.error.message}`
}

describe('parsePostgresUrl', () => {
  it('takes a full URL apart', () => {
    expect(parts('postgresql://ann:s%40fe@db.example.com:6432/crm?sslmode=require')).toEqual({
      host: 'db.example.com',
      port: 6432,
      user: 'ann',
      password: 's@fe',
      database: 'crm',
      tls: 'require',
      ignored: [],
    })
  })

  it('fills in the defaults of libpq', () => {
    expect(parts('postgres://ann@localhost')).toMatchObject({
      port: 5432,
      database: 'ann',
      password: '',
      tls: 'prefer',
    })
    expect(parts('postgres://ann@localhost/')).toMatchObject({ database: 'ann' })
  })

  it('understands IPv6, international hosts, odd names and every sslmode', () => {
    expect(parts('postgres://a@[::1]:1/b')).toMatchObject({ host: '::1', port: 1 })
    expect(parts('postgres://a@bücher.example/b')).toMatchObject({ host: 'bücher.example' })
    expect(parts('postgres://a@h/my%20%22db%22')).toMatchObject({ database: 'my "db"' })
    expect(parts('postgres://a@h/b?sslmode=verify-ca')).toMatchObject({ tls: 'verify-full' })
    expect(parts('postgres://a@h/b?sslmode=allow')).toMatchObject({ tls: 'prefer' })
    expect(parts('postgres://a@h/b?sslrootcert=system&sslmode=verify-full')).toMatchObject({ tls: 'verify-full' })
  })

  it('names what it does not use', () => {
    expect(parts('postgres://a@h/b?pgbouncer=true&schema=x&sslmode=disable')).toMatchObject({
      ignored: ['pgbouncer', 'schema'],
    })
  })

  it.each([
    ['mysql://a@h/b', 'url: This is not a PostgreSQL URL.'],
    ['', 'url: This is not a PostgreSQL URL.'],
    ['postgres://a@h:99999/b', 'url: The URL cannot be read.'],
    ['postgres://a:100%@h/b', 'url: The URL cannot be read.'],
    ['postgres://a:p/w@h/b', 'url: The URL cannot be read.'],
    ['postgres://a@h:0/b', "port: The URL's port is not valid."],
    ['postgres:///b', 'host: The URL names no host.'],
    ['postgres://a@%2Fvar%2Frun/b', 'host: The URL names no host.'],
    ['postgres://a@h1,h2/b', 'host: The URL names several hosts.'],
    ['postgres://a@h1:1,h2:2/b', 'host: The URL names several hosts.'],
    ['postgres://h/b', 'user: The URL names no user.'],
    ['postgres://a@h/b?sslmode=maybe', 'tls: The URL asks for an unknown sslmode.'],
    ['postgres://a@h/b?sslcert=/tmp/x', 'tls: The URL names a file (sslcert).'],
    [`postgres://a@h/${'x'.repeat(64)}`, "database: The URL's database is not valid."],
  ])('refuses %s', (url, refusal) => expect(parts(url)).toBe(refusal))

  it('gives back every password that was percent-encoded, and never throws on noise', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
      fc.constantFrom('é', '€', '🐦'),
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (password) => {
        fc.pre(!password.includes('\0'))
        const result = parsePostgresUrl(`postgres://a:${encodeURIComponent(password)}@h/b`)
        parsePostgresUrl(`postgres://${password}`)
        return result.ok && result.value.password === password
      }),
    )
  })

  it('never repeats the password in a refusal', () => {
    for (const url of [
      'postgres://a:hunter2@h:99999/b',
      'postgres://a:hunter2@/b',
      'postgres://a:hunter2@h/b?sslmode=x',
    ]) {
      expect(JSON.stringify(parsePostgresUrl(url))).not.toContain('hunter2')
    }
  })
})
