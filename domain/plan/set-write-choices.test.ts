import { expect, test } from 'vitest'
import type { MappingContent } from '../contracts/mapping'
import { setWriteChoices } from './set-write-choices'

const [orders, items] = [
  { schema: 'public', name: 'orders' },
  { schema: 'public', name: '__proto__' },
]
const everything: MappingContent = { tables: { kind: 'everything', except: [] } }

test('a choice for one table leaves those of the others, and the word for all, as they are', () => {
  const before: MappingContent = {
    ...everything,
    write: { all: { mode: 'append' }, tables: [{ table: orders, choice: { mode: 'truncate' } }] },
  }
  expect(setWriteChoices(before, [{ table: items, choice: { mode: 'upsert', key: ['id'] } }])).toEqual({
    ...everything,
    write: {
      all: { mode: 'append' },
      tables: [
        { table: orders, choice: { mode: 'truncate' } },
        { table: items, choice: { mode: 'upsert', key: ['id'] } },
      ],
    },
  })
})

test('a table is chosen for once: the last word counts', () => {
  const choices = [
    { table: orders, choice: { mode: 'truncate' } },
    { table: orders, choice: { mode: 'append', triggers: 'replica' } },
  ] as const
  expect(setWriteChoices(everything, choices).write).toEqual({
    tables: [{ table: orders, choice: { mode: 'append', triggers: 'replica' } }],
  })
})
