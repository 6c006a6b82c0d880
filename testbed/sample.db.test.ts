import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from './compare'
import { catalogKinds } from './reading'
import { createSample } from './sample'
import { withClient } from './server'
import { tableDigests } from './table-digests'
import { createTestDatabase, type TestDatabase } from './test-database'

let sample: TestDatabase
beforeAll(async () => {
  sample = await createTestDatabase()
  await createSample(sample.url)
})
afterAll(() => sample.drop())

describe('the sample', () => {
  it('is the same wherever it is made', async () => {
    const again = await createTestDatabase()
    await createSample(again.url)
    expect(await compareDatabases(sample.url, again.url)).toEqual([])
    await again.drop()
  })

  it('has about 50,000 rows', async () => {
    const digests = await tableDigests(sample.url)
    expect(digests.reduce((sum, { rows }) => sum + Number(rows), 0)).toBe(50_398)
    expect(digests.filter(({ rows }) => rows === '0').map(({ table }) => table)).toEqual(['empty_table'])
  })

  it('has a large object, which the comparison leaves out', async () => {
    const found = await withClient(sample.url, (client) =>
      client.query('SELECT count(*)::int AS n FROM pg_largeobject'),
    )
    expect(found.rows).toEqual([{ n: 1 }])
  })
})

describe('the comparison, on everything that the sample has', () => {
  it('finds a change of every kind', async () => {
    const target = await createTestDatabase({ template: sample.name })
    await withClient(target.url, (client) => client.query(changes))
    const found = await compareDatabases(sample.url, target.url)
    const kinds = new Set(found.map(({ kind }) => kind))
    expect([...catalogKinds, 'position', 'rows', 'row'].filter((kind) => !kinds.has(kind as never))).toEqual([])
    await target.drop()
  })

  it('is not fooled by a row that moved to another partition', async () => {
    const target = await createTestDatabase({ template: sample.name })
    await withClient(target.url, (client) =>
      client.query(`
        ALTER TABLE ticketing.payments DETACH PARTITION ticketing.payments_other;
        INSERT INTO ticketing.payments_other SELECT * FROM ticketing.payments_cash LIMIT 1`),
    )
    const found = await compareDatabases(sample.url, target.url, { kinds: ['partition', 'rows'] })
    expect(found.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      'partition ticketing.payments_other',
      'rows ticketing.payments_other',
      'row ticketing.payments_other',
    ])
    await target.drop()
  })
})

const changes = `
  CREATE TABLE additional ();
  ALTER TABLE lines ALTER length SET DEFAULT 1;
  ALTER TABLE stations RESET (fillfactor);
  ALTER TABLE asset_vehicles NO INHERIT assets;
  ALTER TABLE ticketing.tickets DROP CONSTRAINT no_free_tickets;
  CREATE INDEX additional_index ON notices (text);
  ALTER TABLE ticketing.tickets ENABLE TRIGGER count_sales;
  DROP RULE keep_notices ON notices;
  ALTER POLICY own_vouchers ON ticketing.vouchers WITH CHECK (worth <= 501);
  ALTER STATISTICS delays_rounded SET STATISTICS 5;
  CREATE OR REPLACE VIEW cheap_fares AS SELECT code, kind, price FROM ticketing.fares WHERE price < 51;
  ALTER SEQUENCE ticketing.ticket_number CACHE 8;
  CREATE SCHEMA additional;
  CREATE EXTENSION btree_gist SCHEMA additional;
  ALTER TYPE train_kind ADD VALUE 'tram' BEFORE 'night';
  ALTER DOMAIN email DROP CONSTRAINT email_check;
  CREATE TYPE pair AS (a int, b int);
  CREATE TYPE timerange AS RANGE (subtype = time);
  CREATE COLLATION german (provider = builtin, locale = 'C');
  CREATE OR REPLACE FUNCTION ticketing.gross(net numeric, rate numeric DEFAULT 0.07) RETURNS numeric
    LANGUAGE sql IMMUTABLE AS $$ SELECT round(net * (1 + rate), 3) $$;
  CREATE OPERATOR === (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8eq);
  ALTER TEXT SEARCH DICTIONARY plain_words (ACCEPT = false);
  ALTER TEXT SEARCH CONFIGURATION railway DROP MAPPING FOR url;
  COMMENT ON TABLE stations IS 'Where trains stop. Ünïcödé x';
  SELECT setval('closures_id_seq', 1);
  UPDATE stations SET opened = opened + 1 WHERE id = 3`
