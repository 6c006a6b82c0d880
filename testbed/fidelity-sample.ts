import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Major } from './older-servers'
import { withClient } from './server'

const folder = join(import.meta.dirname, 'fidelity')

/**
 * Fills an empty database with one of everything that PostgreSQL `major` can hold, a few rows each, the same on every
 * machine. On a newer server it makes the same as on an old one: what a migration from there should come to.
 * The session must be a superuser's.
 */
export async function createFidelitySample(url: string, major: Major): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql') && sinceOf(file) <= major).sort()
  await withClient(url, async (client) => {
    await client.query("SET timezone = 'UTC'; SET client_min_messages = warning")
    for (const file of files) await client.query(await readFile(join(folder, file), 'utf8'))
  })
}

/** `since-17.sql` needs version 17; the others are for all. */
const sinceOf = (file: string) => Number(/^since-(\d+)/.exec(file)?.[1] ?? 0)
