import type { ConnectionDto } from '@/domain/contracts/connection'
import type { MappingContent } from '@/domain/contracts/mapping'
import type { TriggerChoice, WriteChoice } from '@/domain/plan/write-mode'
import { CommandError, exitCodes } from './exit-codes'
import { readSchema } from './read-schema'
import type { Session } from './session'
import { pickTables } from './table-patterns'

export interface MappingOptions {
  readonly include?: string[]
  readonly exclude?: string[]
  readonly writeMode?: WriteChoice['mode']
  readonly key?: string[]
  readonly triggers?: TriggerChoice
}

/** The mapping that the options describe; patterns are looked up in the source's schema. Ends the command where they name nothing. */
export async function mappingContent(
  session: Session,
  source: ConnectionDto,
  options: MappingOptions,
): Promise<MappingContent> {
  const write = writeOf(options)
  const [include, exclude] = [options.include ?? [], options.exclude ?? []]
  if (include.length === 0 && exclude.length === 0) return { tables: { kind: 'everything', except: [] }, write }
  const { tables } = await readSchema(session, source.id)
  const { picked, unmatched } = pickTables(tables, include, exclude)
  if (unmatched.length > 0)
    throw new CommandError(
      exitCodes.usage,
      `No table of the source is called ${unmatched.join(', ')}.`,
      'Name tables as schema.table; * stands for anything.',
    )
  if (picked.length === 0)
    throw new CommandError(exitCodes.usage, 'No table is left to migrate.', 'Exclude fewer tables.')
  return { tables: { kind: 'tables', only: picked.map(({ schema, name }) => ({ schema, name })) }, write }
}

function writeOf({ writeMode, key, triggers }: MappingOptions): MappingContent['write'] {
  if (key !== undefined && writeMode !== 'upsert')
    throw new CommandError(exitCodes.usage, '--key belongs to --write-mode upsert.', null)
  if (writeMode === undefined && triggers === undefined) return undefined
  const choice: WriteChoice = {
    mode: writeMode ?? 'fail-if-not-empty',
    ...(key && { key }),
    ...(triggers && { triggers }),
  }
  return { all: choice, tables: [] }
}
