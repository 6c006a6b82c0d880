import type { Db } from '@/db/client'
import type { Tx } from '@/db/transaction'
import type { Identity } from '../auth/identity'

/** Who asks a query, of which database (a transaction, where a command answers with what it has just written), and when. */
export interface Ask {
  readonly db: Db | Tx
  readonly userId: string
  readonly identity: Identity
  readonly now: Date
}
