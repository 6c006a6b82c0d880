import type pg from 'pg'
import type { CatalogSequence } from '@/domain/catalog/catalog'
import { qualified } from '../identifiers'

export interface SequencePosition {
  schema: string
  name: string
  lastValue: string
  isCalled: boolean
}

/** Each sequence read takes a lock, so that a statement stays far below the server's lock table. */
const perStatement = 200

/**
 * Where sequences stand now, whatever the snapshot. Outside a transaction the locks of one batch go before the next
 * comes. The role needs SELECT on each.
 */
export const readSequencePositions = async (
  client: pg.ClientBase,
  sequences: readonly Pick<CatalogSequence, 'schema' | 'name'>[],
): Promise<SequencePosition[]> => {
  const positions: SequencePosition[] = []
  for (let from = 0; from < sequences.length; from += perStatement) {
    const batch = sequences.slice(from, from + perStatement)
    const { rows } = await client.query<{ nth: number; value: string; called: boolean }>(
      batch
        .map(
          ({ schema, name }, nth) =>
            `SELECT ${nth}::int4 AS nth, last_value::text AS value, is_called AS called FROM ${qualified(schema, name)}`,
        )
        .join(' UNION ALL '),
    )
    for (const { nth, value, called } of rows) {
      const sequence = batch[nth]
      if (sequence) {
        positions.push({ schema: sequence.schema, name: sequence.name, lastValue: value, isCalled: called })
      }
    }
  }
  return positions
}
