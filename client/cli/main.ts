import { Command, CommanderError } from 'commander'
import { addConnTest } from './commands/conn-test'
import { addControl } from './commands/control'
import { addLogin } from './commands/login'
import { addMigrate } from './commands/migrate'
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
addControl(program)

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
