import type pg from 'pg'
import type { Catalog } from '@/domain/catalog/catalog'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import { parsePostgresUrl } from '@/domain/connection/postgres-url'
import { openSession } from '../connect'
import { introspect } from '../introspect'

/** The target behind a URL of the tests. */
export const targetOf = (url: string): ConnectionTarget => {
  const parsed = parsePostgresUrl(url)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

/** A pinned session for as long as `use` takes. */
export const withSession = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = await openSession(targetOf(url), { applicationName: 'godwit test' })
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

export const introspectUrl = (url: string): Promise<Catalog> => withSession(url, (client) => introspect(client))

/** Makes in an empty target what the source has, statement by statement in the catalog's order; names the one that fails. */
export const copyStructure = async (
  sourceUrl: string,
  targetUrl: string,
): Promise<{ source: Catalog; target: Catalog }> => {
  const source = await introspectUrl(sourceUrl)
  const target = await withSession(targetUrl, async (client) => {
    for (const { identity, ddl } of source.objects) {
      for (const statement of ddl) {
        await client.query(statement).catch((error: unknown) => {
          throw new Error(`${identity}\n${statement}\n${String(error)}`, { cause: error })
        })
      }
    }
    return introspect(client)
  })
  return { source, target }
}

/** The objects that are not made alike, each with both texts: what a fingerprint can only say yes or no to. */
export const structuralDifferences = (source: Catalog, target: Catalog): string[] => {
  const texts = ({ objects }: Catalog) =>
    new Map(
      objects
        .filter(({ phase, kind }) => phase !== null && kind !== 'sequence-value')
        .map(({ identity, ddl }) => [identity, ddl.join(';\n')]),
    )
  const [before, after] = [texts(source), texts(target)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((identity) => before.get(identity) !== after.get(identity))
    .map((identity) => `${identity}\n${before.get(identity) ?? 'missing'}\n→\n${after.get(identity) ?? 'missing'}`)
}
