INSERT INTO ticketing.passengers (id, given_name, family_name, email, born, tags, preferences, seen_at)
SELECT md5('passenger ' || n)::uuid, pick_text(n, 40, 'Ann', 'Bé', 'Çelik', '李', 'Ngọc', 'Ólafur'),
       pick_text(n, 41, 'Smith', 'D''Arcy', 'Þórsson', '王', 'Nguyễn', 'van ''t Hof'),
       CASE WHEN n % 10 > 0 THEN 'p' || n || '@mail.example' END, DATE '1930-01-01' + pick(n, 42, 29000),
       CASE n % 4 WHEN 0 THEN '{}' WHEN 1 THEN '{student}' WHEN 2 THEN '{"a,b","c\"d",NULL}' ELSE '{NULL,"NULL",""}' END::text[],
       CASE WHEN n % 5 > 0 THEN jsonb_build_object('seat', pick_text(n, 43, 'aisle', 'window'), 'miles', n * 1.10, 'ü', E'\u00e9\\') END,
       CASE WHEN n % 3 > 0 THEN TIMESTAMPTZ '2023-01-01 00:00+00' + pick(n, 44, 60000000) * INTERVAL '1 second' ELSE 'infinity' END
  FROM generate_series(1, 7000) n;

INSERT INTO ticketing.fares (code, kind, price, per_km)
SELECT 'F' || n, (enum_range(NULL::train_kind))[1 + n % 5], n * 3.5,
       CASE WHEN n % 2 = 0 THEN ARRAY[0.1, 'NaN', '-0', 'Infinity', 1e-300]::double precision[] END
  FROM generate_series(0, 29) n;

INSERT INTO ticketing.tickets (passenger_id, journey_id, departs_on, kind, fare_code, net, seat, sold_at)
SELECT md5('passenger ' || 1 + pick(n, 45, 7000))::uuid, j.id, j.departs_on, j.kind, 'F' || pick(n, 46, 30),
       pick(n, 47, 10000) / 100.0,
       CASE WHEN n % 4 > 0 THEN (1 + pick(n, 48, 8), pick(n, 49, 80), NULLIF(n % 3, 0) = 1)::ticketing.seat END,
       j.departs_at - pick(n, 50, 2000000) * INTERVAL '1 second'
  FROM generate_series(1, 12000) n JOIN journeys j ON j.id = 1 + pick(n, 51, 14000)
 ORDER BY n;
UPDATE ticketing.tickets SET net = net + 1 WHERE number % 40 = 0;
-- A rule that holds from now on only.
ALTER TABLE ticketing.tickets ADD CONSTRAINT no_free_tickets CHECK (net > 0.5) NOT VALID;
ALTER TABLE ticketing.ticket_log ADD CONSTRAINT ticket_log_ticket
  FOREIGN KEY (number) REFERENCES ticketing.tickets NOT VALID;

INSERT INTO ticketing.payments
SELECT row_number() OVER (ORDER BY number DESC), pick_text(number, 52, 'card', 'card', 'wallet', 'cash', 'barter', 'miles'), number,
       gross, CASE WHEN number % 6 = 0 THEN decode(md5(number::text), 'hex') || '\x00ff00'::bytea END
  FROM ticketing.tickets WHERE number % 5 < 2;

INSERT INTO ticketing.vouchers
SELECT 'V-' || n, CASE WHEN n % 2 = 0 THEN 'ann' ELSE 'bob' END, n % 30, md5(n::text) FROM generate_series(1, 120) n;
INSERT INTO notices VALUES (1, 'Mind the gap'), (2, E'Line 1\r\nLine 2'), (3, '\x41 is not A'), (4, '');

INSERT INTO "__proto__" VALUES
  ('__proto__', '{"__proto__": {"polluted": true}, "constructor": 1}', '{1,NULL,3}'),
  ('prototype', 'null', NULL), ('', '[]', '{}'), ('constructor', NULL, '[5:6]={5,6}');
