-- A table for each built-in type that a column can have: (n, v, vs), with values at its edges, NULL, arrays with odd
-- lower bounds, empty and nested ones. The table bears the type's name.
CREATE SCHEMA "values";

CREATE FUNCTION pg_temp.hold(type text, VARIADIC literals text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE place text := format('"values".%I', type);
  -- To an aggregate these are arrays already.
  value text := CASE WHEN type IN ('oidvector', 'int2vector') THEN 'v::text' ELSE 'v' END;
BEGIN
  EXECUTE format('CREATE TABLE %s (n int PRIMARY KEY, v %s, vs %s[])', place, type, type);
  FOR n IN 1 .. cardinality(literals) LOOP EXECUTE format('INSERT INTO %s VALUES (%s, %L)', place, n, literals[n]); END LOOP;
  EXECUTE format('INSERT INTO %1$s VALUES (-1, NULL, ''{}''), (-2, NULL, ''{NULL}''),
    (-3, NULL, (SELECT (''[-3:'' || count(*) - 4 || '']='' || array_agg(%3$s ORDER BY n)::text)::%2$s[] FROM %1$s))',
    place, type, value);
  IF value = 'v' THEN
    EXECUTE format('INSERT INTO %1$s SELECT -4, v, ARRAY[ARRAY[v, NULL], ARRAY[NULL, v]] FROM %1$s WHERE n = 1', place);
  END IF;
END $$;

SELECT
  pg_temp.hold('boolean', 't', 'f'),
  pg_temp.hold('smallint', '0', '-32768', '32767'),
  pg_temp.hold('integer', '0', '-2147483648', '2147483647'),
  pg_temp.hold('bigint', '0', '-9223372036854775808', '9223372036854775807', '9007199254740993'),
  pg_temp.hold('numeric', '0', '0.00', '1.0', '1.00', '-0.000000000000000000001', 'NaN', 'Infinity', '-Infinity',
    '123456789012345678901234567890.123456789012345678901234567890', '1e1000', '1e-1000'),
  pg_temp.hold('numeric(10,2)', '0', '99999999.99', '-0.01', 'NaN'),
  pg_temp.hold('real', '0', '-0', '1.1', '3.4028235e38', '1e-45', 'NaN', 'Infinity', '-Infinity'),
  pg_temp.hold('double precision', '0', '-0', '0.1', '1.7976931348623157e308', '5e-324', 'NaN', 'Infinity', '-Infinity'),
  pg_temp.hold('money', '0', '-92233720368547758.08', '92233720368547758.07'),
  pg_temp.hold('text', '', ' ', 'NULL', '\N', '\.', E'a\tb\nc\rd\\e', '🦢 ünï', E'e\u0301', E'\x01\x7f', repeat('x', 3000), '"', ''''),
  pg_temp.hold('character varying', '', 'a ', 'ß'),
  pg_temp.hold('character varying(5)', '', 'abcde', 'äöüß€'),
  pg_temp.hold('character(5)', '', 'a', 'abcde'),
  pg_temp.hold('bpchar', '', 'a  ', 'abcde'),
  pg_temp.hold('"char"', '', 'a', '\'),
  pg_temp.hold('name', '', 'a', '__proto__', repeat('n', 63)),
  pg_temp.hold('bytea', '\x', '\x00', '\xff00fe5c0a0d2e', '\x5c2e'),
  pg_temp.hold('bit(5)', '00000', '10101'),
  pg_temp.hold('"bit"', '', '1', '010101'),
  pg_temp.hold('bit varying', '', '1', '0101010101010101'),
  pg_temp.hold('bit varying(7)', '', '1', '0101011'),
  pg_temp.hold('date', '2000-01-01', '4713-11-24 BC', '5874897-12-31', '0001-12-31 BC', 'infinity', '-infinity'),
  pg_temp.hold('time', '00:00', '24:00:00', '23:59:59.999999'),
  pg_temp.hold('time(3)', '00:00', '12:34:56.789'),
  pg_temp.hold('timetz', '00:00+00', '24:00:00-15:59', '12:34:56.789012+05:30:15'),
  pg_temp.hold('timestamp', '2000-01-01', '4713-11-24 00:00:00 BC', '294276-12-31 23:59:59.999999', '0044-03-15 12:00 BC',
    'infinity', '-infinity', '1999-12-31 23:59:59.999999'),
  pg_temp.hold('timestamp(0)', '2000-01-01 00:00:01', 'infinity'),
  pg_temp.hold('timestamptz', '2000-01-01 00:00+00', '4713-11-24 00:00:00+00 BC', '294276-12-31 23:59:59.999999+00',
    'infinity', '-infinity', '1900-01-01 00:00:00.000001+00'),
  pg_temp.hold('interval', '0', '1 mon', '30 days', '720:00:00', '-1 year 2 mons -3 days 04:05:06.000007',
    '178000000 years', '-178000000 years', '1 day -00:00:00.000001'),
  pg_temp.hold('interval day to second(2)', '1 day 02:03:04.05'),
  pg_temp.hold('interval year to month', '-1 year -2 mons'),
  pg_temp.hold('uuid', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  pg_temp.hold('json', '{}', ' { "b" : 1, "a":1.0,"b": 2 } ', '"\u0000"', 'null', '[1e400]'),
  pg_temp.hold('jsonb', '{}', '{"__proto__": {"constructor": 1}, "": null, "b": 1.0, "a": 1.00, "é\n\"": []}', 'null',
    '1e300', '"\ud83e\udda2"', '-0.0'),
  pg_temp.hold('jsonpath', '$', 'strict $."__proto__"[*] ? (@ > 1)', '$.a[0 to last]'),
  pg_temp.hold('xml', '', '<a b="c">d<!-- e --></a>', 'text &amp; <b/>', '<?xml version="1.0"?><a/>'),
  pg_temp.hold('point', '(0,0)', '(-0,NaN)', '(Infinity,1e-300)'),
  pg_temp.hold('line', '{1,-1,0}', '{0,1,0.5}'),
  pg_temp.hold('lseg', '[(0,0),(1,1)]'),
  pg_temp.hold('box', '(1,1),(0,0)'),
  pg_temp.hold('path', '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))'),
  pg_temp.hold('polygon', '((0,0),(1,1),(2,0))'),
  pg_temp.hold('circle', '<(0,0),1>', '<(1,1),0>'),
  pg_temp.hold('inet', '0.0.0.0', '192.168.1.5/24', '::1', '2001:db8::ff/32'),
  pg_temp.hold('cidr', '10.0.0.0/8', '::/0'),
  pg_temp.hold('macaddr', '08:00:2b:01:02:03'),
  pg_temp.hold('macaddr8', '08:00:2b:01:02:03:04:05'),
  pg_temp.hold('tsvector', '', '''a'':1A,2B ''it''''s'':3 ''b\\'''),
  pg_temp.hold('tsquery', '', '''a'' & !''b'':*A', '''x'' <2> ''y'''),
  pg_temp.hold('pg_lsn', '0/0', 'FFFFFFFF/FFFFFFFF'),
  pg_temp.hold('pg_snapshot', '10:20:10,14,15', '1:1:'),
  pg_temp.hold('txid_snapshot', '10:20:10,14,15'),
  pg_temp.hold('xid', '0', '4294967295'),
  pg_temp.hold('xid8', '0', '18446744073709551615'),
  pg_temp.hold('cid', '0', '4294967295'),
  pg_temp.hold('tid', '(0,0)', '(4294967295,65535)'),
  pg_temp.hold('oid', '0', '4294967295', '1259'),
  pg_temp.hold('oidvector', '', '1 2 3'),
  pg_temp.hold('int2vector', '', '1 -2 3'),
  pg_temp.hold('int4range', 'empty', '[1,5)', '(,)', '[,3)', '[7,)'),
  pg_temp.hold('int8range', 'empty', '[1,9223372036854775807)'),
  pg_temp.hold('numrange', 'empty', '(1.0,1.00]', '[1.10,)', '(-Infinity,NaN]'),
  pg_temp.hold('tsrange', 'empty', '["4713-11-24 00:00:00 BC",infinity)', '(,infinity]'),
  pg_temp.hold('tstzrange', 'empty', '["2000-01-01 00:00:00+00","2000-01-01 00:00:00.000001+00")'),
  pg_temp.hold('daterange', 'empty', '[-infinity,infinity)', '[2000-01-01,2000-01-02)'),
  pg_temp.hold('int4multirange', '{}', '{[1,3),[5,7)}', '{(,)}'),
  pg_temp.hold('int8multirange', '{}', '{[1,3),[5,)}'),
  pg_temp.hold('nummultirange', '{}', '{[1.0,1.50),(2,3]}'),
  pg_temp.hold('tsmultirange', '{}', '{["2000-01-01 00:00:00","2000-01-02 00:00:00")}'),
  pg_temp.hold('tstzmultirange', '{}', '{["2000-01-01 00:00:00+00",infinity)}'),
  pg_temp.hold('datemultirange', '{}', '{[2000-01-01,2000-01-02),[2001-01-01,)}'),
  pg_temp.hold('regclass', 'pg_class', '"values"."numeric"', '0', '4294967295'),
  pg_temp.hold('regtype', 'integer', '"values"."numeric"', 'timestamp with time zone', '0'),
  pg_temp.hold('regproc', 'now', '0'),
  pg_temp.hold('regprocedure', 'abs(integer)', '0'),
  pg_temp.hold('regoper', '||/', '0'),
  pg_temp.hold('regoperator', '+(integer,integer)', '0'),
  pg_temp.hold('regnamespace', 'pg_catalog', '"values"', '0'),
  pg_temp.hold('regrole', 'postgres', '0'),
  pg_temp.hold('regconfig', 'english', '0'),
  pg_temp.hold('regdictionary', 'simple', '0'),
  pg_temp.hold('regcollation', '"C"', '0'),
  pg_temp.hold('refcursor', '', 'a cursor'),
  pg_temp.hold('aclitem', 'postgres=arwd/postgres', '=r*/postgres');

-- Keys of the types that sort, wherever a range of keys might be cut.
CREATE SCHEMA keys;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['boolean', 'smallint', 'bigint', 'numeric', 'numeric(10,2)', 'real', 'double precision', 'money', 'text',
    'character varying(5)', 'character(5)', '"char"', 'name', 'bytea', 'bit(5)', '"bit"', 'bit varying(7)', 'date', 'time', 'timetz', 'timestamp',
    'timestamptz', 'interval', 'interval day to second(2)', 'uuid', 'jsonb', 'inet', 'cidr', 'macaddr', 'macaddr8', 'tsvector', 'tsquery',
    'pg_lsn', 'xid8', 'tid', 'oid', 'oidvector', 'int4range', 'numrange', 'int4multirange', 'regclass', 'integer[]', 'text[]'] LOOP
    EXECUTE format('CREATE TABLE keys.%I (k %s PRIMARY KEY)', t, t);
    IF t LIKE '%[]' THEN
      EXECUTE format('INSERT INTO keys.%I SELECT DISTINCT vs FROM "values".%I WHERE vs IS NOT NULL AND n <> -2', t, replace(t, '[]', ''));
    ELSE
      EXECUTE format('INSERT INTO keys.%I SELECT DISTINCT ON (v) v FROM "values".%I WHERE v IS NOT NULL ORDER BY v, n', t, t);
    END IF;
  END LOOP;
END $$;
