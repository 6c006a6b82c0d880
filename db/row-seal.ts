import { GeneralEncrypt, type GeneralJWE, generalDecrypt, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { err, ok, type Result } from '@/domain/result'

const alg = 'ECDH-ES+A256KW'
const enc = 'A256GCM'

/** A column of a row as text; `value` null is NULL. */
export interface RowColumn {
  readonly name: string
  readonly value: string | null
}
const columnsSchema = z.array(z.strictObject({ name: z.string(), value: z.string().nullable() }))

/**
 * Seals columns of a row for several recipients, by their public keys. The migration's id is authenticated along with them, so that
 * a sealed row cannot be passed off as another migration's. Answers a general JWE as JSON.
 */
export async function sealRow(
  { columns, migrationId }: { columns: readonly RowColumn[]; migrationId: string },
  recipients: readonly JWK[],
): Promise<string> {
  const sealing = new GeneralEncrypt(new TextEncoder().encode(JSON.stringify(columns)))
    .setProtectedHeader({ enc })
    .setAdditionalAuthenticatedData(new TextEncoder().encode(migrationId))
  for (const jwk of recipients) {
    // Only the public half: a private key here would be one that leaves its process.
    const { d: _, ...open } = jwk
    sealing.addRecipient(await importJWK(open, alg)).setUnprotectedHeader({ alg, kid: jwk.kid ?? '' })
  }
  return JSON.stringify(await sealing.encrypt())
}

/** Opens what sealRow sealed, with whichever of these private keys it was sealed for. Nothing of the cause is told: it may hold keys. */
export async function openRow(
  { sealed, migrationId }: { sealed: string; migrationId: string },
  keys: readonly JWK[],
): Promise<Result<RowColumn[], 'cannot-open'>> {
  try {
    const { plaintext, additionalAuthenticatedData } = await generalDecrypt(
      JSON.parse(sealed) as GeneralJWE,
      async (_, { header }) => {
        const key = keys.find(({ kid }) => kid === header?.kid)
        if (key === undefined) throw new Error('unknown key')
        return importJWK(key, alg)
      },
    )
    if (new TextDecoder().decode(additionalAuthenticatedData) !== migrationId) return err('cannot-open')
    return ok(columnsSchema.parse(JSON.parse(new TextDecoder().decode(plaintext))))
  } catch {
    return err('cannot-open')
  }
}
