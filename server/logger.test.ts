import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createLogger } from './logger'

function written(work: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  work(createLogger('trace', { write: (line: string) => void lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  it('leaves secrets out, by name, at any depth that is written', () => {
    const secret = 'planted'
    const line = written((logger) =>
      logger.child({ requestId: 'r1', token: secret }).info(
        {
          password: secret,
          body: { secret, deeper: { cookie: secret, sealedPassword: secret } },
          headers: { authorization: secret },
        },
        'm',
      ),
    )
    expect(line).not.toContain(secret)
    expect(JSON.parse(line)).toMatchObject({ requestId: 'r1', msg: 'm', password: '[redacted]' })
  })

  it('tells of a failed query what and where, never with which values', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(planted) exists.' })
    const error = new DrizzleQueryError('insert into users values ($1)', ['planted'], cause)
    const line = written((logger) => logger.error({ err: error }, 'failed'))
    expect(line).not.toContain('planted')
    expect(JSON.parse(line).err).toMatchObject({
      type: 'DrizzleQueryError',
      cause: { code: '23505', message: 'duplicate key' },
    })
    expect(line).toContain('insert into users')
  })

  it('survives what is no error', () => {
    expect(JSON.parse(written((logger) => logger.error({ err: 'planted' }, 'failed'))).err).toEqual({
      type: 'string',
      message: 'Not an Error.',
    })
  })
})
