import { describe, expect, it } from 'vitest'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { mappingContentSchema } from '@/domain/contracts/mapping'
import { mappingContent } from './mapping-content'
import type { Session } from './session'

// Without patterns nobody is asked.
const [nobody, source] = [{} as Session, {} as ConnectionDto]

describe('the mapping of a command', () => {
  it('says how tables that exist are written, and says nothing where nobody chose', async () => {
    const upsert = await mappingContent(nobody, source, { writeMode: 'upsert', key: ['code'] })
    expect(upsert.write).toEqual({ all: { mode: 'upsert', key: ['code'] }, tables: [] })
    const plain = await mappingContent(nobody, source, {})
    expect(plain.write).toBeUndefined()
    for (const content of [upsert, plain]) expect(mappingContentSchema.safeParse(content).error).toBeUndefined()
  })

  it('refuses a key for what needs none', async () => {
    await expect(mappingContent(nobody, source, { writeMode: 'append', key: ['id'] })).rejects.toMatchObject({
      exitCode: 2,
    })
  })
})
