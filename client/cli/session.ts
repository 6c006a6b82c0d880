import type { Command } from 'commander'
import { createGodwitClient, type GodwitClient } from '../create-client'
import { type Credentials, findCredentials } from './credentials'

/** Options that every command has. */
export interface CommonOptions {
  readonly url?: string
  readonly token?: string
  readonly json?: boolean
}

/** A client, and the server that it speaks to. */
export interface Session {
  readonly client: GodwitClient
  readonly url: string
}

/** Opens the API with the credentials that flags, environment, login or a local server give. */
export function openSession(options: CommonOptions): Session {
  const { url, token }: Credentials = findCredentials(options)
  return { client: createGodwitClient({ url, token, channel: 'cli' }), url }
}

/** Adds the options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the Godwit to speak to (GODWIT_URL)')
    .option('--token <token>', 'an API token (GODWIT_TOKEN)')
    .option('--json', 'print one JSON object on stdout')
}

/** The page of a migration, to be opened in a browser. */
export function migrationPage(url: string, migration: { projectId: string; id: string }): string {
  return `${url}/projects/${migration.projectId}/migrations/${migration.id}`
}
