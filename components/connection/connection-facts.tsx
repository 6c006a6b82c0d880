import type { ConnectionDto } from '@/domain/contracts/connection'
import { Card } from '../ui/card'
import { EnvTag } from '../ui/env-tag'
import { KeyValue } from '../ui/key-value'
import { Time } from '../ui/time'

const tlsWords = {
  'verify-full': 'verify-full',
  require: 'require, certificate unchecked',
  prefer: 'prefer, may be in the clear',
  disable: 'disable, in the clear',
} as const

/** Where the database is, and as whom Godwit signs in. */
export function ConnectionFacts({ connection }: { connection: ConnectionDto }) {
  const { endpoint, schema } = connection
  return (
    <Card title="Database">
      <KeyValue
        rows={[
          { term: 'Engine', value: schema ? `PostgreSQL ${schema.versionText}` : 'PostgreSQL' },
          { term: 'Environment', value: <EnvTag env={connection.environment} /> },
          { term: 'Host', value: <code>{`${endpoint.host}:${endpoint.port}`}</code> },
          { term: 'Database', value: <code>{endpoint.database}</code> },
          { term: 'User', value: <code>{endpoint.user}</code> },
          { term: 'TLS', value: tlsWords[endpoint.tls] },
          ...(endpoint.caPem ? [{ term: 'Certificates', value: 'own CA' }] : []),
          { term: 'Used by', value: `${connection.usedBy} ${connection.usedBy === 1 ? 'migration' : 'migrations'}` },
          { term: 'Created', value: <Time at={connection.createdAt} as="day" /> },
        ]}
      />
    </Card>
  )
}
