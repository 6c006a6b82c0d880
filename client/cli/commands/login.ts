import type { Command } from 'commander'
import { createGodwitClient } from '../../create-client'
import { saveCredentials } from '../credentials'
import { CommandError, exitCodes } from '../exit-codes'
import { answer, askSecret, isInteractive, say } from '../terminal'

/** `godwit login URL`: checks an API token and saves it for the next commands. */
export function addLogin(program: Command): void {
  program
    .command('login')
    .description('save server and API token for the next commands')
    .argument('<url>', 'address of a Godwit, such as https://godwit.example.org')
    .option('--token <token>', 'an API token; asked for when left out')
    .option('--json', 'print one JSON object on stdout')
    .action(async (url: string, options: { token?: string; json?: boolean }) => {
      if (!URL.canParse(url)) throw new CommandError(exitCodes.usage, `“${url}” is not a web address.`)
      const token = options.token ?? process.env.GODWIT_TOKEN ?? (await asked(url))
      const clean = url.replace(/\/+$/, '')
      const me = await createGodwitClient({ url: clean, token, channel: 'cli' }).session.me.query()
      const path = saveCredentials({ url: clean, token })
      say(`Signed in to ${clean} as ${me.name}; saved in ${path}.`)
      if (options.json === true) answer(JSON.stringify({ url: clean, name: me.name, saved: path }))
    })
}

async function asked(url: string): Promise<string> {
  if (!isInteractive())
    throw new CommandError(exitCodes.usage, 'There is no token.', 'Give --token, or set GODWIT_TOKEN.')
  say(`Make a token at ${url.replace(/\/+$/, '')}/settings/tokens`)
  return askSecret('Token: ')
}
