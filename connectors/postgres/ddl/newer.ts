import type { NewerFeature } from '@/domain/catalog/catalog-object'

/** What no server before a major version can hold in any form. */
export const onlySince = (since: number, what: string): NewerFeature => ({ since, what, spared: null })

/** What is lost on servers before a major version, where the thing is made without these statements. */
export const lostBefore = (since: number, what: string, spared: string[] = []): NewerFeature => ({
  since,
  what,
  spared,
})

/** Numbers rounded before the point, or with more decimals than digits. `type` is as `format_type` writes it. */
export const scaleFeatures = (type: string): NewerFeature[] => {
  const [, precision, scale] = /^numeric\((\d+),(-?\d+)\)/.exec(type) ?? []
  const isUsual = scale === undefined || (Number(scale) >= 0 && Number(scale) <= Number(precision))
  return isUsual ? [] : [onlySince(15, `the type ${type}`)]
}

/** Storage parameters of tables by the version that brought them. */
const storageSince = new Map([
  ['vacuum_max_eager_freeze_failure_rate', 18],
  ['autovacuum_vacuum_max_threshold', 18],
])
/** Since when a table knows a storage parameter (`fillfactor=70`); undefined: since ever. */
export const storageOptionSince = (option: string): number | undefined =>
  storageSince.get((option.split('=')[0] ?? '').replace(/^toast\./, ''))
