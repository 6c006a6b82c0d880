import { expect, it } from 'vitest'
import { listDifferences, summary } from './summary'

it('sets rows and digests side by side and marks the table that differs', () => {
  const orders = { schema: 'public', table: 'orders', rows: '40000', digest: '-123456789.987654321' }
  const events = { schema: 'public', table: 'events', rows: '9', digest: '5.-7' }
  expect(summary([orders, events], [{ ...orders }, { ...events, rows: '8', digest: '5.-12' }])).toBe(
    [
      'Table          Source rows  digest         Target rows  digest',
      'public.orders        40000  456789·654321        40000  456789·654321  ✓',
      'public.events            9  000005·000007            8  000005·000012  ✕ differs',
      'Total                40009                       40008',
    ].join('\n'),
  )
})

it('shows a table that is not in the target at all', () => {
  const orders = { schema: 'public', table: 'orders', rows: '1', digest: '0.0' }
  expect(summary([orders], [])).toContain('public.orders            1  000000·000000            –  –       ✕ differs')
})

it('names what differs, and cuts what is long', () => {
  const long = 'x'.repeat(100)
  expect(
    listDifferences([
      { kind: 'row', object: 'public.orders', problem: 'altered', key: '(7)', source: long, target: null },
    ]),
  ).toBe(`  altered row: public.orders (7)\n    source: ${'x'.repeat(60)}…\n    target: –`)
})

it('says how many differences it does not show', () => {
  const one = { kind: 'table', object: 'public.t', problem: 'missing', source: 'r p', target: null } as const
  expect(
    listDifferences(Array.from({ length: 33 }, () => one))
      .split('\n')
      .at(-1),
  ).toBe('  and 13 more')
})
