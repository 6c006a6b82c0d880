import type { CatalogSequence } from '@/domain/catalog/catalog'
import { qualified, quoteLiteral } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'
import { lostBefore } from './newer'

/** A sequence with what only introspection needs to know of it. */
export interface SequenceRow extends CatalogSequence {
  oid: number
  nsp: number
  /** Serves a column GENERATED AS IDENTITY, whose table makes it. */
  identity: boolean
  unlogged: boolean
  readable: boolean
  ownerOid: number | null
  ownerAttnum: number | null
}

type Row = Omit<SequenceRow, 'ownedBy' | 'lastValue' | 'isCalled' | 'identity'> & {
  dependency: string | null
  ownerSchema: string | null
  ownerTable: string | null
  ownerColumn: string | null
}

/** All sequences without their positions: those are outside snapshots and read apart (`sequence-positions.ts`). */
export const readSequences = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<SequenceRow[]> => {
  const rows = await query<Row>(
    `SELECT c.oid, n.oid AS nsp, n.nspname::text AS schema, c.relname::text AS name, c.relpersistence = 'u' AS unlogged,
            format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start, s.seqincrement::text AS increment,
            s.seqmin::text AS minimum, s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
            has_schema_privilege(n.oid, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT') AS readable,
            d.deptype::text AS dependency, t.oid AS "ownerOid", a.attnum AS "ownerAttnum",
            tn.nspname::text AS "ownerSchema", t.relname::text AS "ownerTable", a.attname::text AS "ownerColumn"
       FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
            LEFT JOIN pg_class t ON t.oid = d.refobjid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
            LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE c.relpersistence <> 't' AND ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}
      ORDER BY n.nspname, c.relname`,
  )
  return rows.map(({ dependency, ownerSchema, ownerTable, ownerColumn, ...row }) => ({
    ...row,
    ownedBy:
      ownerSchema !== null && ownerTable !== null && ownerColumn !== null
        ? { schema: ownerSchema, table: ownerTable, column: ownerColumn }
        : null,
    identity: dependency === 'i',
    lastValue: null,
    isCalled: false,
  }))
}

/** The options shared by CREATE SEQUENCE and an identity column. */
export const sequenceOptions = ({ start, increment, minimum, maximum, cache, cycle }: CatalogSequence): string =>
  `START WITH ${start} INCREMENT BY ${increment} MINVALUE ${minimum} MAXVALUE ${maximum} CACHE ${cache}${cycle ? ' CYCLE' : ''}`

/** The sequences that a statement of their own makes. Who owns them is said by the owner, which comes later. */
export const sequenceDrafts = (sequences: readonly SequenceRow[]): Draft[] =>
  sequences
    .filter(({ identity }) => !identity)
    .map((row) => {
      const { oid, nsp, schema, name, ownedBy, ownerOid } = row
      const identity = qualified(schema, name)
      const setUnlogged = row.unlogged ? [`ALTER SEQUENCE ${identity} SET UNLOGGED`] : []
      return draft(
        {
          ref: refOf('pg_class', oid),
          kind: 'sequence',
          identity,
          schema,
          name,
          table: ownedBy && { schema: ownedBy.schema, name: ownedBy.table },
          phase: 'before',
          needs: [refOf('pg_namespace', nsp)],
          ignores: ownerOid === null ? [] : [refOf('pg_class', ownerOid)],
          newer: row.unlogged ? [lostBefore(15, 'being unlogged', setUnlogged)] : [],
        },
        () => [`CREATE SEQUENCE ${identity} AS ${row.type} ${sequenceOptions(row)}`, ...setUnlogged],
      )
    })

/** Where each sequence stood, as setval; what sets it for good reads the source once more and never goes backwards. */
export const sequenceValueDrafts = (sequences: readonly SequenceRow[]): Draft[] =>
  sequences.map(({ oid, schema, name, ownedBy, lastValue, isCalled }) => {
    const identity = qualified(schema, name)
    const given = {
      ref: `value:${oid}`,
      kind: 'sequence-value' as const,
      identity,
      schema,
      name,
      table: ownedBy && { schema: ownedBy.schema, name: ownedBy.table },
      needs: [refOf('pg_class', oid)],
    }
    if (lastValue === null) {
      return draft({ ...given, phase: null, reason: 'The role may not read where it stands: GRANT SELECT on it.' })
    }
    return draft({ ...given, phase: 'after' }, () => [
      `SELECT pg_catalog.setval(${quoteLiteral(identity)}::pg_catalog.regclass, ${lastValue}, ${isCalled})`,
    ])
  })
