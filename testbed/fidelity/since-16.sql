CREATE SCHEMA since16;
SET search_path = since16, public;
CREATE COLLATION ruled (provider = icu, locale = 'und', rules = '& V << w <<< W');
CREATE TABLE uses_rules (t text COLLATE ruled PRIMARY KEY); INSERT INTO uses_rules VALUES ('v'), ('w'), ('W');
CREATE TABLE is_json (t text, CHECK (t IS JSON)); INSERT INTO is_json VALUES ('{"a": 1}');
CREATE VIEW json_things AS SELECT json_array(1, t), any_value(t) FROM is_json GROUP BY t;
CREATE VIEW alias_free AS SELECT * FROM (SELECT 1 AS a);
RESET search_path;
