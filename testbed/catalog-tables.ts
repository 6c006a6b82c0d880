/**
 * What tables are made of, a query a kind. Each answers (schema, relation, object, definition): the same object on
 * two servers bears the same `object`, and is equal where its `definition` is. Run with an empty search_path, so that
 * every name in a definition is qualified.
 */
const relations = `
  SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`

export const tableKinds = {
  table: `
    WITH r AS (${relations})
    SELECT nspname, name, name, concat_ws(' ', relkind, relpersistence,
             CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relforcerowsecurity THEN 'forced' END)
      FROM r WHERE relkind IN ('r', 'p', 'f')`,

  column: `
    WITH r AS (${relations})
    SELECT nspname, name, format('%s.%I', name, attname), concat_ws(' ',
             row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
             CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation END,
             CASE WHEN a.attnotnull THEN 'not null' END,
             (SELECT 'not valid' FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n'
                 AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated),
             CASE WHEN a.attidentity <> '' THEN 'identity ' || a.attidentity::text END,
             CASE WHEN a.attgenerated <> '' THEN 'generated ' || a.attgenerated::text ELSE 'default' END
               || ' ' || pg_get_expr(d.adbin, d.adrelid))
      FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
             JOIN pg_type t ON t.oid = a.atttypid
             LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'c')`,

  storage: `
    WITH r AS (${relations})
    SELECT nspname, name, name, concat_ws(' ', 'options', relation.options, 'replica identity', relreplident,
             (SELECT string_agg(format('%I:%s:%s:%s', attname, attstorage, attcompression, attstattarget), ' '
                                ORDER BY attname)
                FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
               WHERE a.attrelid = r.oid AND attnum > 0 AND NOT attisdropped
                 AND (attstorage <> typstorage OR attcompression <> '' OR coalesce(attstattarget, -1) <> -1)))
      FROM r, LATERAL (SELECT array_to_string(ARRAY(SELECT unnest(reloptions) ORDER BY 1), ', ') AS options) relation
     WHERE relkind IN ('r', 'p', 'm')`,

  partition: `
    WITH r AS (${relations})
    SELECT nspname, name, name, concat_ws(' ', 'by ' || pg_get_partkeydef(r.oid),
             (SELECT 'under ' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY inhseqno)
                FROM pg_inherits i WHERE i.inhrelid = r.oid),
             pg_get_expr(relpartbound, r.oid))
      FROM r WHERE relkind = 'p' OR (relkind = 'r' AND EXISTS (SELECT FROM pg_inherits WHERE inhrelid = r.oid))`,

  // The server names the copies of a constraint on partitions by itself, so these are known by what they say.
  constraint: `
    WITH r AS (${relations}),
    k AS (
      SELECT nspname, name, k.conname, k.conparentid <> 0 AS copied, pg_get_constraintdef(k.oid) AS definition,
             row_number() OVER (PARTITION BY k.conrelid, k.conparentid <> 0, pg_get_constraintdef(k.oid)) AS nth
        FROM r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype NOT IN ('n', 't'))
    SELECT nspname, name, CASE WHEN copied THEN format('%s inherited %s #%s', name, definition, nth)
                               ELSE format('%s %I', name, conname) END, definition
      FROM k`,

  index: `
    WITH r AS (${relations}),
    i AS (
      SELECT r.nspname, r.name, x.relname, EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.oid) AS copied,
             concat_ws(' ', replace(pg_get_indexdef(x.oid), format(' INDEX %I ON ', x.relname), ' INDEX ON '),
               CASE WHEN NOT indisvalid THEN 'invalid' END, CASE WHEN indisclustered THEN 'clustered' END) AS definition
        FROM r JOIN pg_index ON indrelid = r.oid JOIN pg_class x ON x.oid = indexrelid
       WHERE r.relkind IN ('r', 'p', 'm'))
    SELECT nspname, name, CASE WHEN copied THEN format('%s inherited %s #%s', name, definition,
               row_number() OVER (PARTITION BY name, copied, definition)) ELSE format('%s %I', name, relname) END,
           definition
      FROM i`,

  trigger: `
    WITH r AS (${relations})
    SELECT nspname, name, format('%s %I', name, tgname), pg_get_triggerdef(t.oid) || ' ' || tgenabled::text
      FROM r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal AND t.tgparentid = 0`,

  rule: `
    WITH r AS (${relations})
    SELECT nspname, name, format('%s %I', name, rulename), pg_get_ruledef(w.oid) || ' ' || ev_enabled::text
      FROM r JOIN pg_rewrite w ON w.ev_class = r.oid AND rulename <> '_RETURN'`,

  policy: `
    WITH r AS (${relations})
    SELECT nspname, name, format('%s %I', name, polname), concat_ws(' ', polcmd,
             CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
             (SELECT string_agg(CASE role WHEN 0 THEN 'public' ELSE role::regrole::text END, ', ' ORDER BY role)
                FROM unnest(polroles) role),
             'using ' || pg_get_expr(polqual, polrelid), 'check ' || pg_get_expr(polwithcheck, polrelid))
      FROM r JOIN pg_policy p ON p.polrelid = r.oid`,

  statistics: `
    WITH r AS (${relations})
    SELECT n.nspname, r.name, format('%I.%I', n.nspname, stxname),
           concat_ws(' ', pg_get_statisticsobjdef(s.oid), nullif(coalesce(stxstattarget, -1), -1))
      FROM r JOIN pg_statistic_ext s ON s.stxrelid = r.oid JOIN pg_namespace n ON n.oid = s.stxnamespace`,

  view: `
    WITH r AS (${relations})
    SELECT nspname, name, name, concat_ws(' ', relkind, array_to_string(reloptions, ', '),
             CASE WHEN relkind = 'm' AND NOT relispopulated THEN 'not populated' END, pg_get_viewdef(r.oid))
      FROM r WHERE relkind IN ('v', 'm')`,

  sequence: `
    WITH r AS (${relations})
    SELECT nspname, owner.relation, name, concat_ws(' ', format_type(seqtypid, NULL), 'start', seqstart, 'min', seqmin,
             'max', seqmax, 'by', seqincrement, 'cache', seqcache, CASE WHEN seqcycle THEN 'cycle' END, relpersistence,
             'owned by ' || owner.col)
      FROM r JOIN pg_sequence ON seqrelid = r.oid
             LEFT JOIN LATERAL (
               SELECT t.name AS relation, format('%s.%I', t.name, attname) AS col
                 FROM pg_depend d JOIN r t ON t.oid = d.refobjid
                      JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
                  AND d.deptype IN ('a', 'i')) owner ON true`,
} as const
