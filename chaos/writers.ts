import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { withClient } from '@/testbed/server'
import type { Random } from './random'

/** Somebody who writes all the while; `stop` answers how many transactions were acknowledged. */
export interface Writer {
  readonly stop: () => Promise<number>
}

/** Inserts, updates and deletes in all tables of the source, in one transaction each time. */
export const writeToSource = (url: string, random: Random): Writer =>
  writing(url, random, async (client) => {
    const some = 1 + Math.floor(random() * 3_000)
    const parent = `(SELECT min(id) FROM public.parents WHERE id >= ${some})`
    const before = `(SELECT max(id) FROM public.parents WHERE id < ${some})`
    await client.query(`
      BEGIN;
      WITH made AS (INSERT INTO public.parents (name, heir) VALUES ('new ' || gen_random_uuid(), (SELECT min(id) FROM public.parents)) RETURNING id)
        INSERT INTO public.children SELECT id, g, 'new' FROM made, generate_series(1, 2) g;
      UPDATE public.children SET body = 'changed ' || n || body WHERE parent = ${parent};
      UPDATE public.parents SET name = name || '!' WHERE id = ${parent};
      DELETE FROM public.children WHERE parent = ${before};
      DELETE FROM public.parents WHERE id = ${before} AND NOT EXISTS (SELECT FROM public.children WHERE parent = id);
      INSERT INTO public.journal (line) VALUES ('new');
      DELETE FROM public.journal WHERE ctid = (SELECT ctid FROM public.journal OFFSET ${some % 900} LIMIT 1);
      UPDATE public.codes SET code = 'd' || md5(code || ${some}) WHERE code = (SELECT min(code) FROM public.codes WHERE code > 'c${some.toString(16)}');
      COMMIT`)
  })

/** New rows in a table of the target that is none of the run's. */
export function writeBeside(url: string, random: Random): Writer {
  let id = 0
  return writing(url, random, async (client) => {
    id += 1
    await client.query('INSERT INTO bystander.notes VALUES ($1, $2)', [id, 'x'.repeat(Math.floor(random() * 200))])
  })
}

/** Works until it is stopped; where the server is away, it comes back when that does. */
function writing(url: string, random: Random, work: (client: pg.Client) => Promise<void>): Writer {
  let stopped = false
  let done = 0
  const session = async (client: pg.Client) => {
    client.on('error', () => undefined)
    for (; !stopped; done++) {
      await work(client)
      await wait(5 + random() * 20)
    }
  }
  const writer = (async () => {
    while (!stopped) await withClient(url, session).catch(() => wait(50))
  })()
  return {
    stop: async () => {
      stopped = true
      await writer
      return done
    },
  }
}
