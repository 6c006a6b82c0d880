-- Types of the database's own, over each other in many ways.
CREATE SCHEMA own;
SET search_path = own, public;
CREATE EXTENSION hstore SCHEMA public;
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION btree_gist SCHEMA public;
CREATE EXTENSION ltree SCHEMA public;
CREATE EXTENSION intarray SCHEMA public;

CREATE COLLATION sorted (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TYPE mood AS ENUM ('calm', '', 'it''s', E'new\nline', '__proto__', 'stormy 🦢');
ALTER TYPE mood ADD VALUE 'before all' BEFORE 'calm'; COMMIT;
CREATE DOMAIN amount AS numeric(12,3) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
CREATE DOMAIN price AS amount CONSTRAINT "not too much" CHECK (VALUE < 1000000);
CREATE DOMAIN "net price" AS price;
CREATE DOMAIN word AS text COLLATE "C" CHECK (VALUE <> 'forbidden');
CREATE DOMAIN words AS word[] CHECK (cardinality(VALUE) < 10);
CREATE DOMAIN moods AS mood[];
CREATE DOMAIN fixed AS char(5);
CREATE DOMAIN short AS varchar(4);
CREATE TYPE nothing AS ();
CREATE TYPE place AS (x float8, y float8, note text COLLATE "C", gone int, at own.mood);
ALTER TYPE place DROP ATTRIBUTE gone;
CREATE TYPE nested AS (p place, ps place[], w words, n nothing);
CREATE DOMAIN valid_place AS place CHECK ((VALUE).x > -1000);
CREATE TYPE price_range AS RANGE (subtype = price, multirange_type_name = price_ranges);
CREATE TYPE mood_range AS RANGE (subtype = mood);
CREATE TYPE word_range AS RANGE (subtype = text, collation = "C");
CREATE DOMAIN some_prices AS price_range;
CREATE TABLE row_type (a int, gone text, b numeric(5,2), c mood);
ALTER TABLE row_type DROP gone;
INSERT INTO row_type VALUES (1, 2.50, 'calm'), (NULL, NULL, NULL);

CREATE TABLE uses (n int PRIMARY KEY, m mood, ms mood[], a amount, p "net price", ps price[], w word, ws words, wss words[], mm moods, f fixed, s short,
  nothing nothing, place place, places place[], deep nested, deeps nested[], v valid_place, pr price_range, prs price_ranges, mr mood_range, wr word_range,
  sp some_prices, r row_type, rs row_type[], h hstore, c citext, cs citext[], l ltree);
INSERT INTO uses VALUES
  (1, 'it''s', '[-1:1]={calm,NULL,""}', 1.5, 2.250, '[0:0]={3}', 'w', '[5:6]={a,"b,c"}', ARRAY[ARRAY['x'::word]::words], '{__proto__}', 'ab', 'abcd',
   '()', '(1.5,-0,"it''s (a) ""note""",calm)', ARRAY['(NaN,Infinity,,)'::place, NULL], ROW('(0,0,n,calm)', '{}', '{q}', '()'),
   ARRAY[ROW(NULL, '[2:2]={"(1,2,\"a,b\",)"}', NULL, NULL)::nested], '(1,1,,)', '[1.000,2.5)', '{[1,2),[3,4]}', '[calm,it''s]', '[a,b)', '[1,1]',
   '(1,2.50,calm)', '[-5:-4]={"(1,,)",NULL}', '"a key"=>"a value", "__proto__"=>NULL, ""=>""', 'Käse', '{A,a}', 'a.b.c'),
  (2, '', '{}', 0, 0.001, '{}', '', '{}', '{}', '{}', '', '', '()', NULL, NULL, NULL, NULL, NULL, 'empty', '{}', 'empty', 'empty', NULL, NULL, NULL, '', '', '{}', ''),
  (3, E'new\nline', NULL, 999.999, 999999.999, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE mood_key (m mood PRIMARY KEY); INSERT INTO mood_key SELECT unnest(enum_range(NULL::mood));
CREATE TABLE price_key (p "net price" PRIMARY KEY); INSERT INTO price_key SELECT n / 8.0 FROM generate_series(1, 9) n;
CREATE TABLE fixed_key (f fixed PRIMARY KEY, s short UNIQUE NOT NULL); INSERT INTO fixed_key SELECT n, n FROM generate_series(8, 12) n;
CREATE TABLE other_collation_key (w word COLLATE "POSIX" PRIMARY KEY, t text COLLATE sorted UNIQUE NOT NULL);
INSERT INTO other_collation_key SELECT w, w FROM unnest('{a,B,Ä,ae,z,Z,_,10,9}'::text[]) w;
CREATE TABLE loose_key (w text COLLATE loose PRIMARY KEY); INSERT INTO loose_key SELECT unnest('{a,B,Ä,ae,z,_}'::text[]);
CREATE TABLE loose_column (w text COLLATE loose NOT NULL); CREATE UNIQUE INDEX ON loose_column (w COLLATE "C"); INSERT INTO loose_column SELECT unnest('{a,A,b,B,c}'::text[]);
CREATE DOMAIN enum_domain AS mood; CREATE TABLE enum_domain_key (m enum_domain PRIMARY KEY); INSERT INTO enum_domain_key SELECT unnest(enum_range(NULL::mood));
CREATE TABLE citext_key (c citext PRIMARY KEY); INSERT INTO citext_key SELECT unnest('{a,B,Ä,ae,z,_}'::text[]);
CREATE TABLE composite_key (p place PRIMARY KEY); INSERT INTO composite_key SELECT ROW(n, n, NULL, NULL)::place FROM generate_series(1, 5) n;
CREATE TABLE two_part_key (t text COLLATE sorted, d date, n int, PRIMARY KEY (t, d));
INSERT INTO two_part_key SELECT chr(97 + n % 3), date '2000-01-01' + n, n FROM generate_series(1, 9) n;
CREATE TABLE typed OF place (x NOT NULL, PRIMARY KEY (x)); INSERT INTO typed VALUES (1, 2, 'typed', 'calm');
RESET search_path;
