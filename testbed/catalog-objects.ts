/** What a database holds besides tables, in the form of catalog-tables.ts. */
const user = (catalog: string, namespace: string) => `
  n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND n.oid = o.${namespace}
  AND NOT EXISTS (SELECT FROM pg_depend d
                   WHERE d.classid = '${catalog}'::regclass AND d.objid = o.oid AND d.deptype = 'e')`

export const objectKinds = {
  schema: `
    SELECT nspname, NULL, quote_ident(nspname), '' FROM pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,

  extension: `
    SELECT n.nspname, NULL, quote_ident(extname), '' FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
     WHERE extname <> 'plpgsql'`,

  enum: `
    SELECT n.nspname, NULL, o.oid::regtype::text,
           (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
              FROM pg_enum WHERE enumtypid = o.oid)
      FROM pg_type o, pg_namespace n WHERE o.typtype = 'e' AND ${user('pg_type', 'typnamespace')}`,

  domain: `
    SELECT n.nspname, NULL, o.oid::regtype::text, concat_ws(' ', format_type(typbasetype, typtypmod),
             CASE WHEN typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = o.typbasetype)
                  THEN 'collate ' || typcollation::regcollation END,
             CASE WHEN typnotnull THEN 'not null' END, 'default ' || pg_get_expr(typdefaultbin, 0),
             (SELECT string_agg(format('%I %s', conname, pg_get_constraintdef(k.oid)), ', ' ORDER BY conname)
                FROM pg_constraint k WHERE k.contypid = o.oid AND k.contype <> 'n'))
      FROM pg_type o, pg_namespace n WHERE o.typtype = 'd' AND ${user('pg_type', 'typnamespace')}`,

  composite: `
    SELECT n.nspname, NULL, o.oid::regtype::text, ''
      FROM pg_type o JOIN pg_class c ON c.oid = o.typrelid AND c.relkind = 'c', pg_namespace n
     WHERE o.typtype = 'c' AND ${user('pg_type', 'typnamespace')}`,

  range: `
    SELECT n.nspname, NULL, o.oid::regtype::text, concat_ws(' ', rngsubtype::regtype, rngmultitypid::regtype,
             nullif(rngcanonical, 0)::regproc, nullif(rngsubdiff, 0)::regproc, opcname,
             nullif(rngcollation, 0)::regcollation)
      FROM pg_type o JOIN pg_range ON rngtypid = o.oid JOIN pg_opclass p ON p.oid = rngsubopc, pg_namespace n
     WHERE ${user('pg_type', 'typnamespace')}`,

  collation: `
    SELECT n.nspname, NULL, o.oid::regcollation::text, concat_ws(' ', collprovider, collisdeterministic, collcollate)
      FROM pg_collation o, pg_namespace n WHERE ${user('pg_collation', 'collnamespace')}`,

  function: `
    SELECT n.nspname, NULL, o.oid::regprocedure::text,
           CASE WHEN o.prokind = 'a' THEN (
             SELECT concat_ws(' ', 'aggregate', aggkind, aggtransfn::regproc, aggfinalfn::regproc,
                              aggcombinefn::regproc, aggtranstype::regtype, agginitval)
               FROM pg_aggregate WHERE aggfnoid = o.oid)
           ELSE pg_get_functiondef(o.oid) END
      FROM pg_proc o, pg_namespace n
     WHERE ${user('pg_proc', 'pronamespace')}
       -- what a range type brings along is the range's
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_proc'::regclass AND d.objid = o.oid AND d.deptype = 'i')`,

  operator: `
    SELECT n.nspname, NULL, o.oid::regoperator::text, concat_ws(' ', oprcode, oprcom::regoper, oprnegate::regoper,
             oprrest, oprjoin, oprcanmerge, oprcanhash)
      FROM pg_operator o, pg_namespace n WHERE ${user('pg_operator', 'oprnamespace')}`,

  'text search dictionary': `
    SELECT n.nspname, NULL, o.oid::regdictionary::text, concat_ws(' ', tmplname, dictinitoption)
      FROM pg_ts_dict o JOIN pg_ts_template t ON t.oid = dicttemplate, pg_namespace n
     WHERE ${user('pg_ts_dict', 'dictnamespace')}`,

  'text search configuration': `
    SELECT n.nspname, NULL, o.oid::regconfig::text, concat_ws(' ', prsname,
             (SELECT string_agg(format('%s:%s:%s', maptokentype, mapseqno, mapdict::regdictionary), ' '
                                ORDER BY maptokentype, mapseqno)
                FROM pg_ts_config_map WHERE mapcfg = o.oid))
      FROM pg_ts_config o JOIN pg_ts_parser p ON p.oid = cfgparser, pg_namespace n
     WHERE ${user('pg_ts_config', 'cfgnamespace')}`,

  comment: `
    SELECT n.nspname, c.oid::regclass::text, format('%s %s', i.type, i.identity), d.description
      FROM pg_description d
           CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
           LEFT JOIN pg_class c ON c.oid = CASE d.classoid
             WHEN 'pg_class'::regclass THEN d.objoid
             WHEN 'pg_constraint'::regclass THEN (SELECT conrelid FROM pg_constraint WHERE oid = d.objoid)
             WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = d.objoid)
             WHEN 'pg_policy'::regclass THEN (SELECT polrelid FROM pg_policy WHERE oid = d.objoid)
             WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = d.objoid) END
           LEFT JOIN pg_namespace n ON n.oid = CASE d.classoid
             WHEN 'pg_namespace'::regclass THEN d.objoid
             WHEN 'pg_type'::regclass THEN (SELECT typnamespace FROM pg_type WHERE oid = d.objoid)
             WHEN 'pg_proc'::regclass THEN (SELECT pronamespace FROM pg_proc WHERE oid = d.objoid)
             WHEN 'pg_statistic_ext'::regclass THEN (SELECT stxnamespace FROM pg_statistic_ext WHERE oid = d.objoid)
             ELSE c.relnamespace END
     WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass) AND d.classoid <> 'pg_extension'::regclass
       AND coalesce(n.nspname, '') !~ '^pg_' AND coalesce(n.nspname, '') <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend e
                        WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')`,
} as const
