import { createECDH, createHash, hkdfSync } from 'node:crypto'
import type { installation } from '@/db/schema/people'

export type ValueKey = NonNullable<(typeof installation.$inferSelect)['valueKey']>

const curve = 'prime256v1'
const base64url = (bytes: Buffer) => bytes.toString('base64url')

/**
 * The web process's key pair for values of rows in quarantine: workers seal for its public half, and it opens them for whoever may see
 * values. Derived from the secret that all web processes share, so that there is no other key to hand out and to keep.
 */
export function valueKeyOf(authSecret: string): { publicKey: ValueKey; privateKey: ValueKey & { d: string } } {
  for (let round = 0; ; round++) {
    const d = Buffer.from(hkdfSync('sha256', authSecret, '', `godwit values of rows ${round}`, 32))
    const pair = createECDH(curve)
    try {
      pair.setPrivateKey(d)
    } catch {
      continue // not a number of the curve: one in four thousand million
    }
    const point = pair.getPublicKey()
    const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))]
    const kid = `web-${createHash('sha256').update(point).digest('hex').slice(0, 16)}`
    const publicKey = { kty: 'EC', crv: 'P-256', x, y, kid }
    return { publicKey, privateKey: { ...publicKey, d: base64url(d) } }
  }
}
