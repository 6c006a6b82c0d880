import { quoteIdent } from '../identifiers'
import { attachRefOf, type Draft, draft, refOf } from './draft'
import type { IndexRow } from './index-rows'
import { indexMaker } from './table-index'
import type { Relations } from './table-source'

/** What a table says about its indexes: the replica identity, and the index that CLUSTER uses. */
export const tableMarkDrafts = ({ tables }: Relations): Draft[] =>
  tables.flatMap((table) => {
    const { row, relation, relationName, indexes } = table
    const place = {
      identity: relation,
      schema: row.schema,
      name: row.name,
      table: relationName,
      phase: 'after',
    } as const
    const mark = (kind: 'replica-identity' | 'cluster-mark', clause: string, index: IndexRow | undefined) => {
      const completion = index?.parent ? [attachRefOf(index.oid)] : []
      const needs = [refOf('pg_class', row.oid), ...(index ? [indexMaker(index), ...completion] : [])]
      return draft({ ...place, ref: `${kind}:${row.oid}`, kind, needs }, () => [
        `ALTER TABLE ONLY ${relation} ${clause}`,
      ])
    }
    const identityIndex = indexes.find(({ replicaIdentity }) => replicaIdentity)
    const identity =
      row.replicaIdentity === 'n'
        ? 'NOTHING'
        : row.replicaIdentity === 'f'
          ? 'FULL'
          : row.replicaIdentity === 'i' && identityIndex
            ? `USING INDEX ${quoteIdent(identityIndex.name)}`
            : null
    const clustered = indexes.find((index) => index.clustered)
    return [
      ...(identity ? [mark('replica-identity', `REPLICA IDENTITY ${identity}`, identityIndex)] : []),
      ...(clustered ? [mark('cluster-mark', `CLUSTER ON ${quoteIdent(clustered.name)}`, clustered)] : []),
    ]
  })
