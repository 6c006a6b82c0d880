import { withClient } from '@/testbed/server'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'

/** A source with `sql` in it and an empty target, for one test. Dropping them throws where the engine left a session open. */
export async function between(
  sql: string,
  test: (source: TestDatabase, target: TestDatabase) => Promise<void>,
): Promise<void> {
  const source = await createTestDatabase()
  const target = await createTestDatabase()
  await withClient(source.url, (client) => client.query(sql))
  await test(source, target)
  await source.drop()
  await target.drop()
}

/** Runs SQL on a test's own database. */
export const run = (database: { url: string }, sql: string) => withClient(database.url, (client) => client.query(sql))

/** One row of one value, as text. */
export async function cell(url: string, sql: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<[unknown]>({ text: sql, rowMode: 'array' } as never)
    return String((rows as unknown as unknown[][])[0]?.[0])
  })
}
