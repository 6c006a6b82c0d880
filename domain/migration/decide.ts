import type { Actor } from '../access/actor'
import type { Refusal } from '../refusal'
import type { Result } from '../result'
import type { MigrationCommand, PersonCommand } from './commands'
import { decideForPerson } from './decide-for-person'
import { decideForWorker } from './decide-for-worker'
import type { Decision } from './decision'
import type { MigrationSnapshot } from './snapshot'

const personCommands: readonly MigrationCommand['type'][] = [
  'plan',
  'acknowledge',
  'waive',
  'chooseWriting',
  'start',
  'pause',
  'resume',
  'cancel',
  'updateConfig',
  'retry',
  'accept',
  'skipRejects',
  'replayReject',
]

/**
 * Decides what a command does to a migration. Pure: the same snapshot, command, actor and time give the same decision.
 * Policy first (a stranger learns nothing), then the lifecycle, then the command's own conditions.
 */
export function decide(
  snapshot: MigrationSnapshot,
  command: MigrationCommand,
  actor: Actor,
  now: Date,
): Result<Decision, Refusal> {
  return isPersonCommand(command)
    ? decideForPerson(snapshot, command, actor, now)
    : decideForWorker(snapshot, command, now)
}

function isPersonCommand(command: MigrationCommand): command is PersonCommand {
  return personCommands.includes(command.type)
}
