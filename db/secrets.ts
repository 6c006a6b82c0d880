import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from 'jose'
import { err, ok, type Result } from '@/domain/result'

const algorithm = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const

/**
 * Seals a connection's password with the active (first) public key: whoever seals cannot open. The connection's id stands in the
 * protected header, so that a sealed password is good for that connection alone. Answers a compact JWE.
 */
export async function sealPassword(
  input: { password: string; connectionId: string },
  sealingKeys: readonly JWK[],
): Promise<string> {
  const [active] = sealingKeys
  if (active === undefined) throw new Error('There is no sealing key.')
  return new CompactEncrypt(new TextEncoder().encode(input.password))
    .setProtectedHeader({ ...algorithm, kid: active.kid ?? '', cid: input.connectionId })
    .encrypt(await importJWK(active, algorithm.alg))
}

/** Why a password could not be opened; nothing of it is in the message. */
export interface CannotOpen {
  readonly message: string
  readonly fix: string
}

/** Opens what sealPassword sealed, with whichever private key it names. Only the worker has these keys. */
export async function openPassword(
  input: { sealed: string; connectionId: string },
  encryptionKeys: readonly JWK[],
): Promise<Result<string, CannotOpen>> {
  const fix = 'Set the password of this connection again, or give the worker the key it was sealed with.'
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(input.sealed, async (header) => {
      const key = encryptionKeys.find((k) => k.kid === header.kid)
      if (key === undefined) throw new Error('unknown key')
      return importJWK(key, algorithm.alg)
    })
    if (protectedHeader.cid !== input.connectionId)
      return err({ message: 'The sealed password belongs to another connection.', fix })
    return ok(new TextDecoder().decode(plaintext))
  } catch {
    // The cause may hold key material: it is not passed on.
    return err({ message: 'The password of this connection cannot be opened.', fix })
  }
}
