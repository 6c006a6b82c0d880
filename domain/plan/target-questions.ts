import type { Catalog } from '../catalog/catalog'
import type { CatalogTable } from '../catalog/catalog-table'
import type { TargetQuestions } from './facts'
import { refOf } from './table-name'

/** What has to be asked of the target, given the chosen tables and everything that might go along with them. */
export function targetQuestions({
  migrationId,
  tables,
  source,
}: {
  readonly migrationId: string
  readonly tables: readonly CatalogTable[]
  readonly source: Pick<Catalog, 'objects'>
}): TargetQuestions {
  const { objects } = source
  return {
    migrationId,
    tables: tables.map(refOf),
    schemas: unique([...tables.map(({ schema }) => schema), ...objects.flatMap(({ schema }) => schema ?? [])]),
    extensions: unique(
      objects.flatMap(({ kind, phase, name }) => (kind === 'extension' && phase !== null ? [name] : [])),
    ),
    collations: unique(tables.flatMap(({ columns }) => columns.flatMap(({ collation }) => builtIn(collation) ?? []))),
    roles: unique(objects.flatMap(({ roles }) => roles)),
  }
}

const unique = (names: readonly string[]) => [...new Set(names)].sort()

/** The name of a collation in `pg_catalog`, out of its name in SQL; null for one of the user's own, which is carried. */
function builtIn(collation: string | null): string | null {
  const found = /^(?:pg_catalog\.)?(?:"((?:[^"]|"")+)"|([a-z_][a-z0-9_$]*))$/.exec(collation ?? '')
  if (found === null) return null
  return found[1]?.replaceAll('""', '"') ?? found[2] ?? null
}
