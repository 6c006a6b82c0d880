import { type ConnectionOptions, rootCertificates } from 'node:tls'
import type { ConnectionTarget } from '@/domain/connection/connection-target'

/**
 * The TLS settings for a target, or null where it wants none. `prefer` never checks the certificate, `require` checks
 * the signature only where a CA is given, `verify-full` checks signature and host name.
 */
export const tlsOptions = ({ tls, caPem }: Pick<ConnectionTarget, 'tls' | 'caPem'>): ConnectionOptions | null => {
  if (tls === 'disable') return null
  const trusted = caPem ? { ca: [...rootCertificates, caPem] } : {}
  if (tls === 'verify-full') return { ...trusted, rejectUnauthorized: true }
  if (tls === 'require' && caPem) return { ...trusted, rejectUnauthorized: true, checkServerIdentity: () => undefined }
  return { rejectUnauthorized: false }
}
