-- Any legal identifier, wherever one can stand.
CREATE SCHEMA "__proto__";
CREATE SCHEMA " ";
CREATE SCHEMA "a.b";
CREATE SCHEMA "a";
CREATE SCHEMA "Sch""ema '; --";
CREATE TABLE "__proto__"."constructor" ("__proto__" int PRIMARY KEY, "toString" text, "hasOwnProperty" int[], "then" text, "prototype" int DEFAULT 3);
INSERT INTO "__proto__"."constructor" VALUES (1, 'x', '{1}', 'y'), (2, NULL, NULL, NULL);
CREATE TABLE "__proto__"."__proto__" ("constructor" int REFERENCES "__proto__"."constructor");
INSERT INTO "__proto__"."__proto__" VALUES (1), (2);
CREATE TABLE "a.b"."c" (n int); INSERT INTO "a.b"."c" VALUES (1);
CREATE TABLE "a"."b.c" (n int); INSERT INTO "a"."b.c" VALUES (2), (3);
CREATE TABLE " "." " (" " int PRIMARY KEY, "  " text); INSERT INTO " "." " VALUES (1, ' ');
CREATE TABLE "Sch""ema '; --"."Ta""ble'); DROP SCHEMA public; --" (
  "quote""d" int CONSTRAINT "con""straint 'x'" PRIMARY KEY, "it's" text DEFAULT 'it''s', "back\slash" text DEFAULT E'back\\slash', "per%cent" int,
  "$1" int, ":name" int, "?" int, "/* c */" int, "-- d" int, "select" int, "user" int, "a,b" int, "(x)" int, "{}" int, "tab	tab" int, "new
line" int, "ÄÖÜ" int, "CamelCase" int, "🦢" int, "é" int, "é" int, "123" int, "ctid " int, "NULL" int, "\N" int, "\." int);
INSERT INTO "Sch""ema '; --"."Ta""ble'); DROP SCHEMA public; --" ("quote""d", "it's", "new
line", "🦢", "\N") VALUES (1, 'a', 2, 3, 4), (2, 'b', 3, 4, 5);
CREATE TABLE "123456789 123456789 123456789 123456789 123456789 123456789 123" (
  "123456789 123456789 123456789 123456789 123456789 123456789 abc" int PRIMARY KEY, "🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢xyz" text);
INSERT INTO "123456789 123456789 123456789 123456789 123456789 123456789 123" VALUES (1, '63');
CREATE TABLE "🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢abc" ("🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢abc" serial PRIMARY KEY,
  parent int CONSTRAINT "🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢fk" REFERENCES "123456789 123456789 123456789 123456789 123456789 123456789 123");
INSERT INTO "🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢🦢abc" (parent) VALUES (1), (NULL);
CREATE TABLE "pg_toast_like" ("tableoid " int, "xmin " int); INSERT INTO "pg_toast_like" VALUES (1, 1);
CREATE TABLE "new
line" (n int); INSERT INTO "new
line" VALUES (1);
CREATE TYPE "a"."ty""pe" AS ENUM ('"', '''', '\');
CREATE DOMAIN "a"."do main" AS "a"."ty""pe";
CREATE SEQUENCE "a"."se""quence '" START 5;
CREATE FUNCTION "a"."func""tion '"("ar g" "a"."do main", "select" int DEFAULT 1) RETURNS text LANGUAGE sql IMMUTABLE
  AS $function$ SELECT '$func$ $body$ \ " '' ' || "ar g"::text || "select" $function$;
CREATE FUNCTION "a"."bo""dy"() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN /* $function$ */ RETURN NEW; END ';
CREATE TABLE "a"."uses" (t "a"."do main" PRIMARY KEY DEFAULT '"', n bigint DEFAULT nextval('"a"."se""quence ''"'), f text DEFAULT "a"."func""tion '"('\'),
  g text GENERATED ALWAYS AS ("a"."func""tion '"(t)) STORED CONSTRAINT "che""ck" CHECK (g <> ''));
INSERT INTO "a"."uses" (t) VALUES ('"'), (''''), ('\');
CREATE UNIQUE INDEX "in""dex '" ON "a"."uses" (lower(f), n) WHERE n <> 99;
CREATE TRIGGER "trig""ger '" BEFORE INSERT ON "a"."uses" FOR EACH ROW EXECUTE FUNCTION "a"."bo""dy"('it''s', '\', '🦢');
CREATE POLICY "pol""icy '" ON "a"."uses" USING (t::text <> '''');
CREATE VIEW "a"."vi""ew '" AS SELECT t AS "co""l '", n AS "__proto__" FROM "a"."uses";
CREATE RULE "ru""le '" AS ON DELETE TO "a"."vi""ew '" DO INSTEAD DELETE FROM "a"."uses" WHERE t::text = OLD."co""l '"::text;
CREATE MATERIALIZED VIEW "a"."mat""view" AS SELECT count(*) AS "n""n" FROM "a"."uses";
CREATE STATISTICS "a"."stat""istics" (dependencies) ON t, n FROM "a"."uses";
CREATE OPERATOR "a".@#@ (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int);
CREATE COLLATION "a"."coll""ation" (provider = icu, locale = 'en');
COMMENT ON TABLE "a"."uses" IS 'it''s "quoted" \ and 🦢
over lines; -- and so on';
COMMENT ON COLUMN "Sch""ema '; --"."Ta""ble'); DROP SCHEMA public; --"."quote""d" IS '$1';
COMMENT ON CONSTRAINT "con""straint 'x'" ON "Sch""ema '; --"."Ta""ble'); DROP SCHEMA public; --" IS 'con';
COMMENT ON TRIGGER "trig""ger '" ON "a"."uses" IS 'trig';
COMMENT ON FUNCTION "a"."func""tion '" IS 'func';
COMMENT ON SCHEMA "Sch""ema '; --" IS 'schema';
COMMENT ON TYPE "a"."ty""pe" IS 'type';
COMMENT ON INDEX "a"."in""dex '" IS 'index';
COMMENT ON POLICY "pol""icy '" ON "a"."uses" IS 'policy';
COMMENT ON RULE "ru""le '" ON "a"."vi""ew '" IS 'rule';
COMMENT ON STATISTICS "a"."stat""istics" IS 'statistics';
COMMENT ON OPERATOR "a".@#@ (int, int) IS 'operator';
COMMENT ON COLUMN "a"."vi""ew '"."co""l '" IS 'view column';
COMMENT ON COLLATION "a"."coll""ation" IS 'collation';
COMMENT ON SEQUENCE "a"."se""quence '" IS 'sequence';
COMMENT ON MATERIALIZED VIEW "a"."mat""view" IS 'matview';
