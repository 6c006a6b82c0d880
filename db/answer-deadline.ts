import type postgres from 'postgres'

/** Godwit's own database did not answer in time: whether the statement took effect is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** Of the kind that a connection's errors have, so that whoever sorts errors knows whose it is. */
  readonly code = 'CONNECT_TIMEOUT'

  constructor(what: string) {
    super(`Godwit's own database has not answered for too long: ${what}.`)
  }
}

/** The part of postgres.js that drizzle's session calls. */
type Caller = Pick<postgres.Sql, 'unsafe'> & {
  readonly begin?: (...args: never[]) => Promise<unknown>
  readonly savepoint?: (...args: never[]) => Promise<unknown>
}
type Work = (client: unknown) => Promise<unknown>

/**
 * The same client, of which nothing stays unanswered for ever. postgres.js may forget a statement whose connection is cut at the wrong
 * moment, and then neither answers nor fails; here it fails after `waitMs`. A transaction as a whole may take as long as its work does:
 * its beginning, each of its statements and its end have the same time.
 */
export function withDeadline<T extends Caller>(client: T, waitMs: number): T {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (key === 'unsafe') return (...args: Parameters<Caller['unsafe']>) => pending(target.unsafe(...args), waitMs)
      if ((key === 'begin' || key === 'savepoint') && typeof value === 'function')
        return (work: Work) => transaction((inner) => value.call(target, inner) as Promise<unknown>, work, waitMs)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A statement begins when it is awaited, as rows or as lists of values. */
function pending(query: ReturnType<Caller['unsafe']>, waitMs: number) {
  return {
    // biome-ignore lint/suspicious/noThenProperty: postgres.js begins a statement when it is awaited, and drizzle relies on it
    then: (...then: Parameters<Promise<unknown>['then']>) => inTime(Promise.resolve(query), waitMs).then(...then),
    values: () => inTime(Promise.resolve(query.values()), waitMs),
  }
}

async function inTime<T>(answer: Promise<T>, waitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer('a statement')), waitMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

function transaction(begin: (work: Work) => Promise<unknown>, work: Work, waitMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const expect = (what: string, otherwise: unknown = new NoAnswer(what)) =>
      setTimeout(() => reject(otherwise), waitMs)
    let timer = expect('the beginning of a transaction')
    const over = begin(async (client) => {
      clearTimeout(timer)
      try {
        const answer = await work(withDeadline(client as Caller, waitMs))
        timer = expect('the end of a transaction')
        return answer
      } catch (error) {
        timer = expect('the end of a transaction', error)
        throw error
      }
    })
    over.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
