import { z } from 'zod'
import { nameSchema } from '@/domain/contracts/common'
import { endpointSchema, environmentSchema } from '@/domain/contracts/connection'

const endpoint = endpointSchema.shape

/** What a person fills in; the server's own rules, with the port as text until it is read and words for what is missing. */
export const connectionFormSchema = z.object({
  name: nameSchema,
  environment: environmentSchema,
  host: z.string().trim().min(1, 'The server’s name or address.').pipe(endpoint.host),
  port: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, 'A number from 1 to 65535.')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'A number from 1 to 65535.'),
  database: z.string().min(1, 'The database’s name.').pipe(endpoint.database),
  user: z.string().min(1, 'The role to sign in as.').pipe(endpoint.user),
  password: z.string().max(1_000),
  tls: z.enum(['disable', 'prefer', 'require', 'verify-full']),
  caPem: z.string().max(100_000),
})
export type ConnectionFormInput = z.input<typeof connectionFormSchema>
export type ConnectionFormValues = z.output<typeof connectionFormSchema>

/** The form's values as the endpoint that the API takes. */
export function endpointOf(values: ConnectionFormValues) {
  return {
    kind: 'postgres' as const,
    host: values.host,
    port: values.port,
    database: values.database,
    user: values.user,
    tls: values.tls,
    caPem: values.caPem.trim() === '' ? null : values.caPem,
  }
}
