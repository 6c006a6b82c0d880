import { createHmac, hkdfSync } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { claimIdempotencyKey, keepAnswer, readAnswer } from '@/db/statements/idempotency'
import type { Tx } from '@/db/transaction'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'

interface Once {
  readonly actorId: string
  readonly procedure: string
  readonly key: string
  readonly input: unknown
  readonly now: Date
  /** Keys the stored hash and the stored answer: inputs hold passwords, answers may hold a secret that is shown once. */
  readonly secret: string
}

/**
 * Gives the first answer of (actor, procedure, key) again. The claim is a row in the command's own transaction: a second call waits on
 * its unique key until the first has committed, and then reads the answer; if the first was refused, the second works itself.
 * The same key with another input is refused. The answer is stored encrypted, the input as a keyed hash.
 */
export async function answerOnce<O>(tx: Tx, once: Once, work: () => Promise<O>): Promise<Result<O, Refusal>> {
  const { actorId, procedure, key, now } = once
  const keys = derive(once.secret)
  const inputHash = createHmac('sha256', keys.hash).update(JSON.stringify(once.input)).digest('hex')
  const claimed = await claimIdempotencyKey(tx, { actorId, procedure, key, inputHash, now })
  if (claimed) {
    const value = await work()
    await keepAnswer(tx, { actorId, procedure, key, output: await encrypt(value, keys.encryption) })
    return ok(value)
  }
  const first = await readAnswer(tx, { actorId, procedure, key })
  if (first.inputHash !== inputHash)
    return refuse(
      'conflict',
      'This idempotency key was used for another input.',
      'Use a new key for each thing you want done.',
      'idempotencyKey',
    )
  return ok((await decrypt(first.output, keys.encryption)) as O)
}

function derive(secret: string) {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `godwit idempotency ${purpose}`, 32))
  return { hash: key('input'), encryption: key('answer') }
}

function encrypt(value: unknown, key: Buffer): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(value))
  return new CompactEncrypt(plain).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key)
}

async function decrypt(sealed: string, key: Buffer): Promise<unknown> {
  const { plaintext } = await compactDecrypt(sealed, key)
  return JSON.parse(new TextDecoder().decode(plaintext))
}
