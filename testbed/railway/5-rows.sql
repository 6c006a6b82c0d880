-- About 50,000 rows.
INSERT INTO stations (code, name, position, neighbours, platforms, levels, opened)
SELECT upper(substr(md5(n::text), 1, CASE WHEN n % 9 = 0 THEN 3 ELSE 4 END)),
       pick_text(n, 1, 'Groß', 'Klein', 'Ober', 'Łódź', 'São', 'Åre', 'Reykja', 'Χανιά', 'Киев', '東京', 'Saint-') || ' ' ||
         pick_text(n, 2, 'hausen', 'burg', 'vík', 'stad', 'ville', 'ton', 'grad', 'fjörður') || ' ' || n,
       (48 + pick(n, 3, 100000) / 10000.0, 7 + pick(n, 4, 100000) / 10000.0)::geo_point,
       CASE WHEN n % 4 = 0 THEN ARRAY[(n, -n)::geo_point, (NULL, 'NaN')::geo_point, NULL] END,
       ARRAY(SELECT g FROM generate_series(1, 1 + pick(n, 5, 12)) g),
       CASE WHEN n % 5 = 0 THEN ARRAY[['up', 'down'], ['in, "out"', NULL]] END,
       DATE '1835-12-07' + pick(n, 6, 60000)
  FROM generate_series(1, 420) n;

INSERT INTO lines (name, kinds, length, colour)
SELECT pick_text(n, 7, 'RE', 'S', 'U', 'ICE', 'EN') || ' ' || n,
       CASE n % 3 WHEN 0 THEN '{regional}' WHEN 1 THEN '{intercity,night}' ELSE '{"freight 🚂","it''s special"}' END::train_kind[],
       NULLIF(pick(n, 8, 900000) / 1000.0, 0), pick_text(n, 9, 'red', 'green', 'blue', '#1b9e77')
  FROM generate_series(1, 40) n;

INSERT INTO line_stops
SELECT l.id, s, 1 + (pick(l.id, 10, 420) + s * 7) % 420, s * 11.125
  FROM lines l, generate_series(1, 25) s;

INSERT INTO trains (kind, name, built, attributes)
SELECT pick_text(n, 11, 'regional', 'intercity', 'night', 'freight 🚂')::train_kind, 'Train №' || n,
       int4range(1980 + pick(n, 12, 30), CASE WHEN n % 6 = 0 THEN NULL ELSE 2015 END),
       jsonb_build_object('wifi', n % 2 = 0, 'maker', pick_text(n, 13, 'Siemens', 'Škoda', 'Alstom', '日立'),
                          'speeds', jsonb_build_array(80, 160.50, n), '__proto__', NULL)
  FROM generate_series(1, 160) n;

INSERT INTO cars
SELECT t.id, p, 20 + pick(t.id * 20 + p, 14, 60), 38 + pick(t.id + p, 15, 100) / 7.0::real,
       decode(md5(t.id || '/' || p), 'hex'), NULLIF(p + 1, 9)
  FROM trains t, generate_series(1, 8) p;

BEGIN;
INSERT INTO depots SELECT d, 1 + pick(d, 16, 420), d * 25 FROM generate_series(1, 20) d;
INSERT INTO staff (name, email, depot_id, boss_id, hired, salary, phone)
SELECT pick_text(n, 17, 'Zoë', 'Jürgen', 'María', 'Søren', 'Aoife', 'Владимир', '美咲', 'O''Neil') || ' ' ||
         pick_text(n, 18, 'Müller', 'Nowak', 'Øst', 'Ní Bhriain', 'Иванова', '田中', 'de la Cruz'),
       'staff' || n || '@rail.example', 1 + (n - 1) / 25, CASE WHEN n > 1 THEN n / 5 + CASE WHEN n < 5 THEN 1 ELSE 0 END END,
       DATE '1998-02-28' + pick(n, 19, 9000), 2100 + pick(n, 20, 500000) / 100.0,
       CASE WHEN n % 3 = 0 THEN ARRAY['+49 ' || pick(n, 21, 1000000), NULL] END
  FROM generate_series(1, 500) n;
COMMIT;

INSERT INTO closures (line_id, km, during, reason)
SELECT 100 + 5 * pick(n, 22, 40), numrange(n % 50, n % 50 + 0.75, '[)'),
       tstzrange(TIMESTAMPTZ '2024-01-01 00:00+00' + n / 50 * INTERVAL '2 days',
                 TIMESTAMPTZ '2024-01-02 00:00+00' + n / 50 * INTERVAL '2 days', CASE WHEN n % 2 = 0 THEN '[]' ELSE '[)' END),
       CASE WHEN n % 7 > 0 THEN pick_text(n, 23, 'leaves', 'snow', 'cows', 'works') END
  FROM generate_series(0, 299) n;

INSERT INTO journeys (id, departs_on, kind, line_id, train_id, departs_at, takes, passengers, note)
SELECT n, day, pick_text(n, 25, 'regional', 'regional', 'intercity', 'night', 'freight 🚂')::train_kind,
       100 + 5 * pick(n, 26, 40), 1000 + 10 * pick(n, 27, 160),
       day::timestamp AT TIME ZONE 'UTC' + pick(n, 28, 86400) * INTERVAL '1 second' + pick(n, 29, 1000000) * INTERVAL '1 microsecond',
       make_interval(months => pick(n, 30, 2), mins => 20 + pick(n, 31, 600)), pick(n, 32, 700),
       CASE WHEN n % 11 = 0 THEN pick_text(n, 33, '', E'two\nlines\tand a tab', '\N', 'NULL', '"quoted", comma', 'emoji 🚆') END
  FROM (SELECT n, DATE '2024-01-01' + pick(n, 24, 420) AS day FROM generate_series(1, 14000) n) journey;

INSERT INTO delays
SELECT 1 + pick(n, 34, 14000), CASE WHEN n % 500 = 0 THEN 'NaN' WHEN n % 777 = 0 THEN '-Infinity'
         ELSE round(pick(n, 35, 100000) / 1000.0, n % 4) END::numeric,
       CASE WHEN n % 3 > 0 THEN pick_text(n, 36, 'signal', 'strike', 'storm', '') END,
       CASE WHEN n % 9 = 0 THEN 'infinity' ELSE TIMESTAMP '2024-01-01' + pick(n, 37, 1000000000) * INTERVAL '1 microsecond' END
  FROM generate_series(1, 6000) n;
INSERT INTO delays SELECT * FROM delays WHERE journey_id % 50 = 0;

INSERT INTO assets SELECT n, 'Asset ' || n, DATE '1950-01-01' + n FROM generate_series(1, 50) n;
INSERT INTO asset_vehicles SELECT n, 'Vehicle ' || n, NULL, 'B-AH ' || n, n * 10 FROM generate_series(40, 90) n;
