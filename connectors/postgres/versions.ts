/** Major versions of PostgreSQL that introspection reads and sessions open. Older ones lack catalog columns it names. */
export const oldestSupported = 14
/** A newer server is taken with a word of warning: its catalogs may hold kinds of things that nobody here knows yet. */
export const newestTested = 18
