import { textArray } from './words'

/**
 * SQL expressions over `n`, a row's number. Nothing in the demo is random: each value comes of the row's number by the
 * server's own hash, the one that partitions are chosen with, which is the same on every machine and in every version.
 * A salt keeps one column from following another.
 */
export const hashFunction = `
  CREATE FUNCTION pg_temp.h(n bigint, salt bigint, size bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    AS 'SELECT (hashint8extended(n, salt) & 9223372036854775807) % size'`

/** The rows' numbers, 1 to `count` (a number, or SQL for one), as `n`. */
export const numbers = (count: number | string) => `generate_series(1::bigint, ${count}) n`

/** One of some words. */
export const pick = (words: readonly string[], salt: number) => pickFrom(textArray(words), salt)

/** One element of an array in SQL. */
export const pickFrom = (array: string, salt: number) => `(${array})[1 + pg_temp.h(n, ${salt}, cardinality(${array}))]`

/** A moment: rows 1 to `count` follow one another evenly over `days`, each late by up to an hour. */
export const moment = (options: { from: string; days: number; count: number | string; salt: number }) =>
  `TIMESTAMPTZ '${options.from} 00:00+00' + n * ${options.days * 86_400} / ${options.count} * INTERVAL '1 second'
   + pg_temp.h(n, ${options.salt}, 3600000000) * INTERVAL '1 microsecond'`
