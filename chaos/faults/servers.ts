import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { asSuperuser } from '../arena'
import type { Battlefield } from '../battlefield'
import { untilSo } from '../patience'
import { between, oneOf } from '../random'
import type { End } from '../scenario'
import { stateOf } from '../sight'
import { type Fault, NotPossible } from './fault'

/** Sessions of Godwit's role are ended by the server, some or all, some times. */
export const endBackends =
  (end: End): Fault =>
  async (field, random) => {
    for (let n = between(random, 1, 4); n > 0; n--) {
      const share = oneOf(random, [0.4, 0.7, 1])
      await endSessions(
        field,
        end,
        `hashint4(pid + ${between(random, 0, 1_000)}) % 100 BETWEEN ${-100 * share} AND ${100 * share}`,
      )
      await wait(between(random, 30, 400))
    }
  }

/** The session that holds the run's snapshot is ended. */
export const endKeeper: Fault = (field) => endSessions(field, 'source', `application_name LIKE 'godwit keeper%'`)

/** An immediate restart, as after a crash: sessions are cut, and what was not flushed is gone. */
export const crash =
  (end: End): Fault =>
  async ({ arena: { servers }, desk }, random) => {
    const { cluster } = servers[end]
    const restart = async () => {
      await cluster.kill()
      await wait(between(random, 0, 800))
      await cluster.restart()
    }
    await (end === 'own' ? desk.use(restart) : restart())
  }

/** The role may have no more than two connections for a while, and has lost those that it had. */
export const limit =
  (end: End): Fault =>
  async (field, random) => {
    const server = field.arena.servers[end]
    await asSuperuser(server, `ALTER ROLE ${server.role.name} CONNECTION LIMIT 2`)
    try {
      await endSessions(field, end, 'true')
      await wait(between(random, 600, 2_000))
    } finally {
      await asSuperuser(server, `ALTER ROLE ${server.role.name} CONNECTION LIMIT -1`)
    }
  }

/** Somebody else wants a table for himself for a while. In the source he waits behind the run, and others wait behind him. */
export const lock =
  (end: 'source' | 'target'): Fault =>
  async ({ urls }, random) => {
    const client = new pg.Client({ connectionString: urls[end], application_name: 'chaos' })
    client.on('error', () => undefined)
    await client.connect()
    try {
      const mode = oneOf(random, ['ACCESS EXCLUSIVE', 'SHARE ROW EXCLUSIVE'])
      const table = oneOf(random, ['parents', 'children', 'journal', 'codes'])
      await client.query(`SET lock_timeout = 2000; BEGIN`)
      const held = await client.query(`LOCK TABLE public.${table} IN ${mode} MODE`).then(
        () => true,
        () => false,
      )
      if (held) await wait(between(random, 600, 2_500))
      await client.query('ROLLBACK')
    } finally {
      await client.end()
    }
  }

/** The target's disk is full until the run has paused with that reason. */
export const fillDisk: Fault = async (field) => {
  const { smallDisk } = field.arena
  if (smallDisk === null) throw new NotPossible('This user may not mount a small disk.')
  await smallDisk.fill()
  try {
    await untilSo(async () => (await stateOf(field))?.state === 'Paused', 20_000)
  } finally {
    await smallDisk.empty()
  }
}

async function endSessions({ arena, source, target, own }: Battlefield, end: End, which: string): Promise<void> {
  await { source, target, own }[end].ask(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND ${which}`,
    [arena.servers[end].role.name],
  )
}
