import { describe, expect, it } from 'vitest'
import { NoAnswer, withDeadline } from './answer-deadline'

const never = () => new Promise<never>(() => undefined)
/** A driver whose statements are `answer`, and which begins and ends transactions as told. */
function driver(answer: () => Promise<unknown>, { begins = true, ends = true } = {}) {
  const unsafe = () => Object.assign(answer(), { values: answer })
  const begin = async (work: (client: unknown) => Promise<unknown>) => {
    if (!begins) return never()
    const done = await work({ unsafe })
    return ends ? done : never()
  }
  return withDeadline({ unsafe, begin, options: { parsers: {} } } as never, 30) as unknown as {
    unsafe: (text: string) => Promise<unknown> & { values: () => Promise<unknown> }
    begin: typeof begin
    options: unknown
  }
}
const one = async () => [{ n: 1 }]
type Client = ReturnType<typeof driver>

describe('a client of which nothing stays unanswered', () => {
  it('passes answers, errors and everything else on', async () => {
    const client = driver(one)
    expect(await client.unsafe('select 1')).toEqual([{ n: 1 }])
    expect(await client.unsafe('select 1').values()).toEqual([{ n: 1 }])
    expect(await client.begin((tx) => (tx as Client).unsafe('select 1'))).toEqual([{ n: 1 }])
    expect(client.options).toEqual({ parsers: {} })
    await expect(driver(() => Promise.reject(new Error('no'))).unsafe('x')).rejects.toThrow('no')
    await expect(client.begin(() => Promise.reject(new Error('never')))).rejects.toThrow('never')
  })

  it('fails what is not answered in time: a statement, and one in a transaction', async () => {
    await expect(Promise.resolve(driver(never).unsafe('x'))).rejects.toThrow(NoAnswer)
    await expect(driver(never).unsafe('x').values()).rejects.toThrow(NoAnswer)
    await expect(driver(never).begin((tx) => (tx as Client).unsafe('x'))).rejects.toThrow(NoAnswer)
  })

  it('fails a transaction that does not begin, or does not end, and gives its work the time that it takes', async () => {
    await expect(driver(one, { begins: false }).begin(async () => 1)).rejects.toThrow('the beginning')
    await expect(driver(one, { ends: false }).begin(async () => 1)).rejects.toThrow('the end')
    const slow = () => new Promise((resolve) => setTimeout(() => resolve('done'), 80))
    expect(await driver(one).begin(slow)).toBe('done')
  })
})
