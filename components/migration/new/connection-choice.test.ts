import { expect, test } from 'vitest'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { testHint, whyNotTarget } from './connection-choice'

const connection = (id: string, endpoint: Partial<ConnectionDto['endpoint']> = {}): ConnectionDto => ({
  id,
  projectId: 'p',
  name: id,
  environment: 'dev',
  endpoint: {
    kind: 'postgres',
    host: 'db1.example.net',
    port: 5432,
    database: 'crm',
    user: 'reader',
    tls: 'verify-full',
    caPem: null,
    ...endpoint,
  },
  label: 'crm@db1.example.net',
  secretSetAt: null,
  secretSetBy: null,
  lastTest: null,
  schema: null,
  introspection: { state: 'idle', reason: null, fix: null },
  usedBy: 0,
  createdAt: '2026-11-22T10:00:00.000Z',
})

test('the source cannot be the target, under its own or another connection', () => {
  const source = connection('a')
  expect(whyNotTarget(source, source)).toBe('It is the source.')
  expect(whyNotTarget(source, connection('b', { host: 'DB1.example.net', user: 'writer' }))).toMatch(/same database/)
  expect(whyNotTarget(source, connection('b', { database: 'dw' }))).toBeNull()
  expect(whyNotTarget(undefined, source)).toBeNull()
})

test('a failed test is told with its first failed step and what to do', () => {
  const step = { step: 'auth', state: 'failed', detail: 'The password is wrong.', fix: 'Replace it.', ms: 3 } as const
  const lastTest = {
    id: 't',
    connectionId: 'a',
    state: 'failed',
    steps: [{ ...step, step: 'dns', state: 'passed', detail: 'ok', fix: null } as const, step],
    requestedAt: '2026-11-22T10:00:00.000Z',
    finishedAt: null,
  } as const
  expect(testHint({ lastTest: { ...lastTest, steps: [...lastTest.steps] } })).toEqual({
    detail: 'Its last test failed: The password is wrong.',
    fix: 'Replace it.',
  })
  expect(testHint({ lastTest: { ...lastTest, state: 'passed', steps: [] } })).toBeNull()
  expect(testHint({ lastTest: null })).toBeNull()
})
