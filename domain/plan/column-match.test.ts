import { describe, expect, it } from 'vitest'
import type { CatalogColumn } from '../catalog/catalog-table'
import { matchColumns } from './column-match'
import { column, table } from './testing/catalogs'
import { typeFit, typeLoss } from './type-fit'

const alike = { sameMoneyLocale: true, hashesAlike: true, majors: { source: 18, target: 18 } }
const made = (columns: CatalogColumn[], servers = alike) => matchColumns(table('t', { columns }), null, servers)
const into = (columns: CatalogColumn[], target: CatalogColumn[]) =>
  matchColumns(table('t', { columns }), table('t', { columns: target }), alike)
const varchar = (length: number) =>
  column('v', length < 0 ? 'character varying' : `character varying(${length})`, {
    typeOid: 1043,
    typeName: 'varchar',
    typmod: length < 0 ? -1 : length + 4,
  })
const numeric = (precision: number, scale: number) =>
  column('n', `numeric(${precision},${scale})`, {
    typeOid: 1700,
    typeName: 'numeric',
    typmod: ((precision << 16) | (scale & 0x7ff)) + 4,
  })
const interval = (fields: number, precision: number) =>
  column('i', `interval ${fields} (${precision})`, {
    typeOid: 1186,
    typeName: 'interval',
    typmod: (fields << 16) | precision,
  })
const [allFields, hours, seconds] = [0x7fff, 0x0400, 0x1000]

const timestamp = (type: string, typeOid: number, typmod = -1) =>
  column('t', typmod < 0 ? type : `${type}(${typmod})`, { typeOid, typeName: String(typeOid), typmod })
const character = (length: number) =>
  column('c', `character(${length})`, { typeOid: 1042, typeName: 'bpchar', typmod: length + 4 })

describe('the format', () => {
  it('is binary for built-in types, arrays of them included', () => {
    const array = column('tags', 'text[]', { typeOid: 1009, typeKind: 'array', elementTypeOid: 25 })
    expect(made([column('id', 'bigint'), column('at', 'timestamp with time zone'), array])).toMatchObject({
      format: 'binary',
      formatReason: null,
    })
  })

  it.each([
    ['an enum', column('mood', 'public.mood', { typeSchema: 'public', typeKind: 'enum', typeOid: 16_500 })],
    [
      'a domain over a built-in type',
      column('d', 'public.email', { typeSchema: 'public', typeKind: 'domain', typeOid: 16_501 }),
    ],
    [
      'an array of enums',
      column('m', 'public.mood[]', {
        typeSchema: 'public',
        typeKind: 'array',
        typeOid: 16_502,
        elementTypeOid: 16_500,
      }),
    ],
    ['an oid', column('o', 'oid')],
    ['an array of oids', column('o', 'oid[]', { typeOid: 1028, typeKind: 'array', elementTypeOid: 26 })],
    ['a regclass', column('r', 'regclass', { typeOid: 2205 })],
  ])('is text for the whole table with %s, and says why', (_, odd) => {
    const { format, formatReason } = made([column('id'), odd])
    expect(format).toBe('text')
    expect(formatReason).toContain(odd.name)
  })

  it('says that rows are digested as they pass where both types are equal to the last modifier, and the source hashes as the worker does', () => {
    expect(made([numeric(10, 2)]).digested).toBe('passing')
    expect(into([numeric(10, 2)], [numeric(10, 2)]).digested).toBe('passing')
    // One more digit behind the point is another value, byte by byte.
    expect(into([numeric(10, 2)], [numeric(12, 3)])).toMatchObject({ format: 'binary', digested: 'by-query' })
    expect(made([column('a')], { ...alike, hashesAlike: false })).toMatchObject({
      format: 'binary',
      digested: 'by-query',
    })
    expect(made([column('o', 'oid')]).digested).toBe('by-query')
  })

  it('is binary for money only under one locale', () => {
    expect(made([column('m', 'money')]).format).toBe('binary')
    expect(made([column('m', 'money')], { ...alike, sameMoneyLocale: false }).format).toBe('text')
  })

  it('is text from or to a version that was not tested, and says which', () => {
    expect(made([column('a')], { ...alike, majors: { source: 19, target: 18 } }).formatReason).toContain('19')
    expect(made([column('a')], { ...alike, majors: { source: 14, target: 13 } }).formatReason).toContain('13')
    expect(made([column('a')], { ...alike, majors: { source: 14, target: 18 } }).format).toBe('binary')
  })

  it('is text for intervals where only one side knows infinite ones', () => {
    const interval = column('i', 'interval', { typeOid: 1186 })
    const across = (source: number, target: number) => made([interval], { ...alike, majors: { source, target } }).format
    expect([across(16, 14), across(17, 18), across(16, 17), across(18, 16)]).toEqual([
      'binary',
      'binary',
      'text',
      'text',
    ])
  })

  it('is text into a narrower type, which a server would round into without a word', () => {
    expect(into([numeric(10, 4)], [numeric(10, 2)])).toMatchObject({ format: 'text', problems: [{ kind: 'narrower' }] })
  })

  it('is text where a table that exists has a wider type', () => {
    expect(into([column('id', 'integer')], [column('id', 'bigint')])).toMatchObject({
      format: 'text',
      columns: [{ name: 'id', type: 'bigint' }],
      problems: [],
    })
    expect(into([varchar(10)], [varchar(20)]).format).toBe('binary')
  })
})

