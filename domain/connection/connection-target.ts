import { z } from 'zod'

/**
 * How the way to the server is protected.
 * - `disable`: never encrypted.
 * - `prefer`: encrypted where the server offers it, and plain otherwise: no protection against an attacker.
 * - `require`: encrypted or not at all; the certificate is checked only if a CA is given.
 * - `verify-full`: encrypted, the certificate is signed by a trusted CA and made out to the host.
 */
export const tlsModes = ['disable', 'prefer', 'require', 'verify-full'] as const
export const tlsModeSchema = z.enum(tlsModes)
export type TlsMode = z.infer<typeof tlsModeSchema>

const noNul = (text: string) => !text.includes('\0')
const nameSchema = z
  .string()
  .min(1)
  .refine((name) => noNul(name) && new TextEncoder().encode(name).length <= 63, 'At most 63 bytes.')

/** Everything but the password: what may be stored and shown in the clear. */
export const connectionAddressSchema = z.object({
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .refine((host) => !/[\s/\\@,\0]/.test(host), 'A host name or an IP address; Unix sockets and lists are not taken.'),
  port: z.int().min(1).max(65_535),
  database: nameSchema,
  user: nameSchema,
  tls: tlsModeSchema,
  /** Certificates to trust besides the usual ones, in PEM. */
  caPem: z.string().max(100_000).includes('-----BEGIN CERTIFICATE-----').nullable().optional(),
})

/** An address together with its password: exists in the clear only in the worker, and on its way from a form. */
export const connectionTargetSchema = connectionAddressSchema.extend({
  password: z.string().max(1_000).refine(noNul, 'A password cannot hold a NUL character.'),
})
export type ConnectionTarget = z.infer<typeof connectionTargetSchema>
