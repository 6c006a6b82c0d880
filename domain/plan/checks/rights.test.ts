import { describe, expect, it } from 'vitest'
import { catalog, foreignKey, object, ref, table, tableObject } from '../testing/catalogs'
import { emptyTable, findingsOf, type Given, severities, targetFacts } from '../testing/plan-input'

const orders = table('orders', { foreignKeys: [foreignKey('customers')] })
const customers = table('customers')
const source = catalog({ tables: [orders, customers] })
const there = catalog({ tables: [customers], server: { systemIdentifier: '7000000000000000002' } })
const sqlOf = (given: Given, code: string) => findingsOf(given, code).map(({ sql }) => sql)

describe('rights on the source', () => {
  it('pass where every table may be read', () => {
    const tables = [{ table: ref('orders'), canSelect: true, hidesRows: false }]
    expect(severities({ source, sourceFacts: { tables } }, 'source-privileges')).toEqual(['passed'])
  })

  it('stop with the GRANT that is missing', () => {
    const tables = [{ table: ref('orders'), canSelect: false, hidesRows: false }]
    expect(sqlOf({ source, sourceFacts: { tables } }, 'source-select')).toEqual([
      'GRANT SELECT ON TABLE "public"."orders" TO "reader";',
    ])
    expect(sqlOf({ source, sourceFacts: { closedSchemas: ['public'] } }, 'source-usage')).toEqual([
      'GRANT USAGE ON SCHEMA "public" TO "reader";',
    ])
  })

  it('ask for sequences that serve a chosen table or go along, and for no others', () => {
    const sequence = (name: string, owner: string | null) => ({
      schema: 'public',
      name,
      ownedBy: owner === null ? null : { schema: 'public', table: owner, column: 'id' },
      type: 'bigint',
      start: '1',
      increment: '1',
      minimum: '1',
      maximum: '9',
      cache: '1',
      cycle: false,
      lastValue: null,
      isCalled: false,
    })
    const sequences = [
      sequence('orders_id_seq', 'orders'),
      sequence('customers_id_seq', 'customers'),
      sequence('free', null),
    ]
    const given: Given = {
      source: catalog({
        tables: [orders, customers],
        sequences,
        objects: [tableObject(orders), object('sequence', 'free')],
      }),
      sourceFacts: { closedSequences: [ref('orders_id_seq'), ref('customers_id_seq'), ref('free')] },
      mapping: { kind: 'everything', except: [ref('customers')] },
    }
    expect(sqlOf(given, 'source-sequences')).toEqual([
      'GRANT SELECT ON SEQUENCE "public"."orders_id_seq" TO "reader";\nGRANT SELECT ON SEQUENCE "public"."free" TO "reader";',
    ])
  })
})

describe('rights on the target', () => {
  const publicly = (fields: object) => [{ name: 'public', exists: true, canUse: true, canCreate: true, ...fields }]

  it('pass where the role may do what the plan does', () => {
    expect(severities({ source }, 'target-privileges')).toEqual(['passed'])
  })

  it('stop where schemas may not be made or used, with the GRANT', () => {
    const objects = [object('schema', 'sales'), tableObject(ref('deals', 'sales'))]
    const sales = catalog({ tables: [table('deals', { schema: 'sales' })], objects })
    expect(sqlOf({ source: sales, targetFacts: { canCreateSchemas: false } }, 'target-create-schema')).toEqual([
      'GRANT CREATE ON DATABASE "warehouse" TO "loader";',
    ])
    expect(sqlOf({ source, targetFacts: { schemas: publicly({ canCreate: false }) } }, 'target-schema')).toEqual([
      'GRANT CREATE ON SCHEMA "public" TO "loader";',
    ])
    const closed = publicly({ canCreate: false, canUse: false })
    expect(sqlOf({ source, targetFacts: { schemas: closed } }, 'target-schema')).toEqual([
      'GRANT USAGE, CREATE ON SCHEMA "public" TO "loader";',
    ])
  })

  it('need no CREATE where all tables exist', () => {
    const both = catalog({ tables: [orders, customers] })
    const tables = [emptyTable(orders), emptyTable(customers)]
    const given = { source, target: both, targetFacts: { tables, schemas: publicly({ canCreate: false }) } }
    expect(severities(given, 'target-schema')).toEqual([])
  })

  it('stop where an existing table may not be filled, compared, emptied or pointed to', () => {
    const tables = [emptyTable(customers, { canInsert: false, canDelete: false, canReference: false })]
    const given = { source, target: there, targetFacts: { tables } }
    expect(sqlOf(given, 'target-table')).toEqual(['GRANT INSERT, DELETE ON TABLE "public"."customers" TO "loader";'])
    expect(sqlOf(given, 'target-references')).toEqual(['GRANT REFERENCES ON TABLE "public"."customers" TO "loader";'])
  })
})

