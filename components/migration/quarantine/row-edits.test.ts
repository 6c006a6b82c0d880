import { describe, expect, it } from 'vitest'
import { editedValues, inQuestionFirst, valueNow, withEdit } from './row-edits'

const columns = [
  { name: 'id', value: '1' },
  { name: '__proto__', value: null },
  { name: 'note', value: '' },
]

describe('the edits of a row', () => {
  it('are only what differs from the row', () => {
    const once = withEdit(columns, new Map(), 'id', '2')
    expect(editedValues(columns, once)).toEqual([{ column: 'id', value: '2' }])
    expect(editedValues(columns, withEdit(columns, once, 'id', '1'))).toEqual([])
  })

  it('tell NULL from the empty text', () => {
    const edits = withEdit(columns, withEdit(columns, new Map(), 'note', null), '__proto__', '')
    expect(editedValues(columns, edits)).toEqual([
      { column: '__proto__', value: '' },
      { column: 'note', value: null },
    ])
    expect(columns.map((column) => valueNow(column, edits))).toEqual(['1', '', null])
  })

  it('begin with the column that the target named', () => {
    expect(inQuestionFirst(columns, 'note').map(({ name }) => name)).toEqual(['note', 'id', '__proto__'])
    expect(inQuestionFirst(columns, null)).toEqual(columns)
  })
})
