import type { z } from 'zod'
import { sealRow } from '@/db/row-seal'
import { findPlanColumns } from '@/db/statements/plan-columns'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { replayRejectInputSchema } from '@/domain/contracts/quarantine'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { allHaveImages, chosenRejects } from './chosen-rejects'
import { decideMigration } from './decide-migration'

/**
 * Asks a worker to bring one row into the target, as it is or with new values. They are sealed at once: nothing of them is kept in the
 * clear. What came of it stands beside the row: it is replayed, or the refusal is told and it stays.
 */
export async function replayReject(
  scope: CommandScope,
  { migrationId, rejectId, values, reason }: z.output<typeof replayRejectInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  const { tx, services } = scope
  const fixed = values.map(({ column, value }) => ({ name: column, value }))
  const columns = fixed.map(({ name }) => name)
  const fix = fixed.length === 0 ? null : await sealRow({ columns: fixed, migrationId }, services.sealingKeys)
  const command = { type: 'replayReject', rejectId, columns, fix, reason } as const
  return decideMigration(scope, migrationId, command, async (snapshot) => {
    const chosen = await chosenRejects(tx, snapshot, [rejectId], ['open', 'accepted', 'skipped'])
    if (!chosen.ok) return chosen
    const [row] = chosen.value
    if (row?.requestedAt) return refuse('conflict', 'This row is being tried already.', 'Wait for what comes of it.')
    if (new Set(columns).size < columns.length)
      return refuse('invalid', 'A column is named twice.', 'Give each column one value.', 'values')
    const known = row === undefined ? [] : await findPlanColumns(tx, row.runId, row.task)
    const unknown = columns.find((name) => !known.includes(name))
    if (unknown !== undefined)
      return refuse('invalid', `The table has no column “${unknown}” that is copied.`, 'Name its columns.', 'values')
    const images = allHaveImages(chosen.value)
    return images.ok ? ok(undefined) : images
  })
}
