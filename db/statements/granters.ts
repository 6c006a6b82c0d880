import { alias } from 'drizzle-orm/pg-core'
import { users } from '../schema/people'

/** Users once more, as those who have given something. */
export const granters = alias(users, 'granters')
