/** The wide, mixed table, qualified. */
export const wideTable = 'public.wide'

/** Its columns and its key: what a target that was made beforehand has. */
export const wideDefinition = `
CREATE TABLE ${wideTable} (
  id bigint PRIMARY KEY,
  reference uuid NOT NULL,
  kind smallint NOT NULL,
  quantity integer,
  amount numeric(14,2) NOT NULL,
  ratio double precision,
  is_open boolean NOT NULL,
  code varchar(12) NOT NULL,
  name text NOT NULL,
  note text,
  placed_at timestamptz NOT NULL,
  due_on date,
  attributes jsonb NOT NULL,
  tags text[],
  checksum bytea,
  changed_at timestamp)`

/** Rows 1 to `rows`, the same wherever they are made: every value comes of the row's number. About 300 bytes of COPY a row. */
export const wideRows = (rows: number) => `
INSERT INTO ${wideTable}
SELECT n, md5(n::text)::uuid, n % 7, CASE WHEN n % 11 > 0 THEN (n * 7919) % 100000 END, (n * 104729 % 1000000000) / 100.0,
       CASE WHEN n % 5 > 0 THEN n / 3.0::float8 END, n % 3 = 0, 'C-' || lpad((n % 1000000)::text, 8, '0'),
       'Customer ' || md5((n / 10)::text), CASE WHEN n % 4 > 0 THEN repeat(md5((n + 1)::text) || ' ', 1 + (n % 3)::int) END,
       timestamptz '2019-01-01 00:00+00' + n * interval '97.000013 seconds', date '2020-01-01' + (n % 3000)::int,
       jsonb_build_object('n', n, 'colour', (ARRAY['red','green','blue'])[1 + n % 3], 'size', n % 50),
       ARRAY['tag' || n % 100, 'group ' || n % 13], decode(md5((n + 2)::text), 'hex'),
       timestamp '2021-06-01 00:00' + n * interval '13.7 seconds'
  FROM generate_series(1::bigint, ${rows}) n`

/** What a database has around the table, besides its key. */
export const wideIndexes = `
CREATE INDEX wide_placed_at ON ${wideTable} (placed_at);
CREATE INDEX wide_name ON ${wideTable} (name, kind)`
