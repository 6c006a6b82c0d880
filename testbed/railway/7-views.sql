CREATE VIEW busy_journeys AS
  SELECT j.id, j.departs_on, l.name AS line, j.passengers, j.kind
    FROM journeys j JOIN lines l ON l.id = j.line_id WHERE j.passengers > 400;
CREATE VIEW ticketing.busy_days AS
  SELECT departs_on, count(*) AS journeys, ticketing.total(passengers) AS passengers,
         string_agg(DISTINCT line, ', ' ORDER BY line) FILTER (WHERE kind <> 'night') AS lines
    FROM public.busy_journeys GROUP BY departs_on;
CREATE VIEW "Betrieb Ö"."Schlimmste ""Tage""" WITH (security_barrier) AS
  TABLE ticketing.busy_days ORDER BY passengers DESC, departs_on LIMIT 10;
CREATE VIEW cheap_fares AS SELECT code, kind, price FROM ticketing.fares WHERE price < 50 WITH CASCADED CHECK OPTION;
CREATE RECURSIVE VIEW chain_of_command (id, name, depth) AS
  SELECT id, name, 0 FROM staff WHERE boss_id IS NULL
  UNION ALL SELECT s.id, s.name, c.depth + 1 FROM staff s JOIN chain_of_command c ON c.id = s.boss_id;
CREATE VIEW station_names AS SELECT id, name, plain_name(name) AS plain FROM stations;
COMMENT ON VIEW busy_journeys IS 'More than 400 passengers';
COMMENT ON COLUMN busy_journeys.line IS 'Its name';

CREATE FUNCTION rename_station() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.stations SET name = NEW.name WHERE id = OLD.id;
  RETURN NEW;
END
$$;
CREATE TRIGGER rename_station INSTEAD OF UPDATE ON station_names FOR EACH ROW EXECUTE FUNCTION rename_station();

CREATE MATERIALIZED VIEW line_statistics AS
  SELECT l.id, l.name, count(j.id) AS journeys, coalesce(avg(j.passengers), 0)::numeric(10, 2) AS average
    FROM lines l LEFT JOIN journeys j ON j.line_id = l.id GROUP BY l.id, l.name;
CREATE UNIQUE INDEX line_statistics_id ON line_statistics (id);
CREATE INDEX line_statistics_average ON line_statistics (average DESC);
CREATE MATERIALIZED VIEW ticketing.best_lines AS SELECT name, average FROM public.line_statistics WHERE average > 349;
COMMENT ON MATERIALIZED VIEW line_statistics IS 'Refreshed at night';

-- Sequences that stand elsewhere than their tables.
SELECT setval('stations_id_seq', 5000, false), setval('closures_id_seq', 777777);
-- Lives outside every table.
SELECT lo_from_bytea(424242, '\x676f64776974');
ANALYZE;
