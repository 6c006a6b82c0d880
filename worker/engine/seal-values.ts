import type { JWK } from 'jose'
import { sealRow } from '@/db/row-seal'
import { readValueKey } from '@/db/statements/value-key'
import type { PlanTask } from '@/domain/plan/plan'
import type { RunContext } from './context'

/** Seals rows of a table for the workers, and for the web process where it has told its key. Nothing else ever holds their values. */
export async function sealerOf(
  { ports, hold }: Pick<RunContext, 'ports' | 'hold'>,
  { columns }: Pick<PlanTask, 'columns'>,
): Promise<(values: readonly (string | null)[]) => Promise<string>> {
  const [own] = ports.encryptionKeys
  const web = await readValueKey(ports.database.db)
  const recipients: JWK[] = [...(own === undefined ? [] : [own]), ...(web === null ? [] : [web])]
  return (values) =>
    sealRow(
      {
        columns: columns.map(({ name }, i) => ({ name, value: values[i] ?? null })),
        migrationId: hold.migrationId,
      },
      recipients,
    )
}
