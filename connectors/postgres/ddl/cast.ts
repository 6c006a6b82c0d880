import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

/** OIDs below this one belong to what initdb made. */
const firstUserOid = 16_384

interface Row {
  oid: number
  from: string
  to: string
  function: string | null
  method: string
  context: string
}

export const readCasts = async ({ query, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT k.oid, format_type(k.castsource, NULL) AS from, format_type(k.casttarget, NULL) AS to,
            CASE WHEN k.castfunc <> 0 THEN k.castfunc::regprocedure::text END AS function,
            k.castmethod::text AS method, k.castcontext::text AS context
       FROM pg_cast k
      WHERE k.oid >= ${firstUserOid} AND ${notFromExtension('pg_cast', 'k.oid')}
        AND NOT EXISTS (SELECT FROM pg_depend i
                         WHERE i.classid = 'pg_cast'::regclass AND i.objid = k.oid AND i.deptype = 'i')`,
  )
  return rows.map((row) => {
    const identity = `(${row.from} AS ${row.to})`
    const how =
      row.function !== null ? `WITH FUNCTION ${row.function}` : row.method === 'i' ? 'WITH INOUT' : 'WITHOUT FUNCTION'
    const when = row.context === 'a' ? ' AS ASSIGNMENT' : row.context === 'i' ? ' AS IMPLICIT' : ''
    return draft({ ref: refOf('pg_cast', row.oid), kind: 'cast', identity, name: identity, phase: 'before' }, () => [
      `CREATE CAST ${identity} ${how}${when}`,
    ])
  })
}
