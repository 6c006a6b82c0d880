import { expect, it } from 'vitest'
import { judgeCruise } from './judge-cruise.mjs'

const clean = { modules: [{ source: 'domain/a.ts' }], summary: { violations: [] } }

it('a cruise that saw every module and broke no rule is good', () => {
  expect(judgeCruise(clean, ['domain/a.ts'])).toEqual([])
})

it('a cruise of nothing is not', () => {
  expect(judgeCruise({ modules: [], summary: { violations: [] } }, [])).toEqual(['there is nothing to cruise'])
})

it('a cruise that overlooked a module is not, though it broke no rule', () => {
  expect(judgeCruise(clean, ['domain/a.ts', 'domain/b.ts'])).toEqual([
    '1 of 2 modules were not looked at: domain/b.ts …',
  ])
})

it('names each arrow that runs backwards, and leaves warnings alone', () => {
  const violation = (severity: string) => ({ rule: { name: 'law', severity }, from: 'domain/a.ts', to: 'db/b.ts' })
  const result = { ...clean, summary: { violations: [violation('error'), violation('warn')] } }
  expect(judgeCruise(result, ['domain/a.ts'])).toEqual(['law: domain/a.ts → db/b.ts'])
})
