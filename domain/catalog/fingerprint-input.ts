import type { CatalogObject } from './catalog-object'

/**
 * The text whose SHA-256 is a catalog's fingerprint: what would be built, and nothing that moves while rows do. Row
 * estimates, sizes, sequence positions, OIDs and the server's version are not in it, nor is what is not carried.
 */
export const fingerprintInput = (objects: readonly CatalogObject[]): string =>
  JSON.stringify(
    objects
      .filter((object) => object.phase !== null && object.kind !== 'sequence-value')
      .map((object) => [object.identity, ...object.ddl])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0)),
  )
