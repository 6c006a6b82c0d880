-- A railway, to be as unlike a shop as a schema can be: types, functions and text search first.
CREATE SCHEMA ticketing;
CREATE SCHEMA "Betrieb Ö";
COMMENT ON SCHEMA ticketing IS 'Who travels, on what paper, for how much';

CREATE TYPE train_kind AS ENUM ('regional', 'intercity', 'night', 'freight 🚂', 'it''s special');
COMMENT ON TYPE train_kind IS 'How a train is run';
CREATE TYPE geo_point AS (lat double precision, lon double precision);
CREATE TYPE ticketing.seat AS (car smallint, number smallint, "window" boolean);

CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@\s]+@[^@\s]+$');
CREATE DOMAIN kilometres AS numeric(9, 3) DEFAULT 0 CONSTRAINT not_negative CHECK (VALUE >= 0);
CREATE DOMAIN ticketing.price AS numeric(12, 2) NOT NULL CHECK (VALUE >= 0);
CREATE DOMAIN ticketing.fare_price AS ticketing.price CHECK (VALUE < 10000);
COMMENT ON DOMAIN email IS 'Checked for one @ only: the mail server knows the rest';

-- The sample is the same on every machine: each value comes of its row's number, hashed.
CREATE FUNCTION pick(n bigint, salt bigint, size int) RETURNS int
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ((hashint8extended(n, salt) & 9223372036854775807) % size)::int;
COMMENT ON FUNCTION pick IS 'A number below size that looks random and is not';

CREATE FUNCTION pick_text(n bigint, salt bigint, VARIADIC choices text[]) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN choices[1 + pick(n, salt, cardinality(choices))];

CREATE FUNCTION ticketing.gross(net numeric, rate numeric DEFAULT 0.07) RETURNS numeric
  LANGUAGE sql IMMUTABLE AS $$ SELECT round(net * (1 + rate), 2) $$;

CREATE FUNCTION plain_name(name text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN lower(translate(name, 'ÄÖÜäöüßéèñøåŁł', 'AOUaousee' || 'noaLl'));
END
$$;

CREATE AGGREGATE ticketing.total(numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');

CREATE TEXT SEARCH DICTIONARY plain_words (TEMPLATE = simple, ACCEPT = true);
CREATE TEXT SEARCH CONFIGURATION railway (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION railway ALTER MAPPING FOR asciiword, word WITH plain_words, english_stem;
COMMENT ON TEXT SEARCH CONFIGURATION railway IS 'Station names are not English words';

CREATE SEQUENCE ticketing.ticket_number AS bigint INCREMENT BY -3 MINVALUE -9000000 MAXVALUE 9000000
  START WITH 8999999 CACHE 7;
CREATE SEQUENCE "Betrieb Ö"."Zähler ""neu""" AS smallint MAXVALUE 500 START 490 INCREMENT 4 CYCLE;
COMMENT ON SEQUENCE ticketing.ticket_number IS 'Counts down';
