import { sql } from 'drizzle-orm'
import type { Job } from '@/domain/jobs'
import type { Db } from '../client'
import { enqueue } from '../queue'
import { transaction } from '../transaction'

/**
 * Queues a job about a migration, unless one of its name is waiting already: a nudge that is repeated while nobody takes it must
 * not pile up. Answers whether it was queued.
 */
export async function nudge(db: Db, job: Extract<Job, { name: 'plan' | 'run' | 'replay' }>): Promise<boolean> {
  return transaction(db, async (tx) => {
    const waiting = await tx.execute(
      sql`select 1 from pgboss.job
           where name = ${job.name} and state in ('created', 'retry') and data ->> 'migrationId' = ${job.data.migrationId}
           limit 1`,
    )
    if (waiting.length > 0) return false
    await enqueue(tx, job)
    return true
  })
}
