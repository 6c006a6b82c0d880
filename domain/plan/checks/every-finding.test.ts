import { describe, expect, it } from 'vitest'
import type { CatalogTable } from '../../catalog/catalog-table'
import type { FindingCode } from '../finding-code'
import type { Finding } from '../plan'
import { catalog, column, foreignKey, object, ref, table, tableObject } from '../testing/catalogs'
import { emptyTable, type Given, planOf, targetFacts } from '../testing/plan-input'

const elsewhere = { systemIdentifier: '7000000000000000002' }
const orders = table('orders')
const plain: Given = { source: catalog({ tables: [orders] }) }
const route = { tls: null, isLocal: false, isDirect: true }
const ledger = (fields: object): Given => ({
  ...plain,
  targetFacts: { ledger: { ...targetFacts().ledger, ...fields } },
})
/** A source table, and what stands in the target under its name. */
const facing = (target: Partial<CatalogTable>, facts: object = {}, source: Partial<CatalogTable> = {}): Given => ({
  source: catalog({ tables: [table('orders', source)] }),
  target: catalog({ tables: [table('orders', target)], server: elsewhere }),
  targetFacts: { tables: [emptyTable(orders, facts)] },
})
const columns = (...more: CatalogTable['columns']) => ({
  columns: [column('id', 'bigint', { notNull: true }), ...more],
})
const written = (mode: 'append' | 'upsert' | 'truncate', given: Given = facing({})): Given => ({
  ...given,
  write: { all: { mode }, tables: [] },
})
const held = (kind: Parameters<typeof object>[0], fields: object): Given => ({
  source: catalog({ tables: [orders], objects: [tableObject(orders), object(kind, 'thing', fields)] }),
})
const both = (theirs: object, mine: object = {}, versionNum = 180_000): Given => ({
  ...held('view', mine),
  target: catalog({ objects: [object('view', 'thing', theirs)], server: { ...elsewhere, versionNum } }),
})
const enumsOf = (ours: string, theirs: string): Given => ({
  ...held('enum', { ddl: [`CREATE TYPE public.thing AS ENUM (${ours})`] }),
  target: catalog({
    objects: [object('enum', 'thing', { ddl: [`CREATE TYPE public.thing AS ENUM (${theirs})`] })],
    server: elsewhere,
  }),
})
const sequence = (name: string) => ({
  schema: 'public',
  name,
  ownedBy: { schema: 'public', table: 'orders', column: 'id' },
  type: 'bigint',
  start: '1',
  increment: '1',
  minimum: '1',
  maximum: '9',
  cache: '1',
  cycle: false,
  lastValue: '1',
  isCalled: true,
})
const circle = [table('a', { foreignKeys: [foreignKey('b')] }), table('b', { foreignKeys: [foreignKey('a')] })]
const trigger = (event: string) => ({
  name: 'touch',
  definition: `CREATE TRIGGER touch ${event} ON public.orders FOR EACH ROW EXECUTE FUNCTION public.f()`,
  enabled: 'origin' as const,
})
const chosen = (triggers: 'let-fire' | 'replica', there: CatalogTable['triggers']): Given => ({
  ...facing({ triggers: there }),
  write: { all: { mode: 'append', triggers }, tables: [] },
})
const numeric = (precision: number) =>
  column('n', `numeric(${precision},2)`, { typeOid: 1700, typeName: 'numeric', typmod: ((precision << 16) | 2) + 4 })
const busy = (max: number, used: number) => ({
  ...plain,
  targetFacts: { connections: { max, reserved: 3, used, role: null, database: null } },
})
const leavesOut = (name: string): Given['mapping'] & object => ({ kind: 'everything', except: [ref(name)] })
const pointing = table('lines', { foreignKeys: [foreignKey('orders')] })

const virtual = [{ since: 18, what: 'the virtual generated column b', spared: null }]

type Example = readonly [severity: Finding['severity'], given: Given]

