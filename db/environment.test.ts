import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { databaseUrlSchema, keyListSchema, readEnvironment } from './environment'

const schema = z.object({ DATABASE_URL: databaseUrlSchema, KEYS: keyListSchema, LOG_LEVEL: z.string().default('info') })

describe('the environment', () => {
  it('is refused with every problem at once, and no value in any of them', () => {
    const result = readEnvironment(schema, { DATABASE_URL: 'mysql://root:hunter2@db', KEYS: undefined })
    expect(result).toEqual({ ok: false, error: ['DATABASE_URL must begin with postgres://', 'KEYS is missing'] })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })

  it('takes a secret from the file that NAME_FILE names', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'godwit-')), 'keys')
    writeFileSync(path, '[{"kty":"EC","kid":"k"}]\n')
    const result = readEnvironment(schema, { DATABASE_URL: 'postgres://x', KEYS_FILE: path })
    expect(result).toMatchObject({ ok: true, value: { KEYS: [{ kid: 'k' }], LOG_LEVEL: 'info' } })
  })

  it('says so when that file cannot be read', () => {
    const result = readEnvironment(schema, { DATABASE_URL: 'postgres://x', KEYS_FILE: '/nonexistent/keys' })
    expect(result).toEqual({ ok: false, error: ['KEYS_FILE names a file that cannot be read'] })
  })
})
