CREATE TABLE ticketing.passengers (
  id uuid PRIMARY KEY,
  given_name text NOT NULL,
  family_name text NOT NULL,
  full_name text GENERATED ALWAYS AS (family_name || ', ' || given_name) STORED,
  email email,
  born date,
  tags text[] NOT NULL DEFAULT ARRAY[]::text[],
  preferences jsonb,
  seen_at timestamptz(3) DEFAULT '-infinity'
);
CREATE UNIQUE INDEX passengers_email ON ticketing.passengers (lower(email::text)) WHERE email IS NOT NULL;
CREATE INDEX passengers_name ON ticketing.passengers (full_name COLLATE "C" text_pattern_ops);

CREATE TABLE ticketing.fares (
  code text PRIMARY KEY,
  kind train_kind NOT NULL,
  price ticketing.fare_price,
  valid daterange NOT NULL DEFAULT '[2024-01-01,)',
  per_km double precision[]
);

CREATE TABLE ticketing.tickets (
  number bigint PRIMARY KEY DEFAULT nextval('ticketing.ticket_number'),
  passenger_id uuid NOT NULL REFERENCES ticketing.passengers,
  journey_id bigint NOT NULL,
  departs_on date NOT NULL,
  kind train_kind NOT NULL,
  fare_code text NOT NULL REFERENCES ticketing.fares MATCH FULL ON UPDATE CASCADE,
  net ticketing.price,
  gross numeric(12, 2) GENERATED ALWAYS AS (ticketing.gross(net)) STORED,
  seat ticketing.seat,
  sold_at timestamptz NOT NULL,
  FOREIGN KEY (journey_id, departs_on, kind) REFERENCES journeys,
  CONSTRAINT sold_before_departure CHECK (sold_at < departs_on + 2) NO INHERIT
);
ALTER SEQUENCE ticketing.ticket_number OWNED BY ticketing.tickets.number;
CREATE INDEX tickets_passenger ON ticketing.tickets (passenger_id) INCLUDE (gross) WITH (fillfactor = 70);
CREATE INDEX tickets_sold ON ticketing.tickets USING brin (sold_at);
CREATE INDEX tickets_window ON ticketing.tickets (((seat)."window"));
COMMENT ON COLUMN ticketing.tickets.gross IS 'With 7 % tax, as long as the law says so';

CREATE TABLE ticketing.ticket_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number bigint NOT NULL,
  what text NOT NULL,
  old_net numeric,
  new_net numeric
);

CREATE TABLE ticketing.payments (
  id bigint NOT NULL,
  method text NOT NULL,
  ticket_number bigint NOT NULL REFERENCES ticketing.tickets,
  amount numeric(12, 2) NOT NULL,
  receipt bytea,
  PRIMARY KEY (id, method)
) PARTITION BY LIST (method);
CREATE TABLE ticketing.payments_card PARTITION OF ticketing.payments FOR VALUES IN ('card', 'wallet');
CREATE TABLE ticketing.payments_cash PARTITION OF ticketing.payments FOR VALUES IN ('cash');
CREATE TABLE ticketing.payments_other PARTITION OF ticketing.payments DEFAULT;

CREATE TABLE ticketing.vouchers (
  code text PRIMARY KEY,
  owner name NOT NULL DEFAULT CURRENT_USER,
  worth numeric(8, 2) NOT NULL,
  secret text NOT NULL
);
ALTER TABLE ticketing.vouchers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_vouchers ON ticketing.vouchers USING (owner = CURRENT_USER) WITH CHECK (worth <= 500);
CREATE POLICY no_empty_ones ON ticketing.vouchers AS RESTRICTIVE FOR SELECT TO PUBLIC USING (worth > 0);
COMMENT ON POLICY own_vouchers ON ticketing.vouchers IS 'Nobody sees another one''s';

CREATE TABLE notices (id int PRIMARY KEY, text text NOT NULL, withdrawn boolean NOT NULL DEFAULT false);
CREATE RULE keep_notices AS ON DELETE TO notices DO INSTEAD UPDATE notices SET withdrawn = true WHERE id = OLD.id;

-- Names that are traps for whoever builds SQL, or objects, of them.
CREATE TABLE "__proto__" (
  "constructor" text PRIMARY KEY,
  "toString" jsonb,
  "hasOwnProperty" int[]
);
CREATE TABLE "quoted ""name"", with . and ;--" (
  "a ""b""" int PRIMARY KEY DEFAULT 7,
  "SELECT" text NOT NULL DEFAULT 'it''s "quoted" \ here',
  "$1" text,
  "😀 smile" text
);
CREATE INDEX "index ""on"" ON it" ON "quoted ""name"", with . and ;--" ("SELECT" DESC, ("$1" || 'x'));
CREATE TABLE "Betrieb Ö"."Gleise" (
  "Länge m" numeric(7, 1) NOT NULL,
  "ключ" bigint PRIMARY KEY,
  "駅" int REFERENCES stations,
  "Zustand" char(3) NOT NULL DEFAULT 'ok',
  UNIQUE ("駅", "ключ")
);
CREATE TABLE "Betrieb Ö".a_table_whose_name_is_exactly_as_long_as_postgresql_lets_it_be_ (id int PRIMARY KEY, note text);

CREATE TABLE empty_table (id int PRIMARY KEY, what text DEFAULT 'nothing', happened timestamptz);
CREATE INDEX empty_table_what ON empty_table (what);
CREATE TABLE no_columns ();
CREATE UNLOGGED TABLE scratch (k text PRIMARY KEY, v text);

-- A value of every kind, and the edges of each.
CREATE TABLE edge_values (
  id int PRIMARY KEY,
  i2 smallint, i4 int, i8 bigint, num numeric, num_scaled numeric(38, 10), num_coarse numeric(5, -2),
  f4 real, f8 double precision, flag boolean, note text, fixed char(8), limited varchar(5), "char" "char",
  raw bytea, day date, clock time(6), clock_tz timetz, stamp timestamp, stamp_tz timestamptz, span interval,
  uid uuid, doc json, docb jsonb, path_in_doc jsonpath, bits bit(5), more_bits varbit, net inet, block cidr,
  mac macaddr, mac8 macaddr8, pt point, ln line, seg lseg, bx box, pth path, poly polygon, crc circle,
  ints int4range, spans int8multirange, words tsvector, question tsquery, grid int[][], texts text[], place geo_point,
  kind train_kind, kinds train_kind[], lsn pg_lsn
);
COMMENT ON TABLE edge_values IS 'E''\\n'' is not a newline';
