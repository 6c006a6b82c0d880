import type { Refusal } from '../refusal'
import { refuse } from '../refusal'
import { ok, type Result } from '../result'
import { type AccessLevel, reaches } from './roles'

/**
 * The least level that each action needs. The table is the documentation: nothing else in Godwit compares levels.
 * The actions on a migration bear the names of the lifecycle's columns.
 */
export const leastLevel = {
  'project.see': 'viewer',
  'project.rename': 'owner',
  'project.members': 'owner',
  'connection.see': 'viewer',
  'connection.test': 'operator',
  'connection.change': 'manager',
  'mapping.see': 'viewer',
  'mapping.change': 'manager',
  'migration.see': 'viewer',
  'migration.create': 'manager',
  'migration.plan': 'operator',
  'migration.acknowledge': 'operator',
  'migration.waive': 'manager',
  'migration.chooseWriting': 'manager',
  'migration.start': 'operator',
  'migration.pause': 'operator',
  'migration.resume': 'operator',
  'migration.cancel': 'operator',
  'migration.updateConfig': 'manager',
  'migration.retry': 'operator',
  'migration.accept': 'manager',
  'migration.skipRejects': 'manager',
  'migration.replayReject': 'manager',
  'migration.readValues': 'manager',
} as const satisfies Record<string, AccessLevel>
export type PolicyAction = keyof typeof leastLevel

/**
 * May someone who holds `level` do `action`? No level at all answers `not-found`, so that a stranger cannot learn
 * what exists. Starting into a production target needs a manager (`raisedTo`).
 */
export function can(
  level: AccessLevel | null,
  action: PolicyAction,
  raisedTo?: AccessLevel,
): Result<AccessLevel, Refusal> {
  const needed = raisedTo ?? leastLevel[action]
  if (level === null)
    return refuse('not-found', 'There is nothing here that you may see.', 'Ask an owner of the project for access.')
  if (!reaches(level, needed))
    return refuse(
      'forbidden',
      `This needs the level ${needed}; yours is ${level}.`,
      'Ask an owner of the project to do it, or for the level.',
    )
  return ok(level)
}
