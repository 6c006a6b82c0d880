import type { Db } from './client'

/** A transaction of Godwit's own database; every function that writes takes one, so that nothing is written half. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

const tries = 3

/**
 * Runs `work` in one READ COMMITTED transaction. A deadlock or a serialization failure is tried again, `work` as a whole: it must not
 * have effects outside the transaction. Whatever `work` throws rolls everything back.
 */
export async function transaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work)
    } catch (cause) {
      if (attempt >= tries || !isRetryable(cause)) throw cause
    }
  }
}

function isRetryable(cause: unknown): boolean {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
}