/** One plan for each severity that a finding can have. A code without an example does not compile. */
const examples: Readonly<Record<FindingCode, readonly Example[]>> = {
  'unknown-table': [['blocker', { ...plain, mapping: { kind: 'tables', only: [ref('order')] } }]],
  'no-tables': [['blocker', { source: catalog({}) }]],
  'parents-come-along': [
    [
      'passed',
      {
        source: catalog({
          tables: [
            table('root', { kind: 'partitioned', leaf: false, partitionKey: 'LIST (id)' }),
            table('p', { kind: 'partition', partitionOf: ref('root'), partitionBound: 'FOR VALUES IN (1)' }),
          ],
        }),
        mapping: { kind: 'tables', only: [ref('p')] },
      },
    ],
  ],
  'same-database': [
    [
      'blocker',
      {
        ...plain,
        target: catalog({}),
        sourceFacts: { identity: { databaseOid: '5', serverStartedAt: 'then' } },
        targetFacts: { identity: { databaseOid: '5', serverStartedAt: 'then' } },
      },
    ],
  ],

  tls: [
    ['passed', plain],
    ['passed', { ...plain, sourceFacts: { route: { ...route, isLocal: true } } }],
    ['warning', { ...plain, targetFacts: { route } }],
  ],
  pooler: [['blocker', { ...plain, sourceFacts: { route: { ...route, isDirect: false } } }]],
  direct: [['passed', plain]],
  version: [
    ['blocker', { source: catalog({ tables: [orders], server: { versionNum: 130_000 } }) }],
    ['warning', { ...plain, target: catalog({ server: { ...elsewhere, versionNum: 190_000 } }) }],
  ],
  versions: [['passed', plain]],
  'target-older': [['warning', { ...plain, target: catalog({ server: { ...elsewhere, versionNum: 160_000 } }) }]],
  encoding: [
    ['passed', plain],
    ['warning', { source: catalog({ tables: [orders], server: { encoding: 'SQL_ASCII' } }) }],
    ['blocker', { ...plain, target: catalog({ server: { ...elsewhere, encoding: 'LATIN1' } }) }],
  ],
  collation: [
    ['passed', plain],
    ['warning', { ...plain, target: catalog({ server: { ...elsewhere, collate: 'de_DE' } }) }],
    ['blocker', { ...plain, targetFacts: { missingCollations: ['de-x-icu'] } }],
  ],
  digest: [
    ['passed', plain],
    ['blocker', { ...plain, targetFacts: { knownAnswer: '43' } }],
  ],
  'source-standby': [
    [
      'warning',
      {
        source: catalog({ tables: [orders], server: { isReplica: true } }),
        sourceFacts: { standby: { lagSeconds: 7, feedback: false, maxDelayMs: 30_000 } },
      },
    ],
  ],
  'source-primary': [['passed', plain]],
  'snapshot-threshold': [['warning', { ...plain, sourceFacts: { snapshotThresholdMinutes: 60 } }]],
  'target-standby': [['blocker', { ...plain, target: catalog({ server: { ...elsewhere, isReplica: true } }) }]],
  'target-read-only': [['blocker', { ...plain, targetFacts: { isReadOnly: true } }]],
  'target-writable': [['passed', plain]],
  'target-synchronous': [['warning', { ...plain, targetFacts: { synchronousStandbys: 'ANY 1 (a, b)' } }]],
  connections: [
    ['passed', plain],
    ['warning', busy(100, 92)],
    ['blocker', busy(100, 97)],
  ],
  locks: [
    ['passed', plain],
    ['warning', { ...plain, targetFacts: { lockSlots: 2 } }],
    ['blocker', { ...plain, sourceFacts: { lockSlots: 0 } }],
  ],
  disk: [['passed', plain]],

  'source-usage': [['blocker', { ...plain, sourceFacts: { closedSchemas: ['public'] } }]],
  'source-select': [
    ['blocker', { ...plain, sourceFacts: { tables: [{ table: ref('orders'), canSelect: false, hidesRows: false }] } }],
  ],
  'source-sequences': [
    [
      'blocker',
      {
        source: catalog({ tables: [orders], sequences: [sequence('s')] }),
        sourceFacts: { closedSequences: [ref('s')] },
      },
    ],
  ],
  'source-privileges': [['passed', plain]],
  'target-create-schema': [
    [
      'blocker',
      {
        source: catalog({ tables: [orders], objects: [object('schema', 'sales'), tableObject(orders)] }),
        targetFacts: { canCreateSchemas: false },
      },
    ],
  ],
  'target-schema': [
    [
      'blocker',
      { ...plain, targetFacts: { schemas: [{ name: 'public', exists: true, canUse: true, canCreate: false }] } },
    ],
  ],
  'target-table': [
    ['blocker', facing({}, { canInsert: false })],
    ['blocker', written('upsert', facing({}, { canUpdate: false }))],
    ['blocker', written('truncate', facing({}, { canTruncate: false }))],
  ],
  'target-references': [
    [
      'blocker',
      {
        source: catalog({ tables: [orders, pointing] }),
        target: catalog({ tables: [orders], server: elsewhere }),
        targetFacts: { tables: [emptyTable(orders, { canReference: false })] },
      },
    ],
  ],
  'target-sequences': [
    [
      'blocker',
      {
        source: catalog({
          tables: [orders],
          objects: [tableObject(orders), object('sequence-value', 's', { phase: 'after' })],
        }),
        targetFacts: { closedSequences: [ref('s')] },
      },
    ],
  ],
  'target-temporary': [
    [
      'blocker',
      written('upsert', {
        ...facing({}),
        targetFacts: { tables: [emptyTable(orders)], canCreateTemporary: false },
      }),
    ],
  ],
  'target-replica': [
    ['blocker', { ...chosen('replica', []), targetFacts: { tables: [emptyTable(orders)], canReplicate: false } }],
  ],
  'target-privileges': [['passed', plain]],
  'row-security': [
    ['passed', plain],
    ['blocker', { ...plain, sourceFacts: { tables: [{ table: ref('orders'), canSelect: true, hidesRows: true }] } }],
  ],

  ledger: [
    ['passed', plain],
    ['blocker', { ...plain, targetFacts: { canCreateSchemas: false } }],
  ],
  'ledger-name': [['blocker', ledger({ exists: true, isOurs: false })]],
  'target-claimed': [
    ['blocker', ledger({ exists: true, claims: [{ table: ref('orders'), migrationId: 'm', installationId: 'i' }] })],
  ],

  'target-tables': [
    ['passed', plain],
    ['passed', facing({})],
  ],
  'target-not-empty': [['blocker', facing({}, { rows: { found: 3, isAll: true } })]],
  'target-kind': [['blocker', facing({ kind: 'partitioned', leaf: false, partitionKey: 'RANGE (id)' })]],
  'target-partition-missing': [
    [
      'blocker',
      {
        source: catalog({
          tables: [
            table('root', { kind: 'partitioned', leaf: false, partitionKey: 'LIST (id)' }),
            table('p', { kind: 'partition', partitionOf: ref('root'), partitionBound: 'FOR VALUES IN (1)' }),
          ],
        }),
        target: catalog({
          tables: [table('root', { kind: 'partitioned', leaf: false, partitionKey: 'LIST (id)' })],
          server: elsewhere,
        }),
        targetFacts: { tables: [emptyTable(ref('root'), { rows: null })] },
      },
    ],
  ],
  'target-triggers': [
    ['blocker', facing({ triggers: [trigger('BEFORE INSERT OR UPDATE')] })],
    ['blocker', written('upsert', facing({ triggers: [trigger('AFTER UPDATE OF label')] }))],
    ['blocker', written('truncate', facing({ triggers: [trigger('BEFORE TRUNCATE')] }))],
    ['blocker', chosen('replica', [{ ...trigger('BEFORE INSERT'), enabled: 'always' }])],
    ['warning', chosen('let-fire', [trigger('BEFORE INSERT')])],
    ['passed', chosen('replica', [trigger('BEFORE INSERT')])],
  ],
  'target-rules': [
    [
      'blocker',
      {
        ...facing({}),
        target: catalog({
          tables: [orders],
          objects: [tableObject(orders), object('rule', 'divert', { table: orders })],
          server: elsewhere,
        }),
      },
    ],
  ],
  'target-constraints': [
    ['warning', facing({ checks: [{ name: 'positive', definition: 'CHECK ((id > 0))', validated: true }] })],
  ],
  'target-cycle': [
    [
      'blocker',
      {
        source: catalog({ tables: [table('a'), table('b')] }),
        target: catalog({ tables: circle, server: elsewhere }),
        targetFacts: { tables: circle.map((each) => emptyTable(each)) },
      },
    ],
  ],
  'target-parent': [['warning', facing({ foreignKeys: [foreignKey('countries')] })]],
  'target-sequence': [
    [
      'warning',
      {
        ...facing({}),
        target: catalog({ tables: [orders], sequences: [sequence('numbers')], server: elsewhere }),
      },
    ],
  ],
  'target-columns': [['passed', facing({})]],
  'column-missing': [['blocker', facing({}, {}, columns(column('gone', 'text')))]],
  'column-without-value': [
    ['blocker', facing(columns(column('label', 'text'), column('x', 'text', { notNull: true })))],
  ],
  'column-extra': [['warning', facing(columns(column('label', 'text'), column('x', 'text')))]],
  'column-narrower': [['blocker', facing(columns(numeric(8)), {}, columns(numeric(12)))]],
  'column-different': [['blocker', facing(columns(column('n', 'integer')), {}, columns(column('n', 'text')))]],
  'column-generated': [
    [
      'blocker',
      facing(columns(column('label', 'text', { generated: 'stored' })), {}, columns(column('label', 'text'))),
    ],
  ],
  'column-not-null': [['warning', facing(columns(column('label', 'text', { notNull: true })))]],

  'write-mode-unknown': [
    ['blocker', { ...plain, write: { tables: [{ table: ref('order'), choice: { mode: 'append' } }] } }],
  ],
  'write-mode-idle': [
    ['passed', { ...plain, write: { tables: [{ table: ref('orders'), choice: { mode: 'append' } }] } }],
  ],
  append: [['passed', written('append', facing({}, { rows: { found: 3, isAll: true } }))]],
  upsert: [['warning', written('upsert')]],
  'upsert-key': [
    ['blocker', written('upsert', facing({ primaryKey: null }))],
    ['blocker', written('upsert', facing({}, {}, { primaryKey: null }))],
    [
      'blocker',
      { ...facing({}), write: { tables: [{ table: ref('orders'), choice: { mode: 'upsert', key: ['label'] } }] } },
    ],
  ],
  'upsert-identity': [
    [
      'blocker',
      written(
        'upsert',
        facing(columns(column('label', 'bigint', { identity: 'always' })), {}, columns(column('label', 'bigint'))),
      ),
    ],
  ],
  truncate: [['warning', written('truncate', facing({}, { rows: { found: 3, isAll: true } }))]],
  'truncate-referenced': [['blocker', written('truncate', facing({}, { referencedBy: [ref('lines')] }))]],

  'target-objects': [['passed', both({})]],
  'target-name': [
    ['blocker', { ...plain, target: catalog({ objects: [object('view', 'orders')], server: elsewhere }) }],
  ],
  'target-differs': [['blocker', both({ ddl: ['CREATE VIEW another'] })]],
  'target-wording': [['warning', both({ ddl: ['CREATE VIEW another'] }, {}, 170_000)]],
  'target-left-behind': [
    [
      'blocker',
      {
        ...plain,
        target: catalog({
          tables: [orders],
          objects: [tableObject(orders, { ddl: ['CREATE TABLE another'] })],
          server: elsewhere,
        }),
        targetFacts: {
          tables: [emptyTable(orders)],
          ledger: { ...targetFacts().ledger, exists: true, madeByThisMigration: ['table public.orders'] },
        },
      },
    ],
  ],
  'enum-values': [
    ['blocker', enumsOf("'calm', 'it''s'", "'calm'")],
    ['warning', enumsOf("'calm'", "'calm', E'wild\\\\'")],
  ],
  extension: [['blocker', held('extension', { schema: null })]],
  extensions: [
    [
      'passed',
      {
        ...held('extension', { schema: null }),
        targetFacts: { extensions: [{ name: 'thing', installed: true, trusted: false }] },
      },
    ],
  ],
  role: [['blocker', { ...held('policy', { roles: ['auditor'] }), targetFacts: { missingRoles: ['auditor'] } }]],
  roles: [['passed', held('policy', { roles: ['auditor'] })]],
  keys: [
    ['passed', plain],
    ['passed', { source: catalog({ tables: [table('log', { keyless: true })] }) }],
  ],
  cycles: [['passed', { source: catalog({ tables: circle }) }]],
  'foreign-keys': [['passed', held('foreign-key', { table: orders, phase: 'after' })]],
  'reference-left-out': [
    ['warning', { source: catalog({ tables: [orders, pointing] }), mapping: leavesOut('orders') }],
  ],
  inheritance: [
    ['passed', { source: catalog({ tables: [orders, table('old', { inheritsFrom: [ref('orders')] })] }) }],
    [
      'warning',
      {
        source: catalog({ tables: [orders, table('old', { inheritsFrom: [ref('orders')] })] }),
        mapping: leavesOut('old'),
      },
    ],
  ],
  'generated-columns': [
    [
      'warning',
      {
        source: catalog({
          tables: [table('orders', columns(column('g', 'integer', { generated: 'stored' })))],
          objects: [object('function', 'f'), tableObject(orders, { dependsOn: ['function public.f'] })],
        }),
      },
    ],
  ],
  'table-unmakeable': [
    [
      'blocker',
      {
        source: catalog({ tables: [orders], objects: [tableObject(orders, { newer: virtual })] }),
        target: catalog({ server: { ...elsewhere, versionNum: 140_000 } }),
      },
    ],
  ],
  'object-names': [
    [
      'warning',
      { source: catalog({ tables: [table('orders', columns(column('r', 'regclass', { typeOid: 2205 })))] }) },
    ],
  ],
  'materialized-views': [['passed', held('materialized-view-data', { phase: 'after' })]],
  'infinite-intervals': [
    [
      'warning',
      {
        source: catalog({ tables: [table('orders', columns(column('i', 'interval', { typeOid: 1186 })))] }),
        target: catalog({ server: { ...elsewhere, versionNum: 160_000 } }),
      },
    ],
  ],
  'money-locale': [
    [
      'blocker',
      {
        source: catalog({ tables: [table('orders', columns(column('price', 'money')))] }),
        targetFacts: { moneyLocale: 'de_DE' },
      },
    ],
  ],
  unlogged: [['warning', { source: catalog({ tables: [table('orders', { persistence: 'unlogged' })] }) }]],
  'large-objects': [['warning', held('large-object', { phase: null, ddl: [], reason: 'Not carried.' })]],
  'event-triggers': [
    ['warning', { ...plain, targetFacts: { eventTriggers: [{ name: 'g', event: 'ddl_command_end' }] } }],
  ],
  publications: [['warning', { ...plain, targetFacts: { publicationsOfAll: ['all'] } }]],
}

