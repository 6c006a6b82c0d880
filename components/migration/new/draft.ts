'use client'

import { useSessionStorage } from '@mantine/hooks'
import { z } from 'zod'
import { type WriteChoice, writeChoiceSchema } from '@/domain/plan/write-mode'
import { everything, selectionSchema } from '../../mapping/selection'
import { newKey } from '../../ui/new-key'
import { defaultSettings, settingsSchema } from '../settings'

/** Rows are written into empty tables only, unless somebody says otherwise. */
const onlyEmpty: WriteChoice = { mode: 'fail-if-not-empty' }

/**
 * What has been chosen so far, kept in the tab's session until the migration exists on the server. The selection belongs to one source:
 * with another source it starts anew. `key` makes creating idempotent: pressing again after a lost answer creates nothing twice.
 */
const draftSchema = z.object({
  sourceId: z.string().catch(''),
  selection: selectionSchema.catch(everything),
  name: z.string().nullable().catch(null),
  description: z.string().catch(''),
  settings: settingsSchema.catch(defaultSettings),
  write: writeChoiceSchema.catch(onlyEmpty),
  key: z.string().catch(''),
})
export type Draft = z.infer<typeof draftSchema>

function freshDraft(): Draft {
  return {
    sourceId: '',
    selection: everything,
    name: null,
    description: '',
    settings: defaultSettings,
    write: onlyEmpty,
    key: newKey(),
  }
}

/** What is stored may be of another version, or touched by hand: whatever cannot be read starts anew. */
function readDraft(text: string | undefined): Draft {
  if (text === undefined) return freshDraft()
  try {
    const draft = draftSchema.parse(JSON.parse(text))
    return draft.key === '' ? { ...draft, key: newKey() } : draft
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return freshDraft()
    throw error
  }
}

/** The draft of a project's next migration, in this tab. Only for components that are rendered in the browser alone. */
export function useDraft(projectId: string) {
  const [draft, setDraft, forget] = useSessionStorage<Draft>({
    key: `godwit.new-migration.${projectId}`,
    defaultValue: freshDraft(),
    getInitialValueInEffect: false,
    deserialize: readDraft,
  })
  return { draft, change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })), forget }
}
