import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../catalog/catalog'
import { catalog, column, object, table } from '../testing/catalogs'
import { findingsOf, type Given, planOf, severities } from '../testing/plan-input'

const tables = [table('orders')]
const source = (server: Partial<Catalog['server']> = {}) => catalog({ tables, server })
const target = (server: Partial<Catalog['server']> = {}) =>
  catalog({ server: { systemIdentifier: '7000000000000000002', database: 'warehouse', ...server } })
const ends = (from: Partial<Catalog['server']>, to: Partial<Catalog['server']>): Given => ({
  source: source(from),
  target: target(to),
})
const free = (max: number, used: number) => ({ max, reserved: 3, used, role: null, database: null })

describe('same database', () => {
  const started = { databaseOid: '5', serverStartedAt: '2026-01-01 00:00:00.000001+00' }
  const identity = { sourceFacts: { identity: started }, targetFacts: { identity: started } }

  it('is the only finding, and nothing is planned', () => {
    const plan = planOf({ ...identity, ...ends({}, { systemIdentifier: '7000000000000000001' }) })
    expect(plan.findings.map(({ id, severity }) => [id, severity])).toEqual([['same-database', 'blocker']])
    expect(plan.tasks).toEqual([])
    expect(plan.steps).toEqual([])
  })

  it('is seen also where no role may read the identifier', () => {
    const hidden = ends({ systemIdentifier: null }, { systemIdentifier: null })
    expect(severities({ ...identity, ...hidden }, 'same-database')).toEqual(['blocker'])
  })

  it('is not another database of the same server, nor one of the same OID elsewhere', () => {
    const other = { ...started, databaseOid: '6' }
    const sameServer = ends({}, { systemIdentifier: '7000000000000000001' })
    expect(severities({ ...identity, targetFacts: { identity: other }, ...sameServer }, 'same-database')).toEqual([])
    expect(severities(ends({}, {}), 'same-database')).toEqual([])
  })
})

describe('versions', () => {
  it('pass where both are tested', () => expect(severities(ends({}, {}), 'versions')).toEqual(['passed']))
  it('stop where one is too old', () => {
    expect(severities(ends({ versionNum: 130_000 }, {}), 'version')).toEqual(['blocker'])
    expect(severities(ends({}, { versionNum: 120_000 }), 'version')).toEqual(['blocker'])
  })
  it('warn of one that is too new, and of a target older than the source', () => {
    expect(severities(ends({}, { versionNum: 190_000 }), 'version')).toEqual(['warning'])
    expect(severities(ends({}, { versionNum: 160_000 }), 'target-older')).toEqual(['warning'])
  })
})

describe('encoding', () => {
  it('passes from any encoding into UTF8', () => {
    expect(severities(ends({ encoding: 'LATIN1' }, {}), 'encoding')).toEqual(['passed'])
  })
  it('stops at a target that is not UTF8', () => {
    expect(severities(ends({ encoding: 'LATIN1' }, { encoding: 'LATIN1' }), 'encoding')).toEqual(['blocker'])
  })
  it('warns of a source that does not know its own', () => {
    expect(severities(ends({ encoding: 'SQL_ASCII' }, {}), 'encoding')).toEqual(['warning'])
  })
})

describe('collation', () => {
  it('passes where the default is the same', () => expect(severities(ends({}, {}), 'collation')).toEqual(['passed']))
  it('warns where it is not', () => {
    expect(severities(ends({ collate: 'de_DE.UTF-8' }, {}), 'collation')).toEqual(['warning'])
  })
  it('stops where the target lacks one that a column sorts by', () => {
    const given = { ...ends({}, {}), targetFacts: { missingCollations: ['de-x-icu'] } }
    expect(severities(given, 'collation:de-x-icu')).toEqual(['blocker'])
  })
})

describe('a target that takes no writes', () => {
  it('is a standby, or set to read-only', () => {
    expect(severities(ends({}, { isReplica: true }), 'target-standby')).toEqual(['blocker'])
    const [finding] = findingsOf({ ...ends({}, {}), targetFacts: { isReadOnly: true } }, 'target-read-only')
    expect(finding).toMatchObject({ severity: 'blocker' })
    expect(finding?.sql).toBe('ALTER DATABASE "warehouse" SET default_transaction_read_only = off;')
  })
  it('is not the usual one', () => expect(severities(ends({}, {}), 'target-writable')).toEqual(['passed']))
})

describe('a source that is a standby', () => {
  it('may end the snapshot', () =>
    expect(severities(ends({ isReplica: true }, {}), 'source-standby')).toEqual(['warning']))
  it('is not the usual one', () => expect(severities(ends({}, {}), 'source-primary')).toEqual(['passed']))
})