INSERT INTO "quoted ""name"", with . and ;--" VALUES (DEFAULT, DEFAULT, NULL, '😀'), (1, ''';--', '$$', E'\t');
INSERT INTO "Betrieb Ö"."Gleise"
SELECT n * 1.1, n, CASE WHEN n % 5 > 0 THEN 1 + pick(n, 53, 420) END, pick_text(n, 54, 'ok', 'alt', 'neu')
  FROM generate_series(1, 1500) n;
INSERT INTO "Betrieb Ö".a_table_whose_name_is_exactly_as_long_as_postgresql_lets_it_be_
SELECT nextval('"Betrieb Ö"."Zähler ""neu"""'), 'n' || n FROM generate_series(1, 5) n;
INSERT INTO scratch SELECT 'k' || n, repeat(md5(n::text), 400) FROM generate_series(1, 40) n;
INSERT INTO no_columns SELECT FROM generate_series(1, 3);

INSERT INTO edge_values (id) VALUES (0);
INSERT INTO edge_values VALUES
  (1, -32768, -2147483648, -9223372036854775808, '-Infinity', -9999999999999999999999999999.9999999999, 99900,
   '-0', '-0', false, '', '', '', '', '', '-infinity', '00:00', '00:00+15:59', '-infinity', '-infinity',
   '-178000000 years', '00000000-0000-0000-0000-000000000000', '{"a":1,"a":2, "b" : [ ] }', '{}', '$', B'00000', '',
   '0.0.0.0', '0.0.0.0/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00', '(-0,NaN)', '{1,-1,0}', '[(0,0),(1,1)]',
   '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),0>', 'empty', '{}', '', '', '{}', '{}',
   NULL, 'regional', '{}', '0/0'),
  (2, 32767, 2147483647, 9223372036854775807, 'Infinity', 9999999999999999999999999999.9999999999, -99900,
   'Infinity', 'NaN', true, repeat('long ', 30000), 'padded', 'ünïcö', 'z', decode(repeat('00ff', 50000), 'hex'),
   'infinity', '24:00', '24:00-15:59', 'infinity', 'infinity', '1 year -2 days 03:04:05.678901',
   'ffffffff-ffff-ffff-ffff-ffffffffffff', '"\ud83d\ude00"', '"😀"', '$.a[*] ? (@ > 1)', B'11111', B'1010101',
   '::1/128', '::/0', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff', '(1e300,-1e-300)', '{0,1,2}',
   '[(-1,-1),(2,2)]', '(Infinity,1),(0,0)', '((0,0),(2,2),(3,1))', '((0,0),(2,2),(3,1))', '<(1,2),3>', '(,5)',
   '{[1,2),[5,)}', '''a cat'':1A ''dog'':2,3B', '''cat'' & !(''dog'':* | ''x'')', '[-1:0][2:3]={{1,2},{NULL,4}}',
   '{NULL,"NULL","",",","\\","\""}', '(1.5,)', 'it''s special', '{"freight 🚂",NULL}', 'FFFFFFFF/FFFFFFFF'),
  (3, 0, 0, 0, 'NaN', 0.0000000001, 100, 1.1754944e-38, 5e-324, NULL, E'\t\r\n\\', '  both  ', ' ', '\', '\x00',
   '4713-01-01 BC', '23:59:59.999999', '12:00+00', '4713-01-01 00:00:00 BC', '0044-03-15 12:00:00+00 BC',
   '-00:00:00.000001', '12345678-1234-5678-1234-567812345678', 'null', 'null', 'strict $', B'01010', B'',
   '10.1.2.3/8', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '(0,0)', '{1,0,0}', '[(0,0),(0,0)]',
   '(0,0),(0,0)', '((1,1))', '((1,1))', '<(0,0),1e10>', '[1,1]', '{[1,1]}', 'a:1 b', '!a', '{{{1}}}', '{a}',
   '(,NaN)', 'night', '{night,night}', '16/B374D848');
INSERT INTO edge_values (id, num, num_scaled, f4, f8, stamp, stamp_tz, span, day) VALUES
  (4, ('1e' || 131071)::numeric, 1.10, 3.4028235e38, 1.7976931348623157e308, '294276-12-31 23:59:59.999999',
   '294276-12-31 23:59:59.999999+00', '178000000 years', '5874897-12-31'),
  (5, ('1e-' || 16383)::numeric, 1.1, 0.1, 0.1, '2000-01-01 00:00:00.000001', '1999-12-31 23:59:59.999999+00',
   '1 mon -1 day', '0001-01-01'),
  (6, 1.00, -0.0, 'NaN', '-Infinity', NULL, NULL, '0', NULL), (7, 1.0, 0, NULL, 1e-7, NULL, NULL, NULL, NULL);
