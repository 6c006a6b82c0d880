import { bigint, timestamp } from 'drizzle-orm/pg-core'

/** A point in time, to the millisecond. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

/** A number of rows or bytes, which may be beyond what a JS number holds. */
export const count = (name: string) => bigint(name, { mode: 'bigint' })
