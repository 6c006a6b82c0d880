import { describe, expect, it } from 'vitest'
import { targetQuestions } from './target-questions'
import { catalog, column, object, table } from './testing/catalogs'

describe('targetQuestions', () => {
  it('asks for schemas, extensions, roles, and the collations that are built in', () => {
    const columns = ['"de-x-icu"', 'pg_catalog."C"', 'ucs_basic', 'shop.german', 'shop."my.own"', null].map(
      (collation, n) => column(`c${n}`, 'text', { collation }),
    )
    const orders = table('orders', { columns })
    const objects = [
      object('extension', 'hstore'),
      object('extension', 'data of hstore', { phase: null, ddl: [], reason: 'Stays behind.' }),
      object('schema', 'shop'),
      object('policy', 'p', { roles: ['auditor', 'clerk'] }),
      object('policy', 'q', { roles: ['clerk'] }),
    ]
    const source = catalog({ tables: [orders], objects })
    expect(targetQuestions({ migrationId: 'm', tables: [orders], source })).toEqual({
      migrationId: 'm',
      tables: [{ schema: 'public', name: 'orders' }],
      schemas: ['public', 'shop'],
      extensions: ['hstore'],
      collations: ['C', 'de-x-icu', 'ucs_basic'],
      roles: ['auditor', 'clerk'],
    })
  })
})