describe('sequences that the plan sets', () => {
  it('stop it where they exist and the role may not', () => {
    const value = object('sequence-value', 'customers_id_seq', { table: customers, phase: 'after' })
    const both = { tables: [customers], objects: [tableObject(customers), value] }
    const given = (closedSequences: ReturnType<typeof ref>[]): Given => ({
      source: catalog(both),
      target: catalog({ ...both, server: { systemIdentifier: '7000000000000000002' } }),
      targetFacts: { tables: [emptyTable(customers)], closedSequences },
    })
    expect(sqlOf(given([ref('customers_id_seq'), ref('another')]), 'target-sequences')).toEqual([
      'GRANT SELECT, UPDATE ON SEQUENCE "public"."customers_id_seq" TO "loader";',
    ])
    expect(severities(given([ref('another')]), 'target-sequences')).toEqual([])
  })
})

describe('the ledger', () => {
  const ledger = (fields: object) => ({ ledger: { ...targetFacts().ledger, ...fields } })

  it('passes where it can be made, or is there', () => {
    expect(severities({ source }, 'ledger')).toEqual(['passed'])
    const given = { source, targetFacts: { ...ledger({ exists: true }), canCreateSchemas: false } }
    expect(severities(given, 'ledger')).toEqual(['passed'])
  })

  it('stops where it cannot be made, with the GRANT', () => {
    expect(sqlOf({ source, targetFacts: { canCreateSchemas: false } }, 'ledger')).toEqual([
      'GRANT CREATE ON DATABASE "warehouse" TO "loader";',
    ])
  })

  it('stops where it is there and closed', () => {
    const closed = ledger({ exists: true, lacksOnSchema: ['USAGE'], closedTables: [ref('receipt', 'godwit')] })
    expect(sqlOf({ source, targetFacts: closed }, 'ledger')).toEqual([
      'GRANT USAGE ON SCHEMA "godwit" TO "loader";\n' +
        'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE "godwit"."receipt" TO "loader";',
    ])
  })

  it('stops where somebody else’s schema bears its name', () => {
    expect(severities({ source, targetFacts: ledger({ exists: true, isOurs: false }) }, 'ledger-name')).toEqual([
      'blocker',
    ])
  })
})

describe('row-level security', () => {
  it('passes where it hides nothing', () => expect(severities({ source }, 'row-security')).toEqual(['passed']))
  it('stops where the source hides rows, or the target would refuse them', () => {
    const tables = [{ table: ref('orders'), canSelect: true, hidesRows: true }]
    expect(sqlOf({ source, sourceFacts: { tables } }, 'row-security')).toEqual(['ALTER ROLE "reader" BYPASSRLS;'])
    const hidden = { tables: [emptyTable(customers, { hidesRows: true, rows: null })] }
    expect(sqlOf({ source, target: there, targetFacts: hidden }, 'row-security')).toEqual([
      'ALTER ROLE "loader" BYPASSRLS;',
    ])
  })
})
