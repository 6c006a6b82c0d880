import { createMigration as insertMigration } from '@/db/create-migration'
import { type ConnectionRow, readConnections } from '@/db/statements/connections'
import { insertMapping, readMappings } from '@/db/statements/mappings'
import { migrationConfigSchema } from '@/domain/config/schema'
import type { Endpoint } from '@/domain/contracts/connection'
import type { CreateMigrationInput, MigrationDto } from '@/domain/contracts/migration'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import { getMigrationById } from '../../queries/migration/get-migration-by-id'
import type { CommandScope } from '../run-command'

/** CreateMigration (RFC 004): a Draft between two connections of the same project. */
export async function createMigration(
  scope: CommandScope,
  input: CreateMigrationInput,
): Promise<Result<MigrationDto, Refusal>> {
  const { tx, actor, now } = scope
  const { projectId, name, description } = input
  const allowed = await allowedInProject({ db: tx, userId: actor.userId }, projectId, 'migration.create')
  if (!allowed.ok) return allowed
  const ends = await readEnds(scope, input)
  if (!ends.ok) return ends
  const mapping = await findMapping(scope, input)
  if (!mapping.ok) return mapping
  const values = {
    projectId,
    name,
    description,
    sourceConnectionId: input.sourceConnectionId,
    targetConnectionId: input.targetConnectionId,
    mappingId: mapping.value.mappingId,
    mappingVersionId: mapping.value.versionId,
    config: migrationConfigSchema.parse(given(input.config)),
  }
  const { migrationId } = await insertMigration(tx, values, actor, now)
  return getMigrationById({ db: tx, userId: actor.userId, now }, { migrationId })
}

async function readEnds(
  { tx }: CommandScope,
  { projectId, sourceConnectionId, targetConnectionId }: CreateMigrationInput,
): Promise<Result<null, Refusal>> {
  const connections = await readConnections(tx, { projectId })
  const find = (id: string): ConnectionRow | undefined => connections.find((connection) => connection.id === id)
  const [source, target] = [find(sourceConnectionId), find(targetConnectionId)]
  const unknown = (field: string) =>
    refuse('not-found', 'The project has no such connection.', 'Choose one of the project’s connections.', field)
  if (source === undefined) return unknown('sourceConnectionId')
  if (target === undefined) return unknown('targetConnectionId')
  if (source.id === target.id || isSameDatabase(source.endpoint, target.endpoint))
    return refuse('invalid', 'Source and target are the same database.', 'Choose another target.', 'targetConnectionId')
  return ok(null)
}

const loopback: readonly string[] = ['localhost', '127.0.0.1', '::1']

/** The same host, port and database. Two names of one server are found out by the plan, which asks the servers themselves. */
function isSameDatabase(a: Endpoint, b: Endpoint): boolean {
  const host = ({ host: given }: Endpoint) => {
    const name = given.toLowerCase().replace(/\.$/, '')
    return loopback.includes(name) ? 'localhost' : name
  }
  return host(a) === host(b) && a.port === b.port && a.database === b.database
}

async function findMapping(
  { tx, actor, now }: CommandScope,
  { projectId, name, mapping }: CreateMigrationInput,
): Promise<Result<{ mappingId: string; versionId: string }, Refusal>> {
  if ('content' in mapping) {
    const { content } = mapping
    return ok(await insertMapping(tx, { projectId, name, userId: actor.userId, content, now }))
  }
  const [found] = await readMappings(tx, { id: mapping.mappingId })
  if (found === undefined || found.projectId !== projectId)
    return refuse('not-found', 'The project has no such mapping.', 'Choose one of its mappings.', 'mapping.mappingId')
  return ok({ mappingId: found.id, versionId: found.versionId })
}

/** What was said; the rest takes its default. */
function given(patch: CreateMigrationInput['config']) {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
