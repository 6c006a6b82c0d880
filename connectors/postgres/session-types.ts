import pg from 'pg'

const { builtins } = pg.types
const narrow = new Set<number>([builtins.BOOL, builtins.INT2, builtins.INT4, builtins.OID, builtins.BYTEA])
const nameArray = 1003
const textArray = 1009

/**
 * How a session's row queries turn values into JavaScript: boolean, int2, int4, oid, bytea and text[] as one expects,
 * and *everything else as the server's own text*, since int8, numeric, floats, dates, times and JSON lose something
 * on the way through a number, a Date or JSON.parse. NULL stays null.
 */
export const sessionTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (narrow.has(oid) || oid === nameArray || oid === textArray) {
      return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown
    }
    return (value) => value
  },
}
