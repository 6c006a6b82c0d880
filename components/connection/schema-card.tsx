'use client'

import { Group } from '@mantine/core'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { Card } from '../ui/card'
import { ErrorPanel } from '../ui/error-panel'
import { KeyValue } from '../ui/key-value'
import { LinkButton } from '../ui/link-button'
import { Num } from '../ui/num'
import { Time } from '../ui/time'
import styles from './connection-page.module.css'
import { ReadSchema } from './read-schema'

/** What is known of the database's structure, and the way to look at it. */
export function SchemaCard({ connection, mayRead }: { connection: ConnectionDto; mayRead: boolean }) {
  const { schema, introspection } = connection
  return (
    <Card title="Schema">
      {introspection.state === 'failed' ? (
        <ErrorPanel title={introspection.reason ?? 'The schema could not be read.'} message={introspection.fix ?? ''} />
      ) : null}
      {schema ? (
        <KeyValue
          rows={[
            { term: 'Tables', value: <Num value={schema.tables} /> },
            { term: 'Read', value: <Time at={schema.takenAt} /> },
            { term: 'Fingerprint', value: <code>{schema.fingerprint.slice(0, 12)}</code> },
          ]}
        />
      ) : introspection.state === 'failed' ? null : (
        <p className={styles.quiet}>Tables, keys and indexes are read once the database can be reached.</p>
      )}
      <Group gap={10} className={styles.foot}>
        {schema ? (
          <LinkButton primary href={`/projects/${connection.projectId}/connections/${connection.id}/schema`}>
            Browse schema
          </LinkButton>
        ) : null}
        {mayRead ? <ReadSchema connection={connection} /> : null}
      </Group>
    </Card>
  )
}
