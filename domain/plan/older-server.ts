import type { CatalogObject } from '../catalog/catalog-object'

/** Why a server of a major version cannot hold a thing in any form; null: it can, perhaps without some part. */
export function tooNewFor({ newer }: CatalogObject, major: number): string | null {
  const feature = newer.find(({ since, spared }) => spared === null && major < since)
  return feature ? `PostgreSQL ${major} cannot hold ${feature.what}: that came with version ${feature.since}.` : null
}

/** A thing as a server of a major version can make it, and what it lacks there, in words for the plan. */
export function madeOn(object: CatalogObject, major: number): { object: CatalogObject; lacks: string | null } {
  const lost = object.newer.filter(({ since, spared }) => spared !== null && major < since)
  if (lost.length === 0) return { object, lacks: null }
  const spared = new Set(lost.flatMap((feature) => feature.spared ?? []))
  const what = lost.map((feature) => feature.what).join(', ')
  return {
    object: { ...object, ddl: object.ddl.filter((statement) => !spared.has(statement)) },
    lacks: `It is made, but without ${what}: PostgreSQL ${major} cannot hold that.`,
  }
}
