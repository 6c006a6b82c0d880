import { describe, expect, it } from 'vitest'
import { classifyError, describeError } from './errors'
import { sqlstates } from './sqlstates'

const withCode = (code: string, fields: object = {}) =>
  Object.assign(new Error('as the server says'), { code, ...fields })

describe('classifyError', () => {
  it.each([
    [
      'row',
      [
        '22001',
        '22003',
        '22012',
        '22P02',
        '23502',
        '23503',
        '23505',
        '23514',
        '23P01',
        '44000',
        'P0001',
        '21000',
        '54000',
      ],
    ],
    ['transient', ['08006', '40001', '40P01', '53300', '57P01', '57P02', '57P03', '55P03', '25006', '25P03', '57014']],
    ['wait', ['53100', '53200']],
    ['table', ['42P01', '42703', '42501', '0A000', '22P04', '54011', 'UX001']],
    ['run', ['28P01', '28000', '3D000', 'XX000', 'XX001', '58030']],
  ])('takes for %s: %s', (errorClass, codes) => {
    for (const code of codes) expect([code, classifyError(withCode(code))]).toEqual([code, errorClass])
  })

  it('tells a policy that refuses a row from a missing privilege', () => {
    expect(classifyError(withCode('42501', { routine: 'ExecWithCheckOptions' }))).toBe('row')
    expect(classifyError(withCode('42501', { routine: 'aclcheck_error' }))).toBe('table')
  })

  it('takes a cut or silent socket for transient, whatever form it comes in', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNREFUSED', 'EAI_AGAIN']) {
      expect(classifyError(withCode(code))).toBe('transient')
    }
    for (const message of [
      'Connection terminated unexpectedly',
      'timeout expired',
      'Client was closed and is not queryable',
    ]) {
      expect(classifyError(new Error(message))).toBe('transient')
    }
  })

  it('stops the run for a certificate it may not trust and for what it does not know', () => {
    expect(classifyError(withCode('DEPTH_ZERO_SELF_SIGNED_CERT'))).toBe('run')
    expect(classifyError(new TypeError('x is not a function'))).toBe('run')
    expect(classifyError('not even an error')).toBe('run')
    expect(classifyError(undefined)).toBe('run')
  })
})

describe('describeError', () => {
  it('names the place, and leaves the values of the row to those who may read them', () => {
    const error = Object.assign(new Error('invalid input syntax for type integer: "4111 1111 1111 1111"'), {
      code: '22P02',
      detail: 'Key (card)=(4111 1111 1111 1111)',
      where: 'COPY cards, line 3: "4111 1111 1111 1111"',
      schema: 'public',
      table: 'cards',
      column: 'number',
    })
    const described = describeError(error)
    expect(described).toMatchObject({ class: 'row', code: '22P02', table: 'cards', column: 'number', constraint: null })
    expect(JSON.stringify(described)).not.toContain('4111')
  })

  it("passes the server's sentence on where it speaks of names only", () => {
    const error = Object.assign(new Error('relation "shop.items" does not exist'), { code: '42P01' })
    expect(describeError(error).serverMessage).toBe('relation "shop.items" does not exist')
  })

  it('takes a standby for a server that takes no writes at the moment, not for one that cannot do what it is asked', () => {
    const says = (routine: string) =>
      Object.assign(new Error('cannot set transaction read-write mode during recovery'), { code: '0A000', routine })
    expect(describeError(says('call_bool_check_hook'))).toMatchObject({ class: 'transient', code: '25006' })
    expect(describeError(says('transformLockingClause'))).toMatchObject({ class: 'table', code: '0A000' })
  })

  it('has a sentence and a way on for every code it knows', () => {
    for (const [code, entry] of sqlstates) {
      expect([code, entry.message]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/)])
      expect([code, entry.fix]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/)])
      expect(code).toMatch(/^[0-9A-Z]{2}([0-9A-Z]{3})?$/)
    }
  })
})
