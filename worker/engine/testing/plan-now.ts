import { createHash } from 'node:crypto'
import { readSourceFacts } from '@/connectors/postgres/facts/source-facts'
import { readTargetFacts } from '@/connectors/postgres/facts/target-facts'
import { introspect } from '@/connectors/postgres/introspect'
import type { MigrationConfig } from '@/domain/config/schema'
import type { MappingContent } from '@/domain/contracts/mapping'
import { chooseTables } from '@/domain/plan/choose-tables'
import type { Plan } from '@/domain/plan/plan'
import { planMigration } from '@/domain/plan/plan-migration'
import { openEnd } from '../open-end'
import type { RunPorts } from '../run-ports'

/** The plan of a migration between two stored connections, as the planner makes it. */
export async function planNow(
  ports: RunPorts,
  ends: { source: string; target: string },
  asked: { migrationId: string; mappingVersionId: string; mapping: MappingContent; config: MigrationConfig },
): Promise<Plan> {
  const source = await openEnd(ports, ends.source, { applicationName: 'plan' })
  const target = await openEnd(ports, ends.target, { applicationName: 'plan' })
  try {
    const [from, to] = [await introspect(source), await introspect(target)]
    const { tables } = chooseTables(from.tables, asked.mapping)
    const unhashed = planMigration({
      ...asked,
      source: {
        connectionId: ends.source,
        label: 'source',
        catalog: from,
        facts: await readSourceFacts(source, tables),
      },
      target: {
        connectionId: ends.target,
        label: 'target',
        catalog: to,
        facts: await readTargetFacts(target, {
          migrationId: asked.migrationId,
          tables,
          schemas: [...new Set(tables.map((t) => t.schema))],
          extensions: from.objects.filter((o) => o.kind === 'extension').map((o) => o.name),
          collations: [],
          roles: [...new Set(from.objects.flatMap((o) => o.roles))],
        }),
      },
    })
    const hash = createHash('sha256').update(JSON.stringify(unhashed)).digest('hex')
    return { ...unhashed, hash }
  } finally {
    await source.end()
    await target.end()
  }
}
