-- What acts: triggers and their functions. They exist before the rows, so that the log below is theirs.
CREATE FUNCTION index_station() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := setweight(to_tsvector('public.railway', NEW.name), 'A') ||
                setweight(to_tsvector('public.railway', NEW.code), 'B');
  RETURN NEW;
END
$$;
CREATE TRIGGER index_station BEFORE INSERT OR UPDATE OF name, code ON stations
  FOR EACH ROW EXECUTE FUNCTION index_station();
COMMENT ON TRIGGER index_station ON stations IS 'Keeps the search column';

CREATE FUNCTION ticketing.log_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO ticketing.ticket_log (number, what, old_net, new_net) VALUES (NEW.number, TG_ARGV[0], OLD.net, NEW.net);
  ELSE
    INSERT INTO ticketing.ticket_log (number, what, new_net) VALUES (NEW.number, 'sold', NEW.net);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER log_sale AFTER INSERT ON ticketing.tickets
  FOR EACH ROW WHEN (NEW.net > 95) EXECUTE FUNCTION ticketing.log_ticket();
CREATE TRIGGER log_change AFTER UPDATE OF net ON ticketing.tickets
  FOR EACH ROW WHEN (OLD.net IS DISTINCT FROM NEW.net) EXECUTE FUNCTION ticketing.log_ticket('new "price"');

CREATE FUNCTION count_sales() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count(*) FROM sold;
  RETURN NULL;
END
$$;
CREATE TRIGGER count_sales AFTER INSERT ON ticketing.tickets REFERENCING NEW TABLE AS sold
  FOR EACH STATEMENT EXECUTE FUNCTION count_sales();
ALTER TABLE ticketing.tickets DISABLE TRIGGER count_sales;

CREATE FUNCTION check_passengers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.passengers > 5000 THEN
    RAISE EXCEPTION 'journey % is overfull', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_passengers BEFORE INSERT OR UPDATE ON journeys
  FOR EACH ROW EXECUTE FUNCTION check_passengers();

CREATE FUNCTION depot_has_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.depots WHERE id = NEW.id AND head_id IS NOT NULL) THEN
    RAISE EXCEPTION 'depot % has no head', NEW.id;
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER depot_has_head AFTER INSERT ON depots DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION depot_has_head();

CREATE PROCEDURE ticketing.cancel_ticket(INOUT cancelled bigint) LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM ticketing.tickets WHERE number = cancelled;
END
$$;
