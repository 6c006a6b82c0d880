import Link from 'next/link'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { DataTable } from '../ui/data-table'
import { EnvTag } from '../ui/env-tag'
import { Num } from '../ui/num'
import { TestVerdict } from './test-verdict'

/** The databases of a project, each a row that leads to its page. */
export function ConnectionTable({ connections }: { connections: readonly ConnectionDto[] }) {
  return (
    <DataTable label="Connections">
      <thead>
        <tr>
          <th>Connection</th>
          <th>Database</th>
          <th>Environment</th>
          <th>Last test</th>
          <th data-num>Tables</th>
          <th data-num>Used by</th>
        </tr>
      </thead>
      <tbody>
        {connections.map((connection) => (
          <tr key={connection.id}>
            <td>
              <Link href={`/projects/${connection.projectId}/connections/${connection.id}`} data-row>
                {connection.name}
              </Link>
            </td>
            <td data-label="Database" data-mono>
              {connection.label}
            </td>
            <td data-label="Environment">
              <EnvTag env={connection.environment} />
            </td>
            <td data-label="Last test">
              <TestVerdict test={connection.lastTest} />
            </td>
            <td data-num data-label="Tables">
              {connection.schema ? <Num value={connection.schema.tables} /> : '–'}
            </td>
            <td data-num data-label="Used by">
              <Num value={connection.usedBy} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