const all = Object.entries(examples).flatMap(([code, list]) =>
  list.map(([severity, given], n) => ({ code, severity, given, n })),
)
const codeOf = ({ id }: Finding) => id.split(':')[0] ?? ''

describe('every finding', () => {
  it.each(all)('$code is found as a $severity ($n)', ({ code, severity, given }) => {
    const found = planOf(given).findings.filter((finding) => codeOf(finding) === code)
    expect(found.map((finding) => finding.severity)).toContain(severity)
  })

  it('says what was found in a sentence, and a blocker what to do', () => {
    for (const { given } of all) {
      const { findings } = planOf(given)
      expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
      for (const finding of findings) {
        expect(finding.title, finding.id).toMatch(/\.$/)
        expect(finding.detail, finding.id).toMatch(/[.:]$/)
        expect(codeOf(finding) in examples, finding.id).toBe(true)
        if (finding.severity === 'blocker') expect(finding.fix, finding.id).toMatch(/\.$/)
        // What is waived is recognised by its evidence.
        if (finding.waivable === true) expect(finding.evidence, finding.id).not.toBeNull()
      }
    }
  })

  it('is never one that nothing in an ordinary database calls for', () => {
    const open = planOf(plain).findings.filter(({ severity }) => severity !== 'passed')
    expect(open).toEqual([])
  })
})
