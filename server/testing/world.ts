import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client'
import superjson from 'superjson'
import { apiTokens } from '@/db/schema/people'
import {
  type Person,
  sealingKeyPair,
  seedConnection,
  seedMigration,
  seedPerson,
  seedProject,
} from '@/db/testing/fixtures'
import { type GodwitDatabase, godwitDatabase } from '@/db/testing/godwit-database'
import type { AccessLevel } from '@/domain/access/roles'
import type { Refusal } from '@/domain/refusal'
import { makeApiToken } from '../auth/secrets'
import { valueKeyOf } from '../auth/value-key'
import { handleTrpc } from '../http/trpc-handler'
import { Hub } from '../live/hub'
import { createLogger } from '../logger'
import type { Services } from '../services'
import type { AppRouter } from '../trpc/root'

/** The address at which tests reach the API; nothing listens there, requests go straight to the handler. */
export const testUrl = new URL('http://godwit.test')

/** The API, a database of its own, and a project with one person of each level. */
export interface World {
  readonly database: GodwitDatabase
  readonly services: Services
  readonly people: Record<AccessLevel | 'stranger', Person>
  readonly projectId: string
  readonly sourceConnectionId: string
  readonly targetConnectionId: string
  /** The API as somebody, by an API token. */
  readonly as: (person: Person) => Promise<TRPCClient<AppRouter>>
  readonly tokenOf: (person: Person) => Promise<string>
  readonly draft: (by?: Person) => Promise<string>
  /** Every line that was logged, at the most talkative level. */
  readonly logged: readonly string[]
  readonly close: () => Promise<void>
}

/** Makes a world. `close` it: it throws where a session is left open. */
export async function openWorld(): Promise<World> {
  const database = await godwitDatabase()
  const { db } = database
  const { publicKeys } = await sealingKeyPair()
  const logged: string[] = []
  const services = makeServices(database, publicKeys, logged)
  const people = {
    owner: await seedPerson(db, 'Olga'),
    manager: await seedPerson(db, 'Mina'),
    operator: await seedPerson(db, 'Otto'),
    viewer: await seedPerson(db, 'Vera'),
    stranger: await seedPerson(db, 'Stan'),
  }
  const { owner, manager, operator, viewer } = people
  const projectId = await seedProject(db, owner, [
    [manager, 'manager'],
    [operator, 'operator'],
    [viewer, 'viewer'],
  ])
  const connect = (url: string) => seedConnection(db, { projectId, by: owner, url, publicKeys })
  const sourceConnectionId = await connect('postgres://reader:source-password@source.example:5432/crm')
  const targetConnectionId = await connect('postgres://writer:target-password@target.example:5432/warehouse')
  const ends = { sourceConnectionId, targetConnectionId }
  const tokens = new Map<string, string>()
  const tokenOf = async ({ userId }: Person) => {
    const token = tokens.get(userId) ?? (await insertToken(database, userId))
    tokens.set(userId, token)
    return token
  }
  return {
    database,
    services,
    people,
    projectId,
    ...ends,
    logged,
    tokenOf,
    as: async (person) => connectAs(services, await tokenOf(person)),
    draft: (by = owner) => seedMigration(db, { projectId, by, ...ends }),
    close: async () => {
      await services.hub.close()
      await database.drop()
    },
  }
}

const authSecret = 'a secret of the tests, long enough for anything'

function makeServices({ db, url }: GodwitDatabase, sealingKeys: Services['sealingKeys'], logged: string[]): Services {
  const logger = createLogger('trace', { write: (line: string) => void logged.push(line) })
  return {
    db,
    hub: new Hub({ db, listenUrl: url, logger }),
    logger,
    authSecret,
    valueKey: valueKeyOf(authSecret).privateKey,
    url: testUrl,
    sealingKeys,
    now: () => new Date(),
    shutdown: new AbortController(),
  }
}

async function insertToken({ db }: GodwitDatabase, userId: string): Promise<string> {
  const { secret, hash } = makeApiToken()
  await db.insert(apiTokens).values({ userId, name: 'tests', prefix: secret.slice(0, 8), secretHash: hash })
  return secret
}

/** A client whose requests go straight to the handler: everything but the socket is real. */
export function connectAs(services: Services, token: string): TRPCClient<AppRouter> {
  const url = new URL('/api/trpc', testUrl).href
  const link = httpLink({
    url,
    transformer: superjson,
    headers: { authorization: `Bearer ${token}` },
    fetch: (input, init) => handleTrpc(new Request(input, init as RequestInit), services),
  })
  return createTRPCClient<AppRouter>({ links: [link] })
}

/** The refusal that a call ends with; throws where it ends in any other way. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal & { readonly http: number }> {
  const error = await call.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof TRPCClientError)) throw new Error('The call was not refused.', { cause: error })
  const { refusal, httpStatus } = error.data
  if (!refusal) throw new Error(`No refusal but: ${error.message}`, { cause: error })
  return { ...refusal, http: httpStatus }
}
