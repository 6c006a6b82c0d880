import { describe, expect, it } from 'vitest'
import { migrationShare } from './migration-share'

describe('migrationShare', () => {
  it('shows the whole only when the migration has completed', () => {
    expect(migrationShare({ state: 'Running', totalRows: '100', processedRows: '140' })).toBe(0.999)
    expect(migrationShare({ state: 'Completed', totalRows: '100', processedRows: '100' })).toBe(1)
  })

  it('stands at zero while nothing is known', () => {
    expect(migrationShare({ state: 'Planning', totalRows: null, processedRows: '0' })).toBe(0)
    expect(migrationShare({ state: 'Running', totalRows: '0', processedRows: '0' })).toBe(0)
  })

  it('counts beyond what a float can hold', () => {
    expect(
      migrationShare({ state: 'Running', totalRows: '9007199254740993000', processedRows: '4503599627370496500' }),
    ).toBe(0.5)
  })
})
