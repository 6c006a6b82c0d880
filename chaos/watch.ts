import pg from 'pg'
import { Desk } from './desk'

/**
 * The superuser's own session on a database, for looking and for harm: one question after the other. It is opened anew where a fault
 * has cut it.
 */
export class Watch {
  private readonly url: string
  private readonly desk = new Desk()
  private client: pg.Client | null = null

  constructor(url: string) {
    this.url = url
  }

  /** Rows of a query; none where the server is away, or has not what is asked about yet. */
  async ask<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.demand<T>(sql, values).catch(() => [])
  }

  /** Rows of a query; throws whatever is wrong. */
  demand<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.desk.use(async () => {
      const client = await this.open()
      return (await client.query<T>(sql, values)).rows
    })
  }

  close(): Promise<void> {
    return this.desk.use(async () => {
      await this.client?.end().catch(() => undefined)
      this.client = null
    })
  }

  private async open(): Promise<pg.Client> {
    if (this.client !== null) return this.client
    const client = new pg.Client({ connectionString: this.url, application_name: 'chaos' })
    for (const event of ['error', 'end'] as const) {
      client.on(event, () => {
        if (this.client === client) this.client = null
      })
    }
    await client.connect()
    this.client = client
    return client
  }
}
