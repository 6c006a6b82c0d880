import { Command, CommanderError } from 'commander'
import { addConfig } from './commands/config'
import { addConnTest } from './commands/conn-test'
import { addControl } from './commands/control'
import { addErrors } from './commands/errors'
import { addLogin } from './commands/login'
import { addMigrate } from './commands/migrate'
import { addPlan } from './commands/plan'
import { addAccept, addRetry } from './commands/retry'
import { exitCodes } from './exit-codes'
import { explain } from './explain'
import { paint, say } from './terminal'

const program = new Command('godwit')
  .description('Executes data migrations between databases, safely. A plain user of Godwit’s public API.')
  .version('0.1.0')
  .showHelpAfterError('(godwit --help shows what there is)')
  .exitOverride()
addLogin(program)
addConnTest(program)
addMigrate(program)
addPlan(program)
addControl(program)
addErrors(program)
addRetry(program)
addAccept(program)
addConfig(program)

try {
  await program.parseAsync()
} catch (cause) {
  process.exitCode = conclude(cause)
}
// A stream that is being closed must not keep a finished command alive.
process.stdout.write('', () => process.exit())

function conclude(cause: unknown): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  const { exitCode, message, fix } = explain(cause)
  say(`${paint('red', 'godwit:')} ${message}`)
  if (fix !== null) say(`        ${fix}`)
  return exitCode
}
