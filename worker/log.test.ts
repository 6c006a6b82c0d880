import { describe, expect, it } from 'vitest'
import { createLog } from './log'

const secret = 'hunter2-correct-horse'

/** Everything that one entry writes. */
function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog({ level: 'trace', workerId: 'w' }, { write: (line) => void lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  it('is one line of JSON with the ids of its children', () => {
    const line = written((log) => log.child({ migrationId: 'm' }).child({ runId: 'r', laneId: 2 }).info('copied'))
    expect(JSON.parse(line)).toMatchObject({
      level: 'info',
      process: 'worker',
      workerId: 'w',
      migrationId: 'm',
      runId: 'r',
      laneId: 2,
      msg: 'copied',
    })
  })

  it('redacts secrets by name, also inside', () => {
    const target = { host: 'db', password: secret }
    expect(written((log) => log.info({ target, password: secret, end: { target } }, 'x'))).not.toContain(secret)
  })

  it('keeps an error’s code, message and stack, and none of what drivers hang on it', () => {
    const error = Object.assign(new Error('permission denied for table orders'), {
      code: '42501',
      detail: `Key (email)=(${secret})`,
      client: { config: { connection: secret } },
    })
    const line = written((log) => log.error({ err: error }, 'x'))
    expect(line).not.toContain(secret)
    expect(JSON.parse(line).err).toMatchObject({ type: 'Error', code: '42501', message: error.message })
    expect(JSON.parse(line).err.stack).toContain('log.test')
  })

  it('withholds messages that quote a row, parameters of statements, and credentials in addresses', () => {
    const quoting = Object.assign(new Error(`invalid input syntax for type integer: "${secret}"`), { code: '22P02' })
    const drizzle = new Error(`Failed query: insert into t values ($1)\nparams: ${secret}\n${secret}`, {
      cause: quoting,
    })
    const address = new Error(`cannot reach postgres://ann:${secret}@db/crm`)
    expect(written((log) => log.error({ err: drizzle }, 'x'))).not.toContain(secret)
    expect(written((log) => log.error({ err: address }, 'x'))).not.toContain(secret)
  })
})
