import { expect, it } from 'vitest'
import { childEnv, fromEnv } from './child-env.mjs'

it('a child gets its own secrets and no other', () => {
  const env = {
    PATH: '/bin',
    DATABASE_URL: 'postgres://all',
    GODWIT_ENCRYPTION_KEYS: 'private',
    AUTH_SECRET_FILE: '/run/secret',
    PGPASSWORD: 'mine',
    npm_config_cache: '/x',
    LOG_LEVEL: 'debug',
  }
  expect(childEnv({ DATABASE_URL: 'postgres://own', PORT: 3000, GODWIT_TOKEN: undefined }, env)).toEqual({
    PATH: '/bin',
    LOG_LEVEL: 'debug',
    DATABASE_URL: 'postgres://own',
    PORT: '3000',
  })
})

it('a secret comes from its variable, else from the file that NAME_FILE names', () => {
  expect(fromEnv('AUTH_SECRET', { AUTH_SECRET: 'a', AUTH_SECRET_FILE: '/nowhere' })).toBe('a')
  expect(fromEnv('PROCESS_NAME', { PROCESS_NAME_FILE: import.meta.filename })).toContain('PROCESS_NAME_FILE')
  expect(fromEnv('AUTH_SECRET', {})).toBeUndefined()
})