describe('connections', () => {
  const given = (to: { max: number; used: number }, maxThreads = 4): Given => ({
    ...ends({}, {}),
    maxThreads,
    targetFacts: { connections: free(to.max, to.used) },
  })
  const found = (all: Given) => findingsOf(all, 'connections:target')[0]

  it('pass with the numbers where all lanes fit', () => {
    expect(found(given({ max: 100, used: 90 }))).toMatchObject({
      severity: 'passed',
      evidence: '6 needed, 7 free of 100 (90 used, 3 reserved)',
    })
  })
  it('warn where some lanes would wait, and say how many fit', () => {
    const finding = found(given({ max: 100, used: 92 }))
    expect(finding).toMatchObject({ severity: 'warning', evidence: '6 needed, 5 free of 100 (92 used, 3 reserved)' })
    expect(finding?.fix).toContain('maxThreads to 3')
  })
  it('stop where not even one lane fits', () => {
    expect(found(given({ max: 100, used: 95 }, 1))).toMatchObject({ severity: 'blocker' })
  })
  it('count the limits of the role and the database', () => {
    const limited = { ...free(100, 5), role: { limit: 4, used: 2 } }
    expect(found({ ...ends({}, {}), targetFacts: { connections: limited } })).toMatchObject({ severity: 'blocker' })
  })
  it('share one server between both ends', () => {
    const identity = { databaseOid: '6', serverStartedAt: '2026-01-01 00:00:00.000001+00' }
    const sameServer = ends({}, { systemIdentifier: '7000000000000000001' })
    const connections = free(20, 7)
    const given = { ...sameServer, sourceFacts: { connections }, targetFacts: { identity, connections } }
    expect(severities(given, 'connections')).toEqual(['warning', 'warning'])
    expect(severities({ ...given, targetFacts: { connections } }, 'connections')).toEqual(['passed', 'passed'])
  })
})

describe('locks', () => {
  const given = (lockSlots: number): Given => ({ ...ends({}, {}), sourceFacts: { lockSlots } })
  it('count those of every lane, which reads in one long transaction', () => {
    const index = { name: 'i', definition: '', unique: false, valid: true, sizeBytes: '0' }
    const source = catalog({ tables: [table('orders', { indexes: [index, index] })] })
    const [finding] = findingsOf({ source, maxThreads: 3 }, 'locks:source')
    expect(finding?.evidence).toBe('1 tables, at most 10 locks, room for 6400')
  })
  it('of the target are those of the steps that share a transaction, or of the lanes', () => {
    expect(findingsOf(given(64), 'locks:target')[0]).toMatchObject({ severity: 'passed' })
    const scarce = { ...ends({}, {}), targetFacts: { lockSlots: 7 } }
    expect(severities(scarce, 'locks:target')).toEqual(['warning'])
  })
  it('pass, warn and stop by how many tables the source can lock', () => {
    expect(severities(given(64), 'locks:source')).toEqual(['passed'])
    expect(severities(given(1), 'locks:source')).toEqual(['warning'])
    expect(severities(given(0), 'locks:source')).toEqual(['blocker'])
  })
})

describe('extensions', () => {
  const needed = catalog({ tables, objects: [object('extension', 'hstore')] })
  const given = (targetFacts: Given['targetFacts']): Given => ({ source: needed, targetFacts: targetFacts ?? {} })
  const hstore = (fields = {}) => ({ name: 'hstore', installed: false, trusted: false, ...fields })

  it('pass where there, or where the role may install them', () => {
    expect(severities(given({ extensions: [hstore({ installed: true })] }), 'extensions')).toEqual(['passed'])
    expect(severities(given({ extensions: [hstore({ trusted: true })] }), 'extensions')).toEqual(['passed'])
    expect(severities(given({ extensions: [hstore()], isSuperuser: true }), 'extensions')).toEqual(['passed'])
    expect(severities({ source: source() }, 'extensions')).toEqual([])
  })
  it('stop where the server has none, or the role may not', () => {
    expect(severities(given({}), 'extension:hstore')).toEqual(['blocker'])
    expect(findingsOf(given({ extensions: [hstore()] }), 'extension:hstore')[0]?.sql).toBe('CREATE EXTENSION "hstore";')
  })
})

describe('money', () => {
  const priced = catalog({ tables: [table('orders', { columns: [column('price', 'money')] })] })
  it('stops between two locales', () => {
    expect(severities({ source: priced, targetFacts: { moneyLocale: 'de_DE' } }, 'money-locale')).toEqual(['blocker'])
  })
  it('is no matter under one locale, or without such a column', () => {
    expect(severities({ source: priced }, 'money-locale')).toEqual([])
    expect(severities({ source: source(), targetFacts: { moneyLocale: 'de_DE' } }, 'money-locale')).toEqual([])
  })
})

describe('what else lives in the target', () => {
  it('is warned of: event triggers and publications of all tables', () => {
    const eventTriggers = [{ name: 'guard', event: 'ddl_command_end' }]
    const given = { source: source(), targetFacts: { eventTriggers, publicationsOfAll: ['everything'] } }
    expect(findingsOf(given, 'event-triggers')[0]).toMatchObject({
      severity: 'warning',
      sql: 'ALTER EVENT TRIGGER "guard" DISABLE;',
    })
    expect(severities(given, 'publications')).toEqual(['warning'])
  })
  it('is nothing in an ordinary one', () => {
    expect(severities({ source: source() }, 'event-triggers')).toEqual([])
    expect(severities({ source: source() }, 'publications')).toEqual([])
  })
})

describe('large objects', () => {
  it('are warned of where there are some', () => {
    const objects = [object('large-object', '2 large objects', { phase: null, ddl: [], reason: 'Not carried.' })]
    expect(severities({ source: catalog({ tables, objects }) }, 'large-objects')).toEqual(['warning'])
    expect(severities({ source: source() }, 'large-objects')).toEqual([])
  })
})
