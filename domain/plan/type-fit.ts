import type { CatalogColumn } from '../catalog/catalog-table'

/** Whether every value of the source's type has a place in the target's: as it is, as another type, or not surely. */
export type TypeFit = 'same' | 'wider' | 'other-type' | 'narrower' | 'different'

const oids = {
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  json: 114,
  float8: 701,
  bpchar: 1042,
  varchar: 1043,
  timestamp: 1114,
  timestamptz: 1184,
  bit: 1560,
  varbit: 1562,
  numeric: 1700,
  interval: 1186,
  jsonb: 3802,
}
/** Types whose modifier counts fractional digits of a second: time, timestamp, timestamptz, timetz. */
const precisions = [1083, 1114, 1184, 1266]

/** Another type that holds each value of the first, and whose text is the same. */
const widenings: readonly (readonly [number, number])[] = [
  [oids.int2, oids.int4],
  [oids.int2, oids.int8],
  [oids.int4, oids.int8],
  [oids.varchar, oids.text],
  [oids.text, oids.varchar],
  [oids.int2, oids.numeric],
  [oids.int4, oids.numeric],
  [oids.int8, oids.numeric],
]
/** Decimal digits of whole numbers. */
const digitsOf = new Map([
  [oids.int2, 5],
  [oids.int4, 10],
  [oids.int8, 19],
])

/** Why a value might not come through. */
export type TypeLoss =
  | 'length'
  | 'range'
  | 'digits'
  | 'seconds'
  | 'fields'
  | 'zone'
  | 'assumed-zone'
  | 'precision'
  | 'json'

/** Another type that takes the text of most values of the first, and loses something of others. */
const narrowings: readonly (readonly [number, number, TypeLoss])[] = [
  [oids.int4, oids.int2, 'range'],
  [oids.int8, oids.int2, 'range'],
  [oids.int8, oids.int4, 'range'],
  [oids.numeric, oids.float8, 'precision'],
  [oids.timestamptz, oids.timestamp, 'zone'],
  [oids.timestamp, oids.timestamptz, 'assumed-zone'],
  [oids.json, oids.jsonb, 'json'],
]

/**
 * Compares a source column's type with that of the column that exists in the target.
 * - `same`: type and modifier are equal.
 * - `wider`: the same type, and the target's modifier surely holds every value.
 * - `other-type`: another type that surely holds every value, with the same text.
 * - `narrower`: a value may not fit, or loses something; `typeLoss` says what.
 * - `different`: anything else: its values could not be read from their text, or would mean something else.
 */
export function typeFit(source: CatalogColumn, target: CatalogColumn): TypeFit {
  if (source.type === target.type) return 'same'
  if (source.typeKind === 'domain' || target.typeKind === 'domain') return 'different'
  const oid = source.elementTypeOid ?? source.typeOid
  if (isSameType(source, target)) {
    if (modifierFits(oid, source.typmod, target.typmod)) return 'wider'
    // Values of a fixed width are padded or refused, all of them.
    return oid === oids.bpchar || oid === oids.bit ? 'different' : 'narrower'
  }
  if (source.elementTypeOid !== null || target.elementTypeOid !== null) return 'different'
  if (!isPair(widenings, source, target)) return isPair(narrowings, source, target) ? 'narrower' : 'different'
  if (target.typmod === -1) return 'other-type'
  const digits = digitsOf.get(source.typeOid)
  if (digits === undefined) return 'narrower'
  const { precision, scale } = numericModifier(target.typmod)
  return scale >= 0 && precision - scale >= digits ? 'other-type' : 'narrower'
}

/** What a `narrower` column may lose. */
export function typeLoss(source: CatalogColumn, target: CatalogColumn): TypeLoss {
  const named = narrowings.find(([from, to]) => source.typeOid === from && target.typeOid === to)
  if (named !== undefined) return named[2]
  const oid = target.elementTypeOid ?? target.typeOid
  if (oid === oids.interval) return 'fields'
  if (precisions.includes(oid)) return 'seconds'
  if (oid !== oids.numeric) return 'length'
  return digitsOf.has(source.typeOid) ? 'range' : 'digits'
}

const isSameType = (a: CatalogColumn, b: CatalogColumn) =>
  a.typeSchema === b.typeSchema && a.typeName === b.typeName && a.elementTypeOid === b.elementTypeOid

const isPair = (
  pairs: readonly (readonly [number, number, ...unknown[]])[],
  source: CatalogColumn,
  target: CatalogColumn,
) => pairs.some(([from, to]) => source.typeOid === from && target.typeOid === to)

/** Is every value under modifier `from` a value under `to`, unchanged? Modifiers as in `pg_attribute.atttypmod`. */
function modifierFits(oid: number, from: number, to: number): boolean {
  if (from === to) return true
  // `character` and `bit` without a modifier in the catalog hold any length, but fixed ones pad: never wider.
  if (oid === oids.bpchar || oid === oids.bit) return false
  if (to === -1) return true
  if (from === -1) return false
  if (oid === oids.varchar || oid === oids.varbit) return to >= from
  if (oid === oids.numeric) return numericFits(from, to)
  if (oid === oids.interval) return intervalFits(from, to)
  if (precisions.includes(oid)) return to >= from
  return false
}

function numericFits(from: number, to: number): boolean {
  const [a, b] = [numericModifier(from), numericModifier(to)]
  return b.scale >= a.scale && b.precision - b.scale >= a.precision - a.scale
}

/** Precision and scale of a numeric; a scale is signed and 11 bits wide since PostgreSQL 15. */
export function numericModifier(typmod: number): { precision: number; scale: number } {
  const bits = typmod - 4
  const scale = bits & 0x7ff
  return { precision: (bits >> 16) & 0xffff, scale: (scale ^ 1024) - 1024 }
}

/** The fields above 16 bits are a mask of those that are kept: others hold no more unless they keep all. */
function intervalFits(from: number, to: number): boolean {
  const [a, b] = [intervalModifier(from), intervalModifier(to)]
  return (b.fields === a.fields || b.fields === allFields) && b.precision >= a.precision
}

const allFields = 0x7fff
/** A precision of 0xffff is the full one. */
const intervalModifier = (typmod: number) => ({ fields: (typmod >> 16) & allFields, precision: typmod & 0xffff })