describe('the columns', () => {
  it('travel but for the generated ones', () => {
    const columns = [
      column('a'),
      column('b', 'integer', { generated: 'stored' }),
      column('c', 'bigint', { identity: 'always' }),
    ]
    expect(made(columns).columns).toEqual([
      { name: 'a', type: 'integer', identityAlways: false },
      { name: 'c', type: 'bigint', identityAlways: true },
    ])
    expect(into(columns, columns).problems).toEqual([])
  })

  const kinds = (columns: CatalogColumn[], target: CatalogColumn[]) =>
    into(columns, target).problems.map(({ kind }) => kind)

  it('are a problem where the target lacks one, or computes one that the source stores', () => {
    expect(kinds([column('a'), column('b')], [column('a')])).toEqual(['missing'])
    expect(kinds([column('a')], [column('a', 'integer', { generated: 'stored' })])).toEqual(['generated'])
    expect(kinds([column('a', 'integer', { generated: 'stored' })], [column('a')])).toEqual(['generated'])
  })

  it('are a problem where the target wants a value that nobody brings', () => {
    const target = (fields: Partial<CatalogColumn>) => [column('a'), column('x', 'text', fields)]
    expect(kinds([column('a')], target({ notNull: true }))).toEqual(['without-value'])
    expect(kinds([column('a')], target({ notNull: true, default: "''" }))).toEqual(['left-to-default'])
    expect(kinds([column('a')], target({}))).toEqual(['left-to-default'])
    expect(kinds([column('a')], target({ generated: 'stored' }))).toEqual([])
    expect(kinds([column('a')], [column('a', 'integer', { notNull: true })])).toEqual(['not-null'])
  })

  it('are a problem where a value may not fit', () => {
    expect(kinds([column('a', 'text')], [column('a', 'integer')])).toEqual(['different'])
    expect(kinds([column('a', 'bigint')], [column('a', 'integer')])).toEqual(['narrower'])
    expect(into([column('a', 'bigint')], [column('a', 'integer')]).format).toBe('text')
    expect(kinds([varchar(20)], [varchar(10)])).toEqual(['narrower'])
  })
})

describe('typeFit', () => {
  it.each([
    [varchar(10), varchar(10), 'same'],
    [varchar(10), varchar(11), 'wider'],
    [varchar(10), varchar(-1), 'wider'],
    [varchar(-1), varchar(10), 'narrower'],
    [varchar(10), column('v', 'text'), 'other-type'],
    [column('v', 'text'), varchar(10), 'narrower'],
    [numeric(10, 2), numeric(12, 2), 'wider'],
    [numeric(10, 2), numeric(12, 4), 'wider'],
    [numeric(10, 2), numeric(10, 4), 'narrower'],
    [numeric(10, 2), numeric(12, 1), 'narrower'],
    [numeric(4, -2), numeric(6, 0), 'wider'],
    [numeric(4, -2), numeric(5, 0), 'narrower'],
    [numeric(10, 2), column('n', 'numeric', { typeName: 'numeric' }), 'wider'],
    [interval(hours, 0xffff), interval(seconds, 0xffff), 'narrower'],
    [interval(hours, 0xffff), interval(allFields, 0xffff), 'wider'],
    [interval(allFields, 2), interval(allFields, 3), 'wider'],
    [interval(allFields, 3), interval(allFields, 2), 'narrower'],
    [column('i', 'smallint'), column('i', 'bigint'), 'other-type'],
    [column('i', 'bigint'), column('i', 'numeric'), 'other-type'],
    [column('i', 'bigint'), numeric(21, 2), 'other-type'],
    [column('i', 'bigint'), numeric(20, 2), 'narrower'],
    [column('i', 'bigint'), column('i', 'smallint'), 'narrower'],
    [column('i', 'text'), column('i', 'bigint'), 'different'],
    [timestamp('timestamp with time zone', 1184), timestamp('timestamp without time zone', 1114), 'narrower'],
    [timestamp('timestamp without time zone', 1114, 6), timestamp('timestamp without time zone', 1114, 0), 'narrower'],
    [character(5), character(9), 'different'],
    [column('j', 'json', { typeOid: 114 }), column('j', 'jsonb', { typeOid: 3802 }), 'narrower'],
    [column('j', 'jsonb', { typeOid: 3802 }), column('j', 'json', { typeOid: 114 }), 'different'],
  ] as const)('of %o into %o', (source, target, fit) => expect(typeFit(source, target)).toBe(fit))
})

describe('typeLoss', () => {
  it.each([
    [varchar(20), varchar(10), 'length'],
    [column('v', 'text'), varchar(10), 'length'],
    [column('i', 'bigint'), column('i', 'integer'), 'range'],
    [column('i', 'bigint'), numeric(8, 2), 'range'],
    [numeric(12, 4), numeric(8, 2), 'digits'],
    [numeric(12, 4), column('n', 'double precision', { typeOid: 701 }), 'precision'],
    [timestamp('timestamp with time zone', 1184), timestamp('timestamp without time zone', 1114), 'zone'],
    [timestamp('timestamp without time zone', 1114), timestamp('timestamp with time zone', 1184), 'assumed-zone'],
    [timestamp('timestamp with time zone', 1184), timestamp('timestamp with time zone', 1184, 0), 'seconds'],
    [column('j', 'json', { typeOid: 114 }), column('j', 'jsonb', { typeOid: 3802 }), 'json'],
  ] as const)('of %o into %o', (source, target, loss) => expect(typeLoss(source, target)).toBe(loss))
})
