import type { ConnectionRow } from '@/db/statements/connections'
import type { ConnectionDto, ConnectionTestDto } from '@/domain/contracts/connection'
import { labelOf } from '../migration/migration-dto'

/** A connection as it is shown: where and as whom, never the password. */
export function toConnectionDto(row: ConnectionRow): ConnectionDto {
  const { id, projectId, name, environment, endpoint, secretSetBy, lastTest, schema, usedBy } = row
  return {
    id,
    projectId,
    name,
    environment,
    endpoint,
    label: labelOf(endpoint),
    secretSetAt: row.secretSetAt.toISOString(),
    secretSetBy,
    lastTest: lastTest && toConnectionTestDto(lastTest),
    schema: schema && {
      snapshotId: schema.snapshotId,
      takenAt: schema.takenAt.toISOString(),
      tables: schema.tables,
      fingerprint: schema.fingerprint,
      versionText: schema.versionText,
    },
    introspection: { state: row.introspectionState, reason: row.introspectionReason, fix: row.introspectionFix },
    usedBy,
    createdAt: row.createdAt.toISOString(),
  }
}

/** A test as it is shown, step by step. */
export function toConnectionTestDto(test: NonNullable<ConnectionRow['lastTest']>): ConnectionTestDto {
  const { id, connectionId, state, steps } = test
  return {
    id,
    connectionId,
    state,
    steps,
    requestedAt: test.requestedAt.toISOString(),
    finishedAt: test.finishedAt?.toISOString() ?? null,
  }
}
