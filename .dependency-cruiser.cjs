// The import law of the house: an arrow that is not listed here is an error.
// docs/ARCHITECTURE.md says what each room is for; this file only says who may know whom.

/** Every room, and the rooms that it may import (itself always). Packages are named below, per room. */
const law = {
  domain: [],
  connectors: ['domain'],
  db: ['domain'],
  server: ['domain', 'db'],
  worker: ['domain', 'db', 'connectors'],
  client: ['domain/contracts', 'domain/plan', 'domain/connection', 'domain/verify'],
  components: ['domain', 'client/react'],
  app: ['components', 'client', 'domain/contracts'],
  testbed: [],
  e2e: ['client', 'testbed', 'demo'],
  bench: ['client', 'testbed', 'demo'],
  // It kills real workers, and plays the person at Godwit's own database.
  chaos: ['testbed', 'domain', 'db', 'worker'],
  demo: ['client', 'testbed'],
}

/** npm packages that a room may import. A room without an entry is not limited. */
const packages = {
  domain: ['zod', '@dagrejs/graphlib'],
  testbed: ['pg', 'postgres'],
}

const rooms = Object.keys(law)
const room = (name) => `^${name}/`
/** Files of a room that stand outside its own arrows: each says why. */
const doors = {
  // Route handlers and the server-side caller are where the web process hands over to the server room.
  app: ['^app/api/', '^app/livez/', '^app/readyz/', '^app/[^/]+\\.server\\.tsx?$'],
  // What *.db.test.ts files of every room share.
  db: ['^db/testing/'],
  worker: ['^worker/engine/testing/'],
}

const test = '\\.(test|db\\.test|contract\\.test)\\.tsx?$'

const arrows = rooms.map((from) => ({
  name: `${from}-may-import`,
  severity: 'error',
  comment: `${from} may import only: ${[from, ...law[from]].join(', ')}`,
  from: { path: room(from), pathNot: [...(doors[from] ?? []), test] },
  to: {
    path: `^(${rooms.join('|')}|scripts|instrumentation)(/|\\.)`,
    pathNot: [from, ...law[from]].map((to) => `^${to}(/|\\.tsx?$)`),
    ...(from === 'client' ? { dependencyTypesNot: ['type-only'] } : {}),
  },
}))

const libraries = Object.entries(packages).map(([from, allowed]) => ({
  name: `${from}-packages`,
  severity: 'error',
  comment: `${from} may use only the packages ${allowed.join(', ')}`,
  from: { path: room(from), pathNot: [test] },
  to: { path: '^node_modules/', pathNot: allowed.map((name) => `^node_modules/(@types/)?${name}/`) },
}))

module.exports = {
  forbidden: [
    ...arrows,
    ...libraries,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'No cycles, type-only ones included.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'domain has no I/O: no node built-in.',
      from: { path: room('domain'), pathNot: [test] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'a-query-never-imports-a-command',
      severity: 'error',
      from: { path: '^server/queries/' },
      to: { path: '^server/commands/' },
    },
    {
      name: 'the-web-never-opens-a-foreign-database',
      severity: 'error',
      comment: 'Foreign databases and opened credentials belong to the worker process alone.',
      from: { path: '^(server|app|components|client)/' },
      to: { path: '^(connectors|worker)/' },
    },
    {
      name: 'server-types-only-for-the-client',
      severity: 'error',
      comment: 'The client package knows the router as a type, never as code.',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: '^server/trpc/root\\.ts$' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.godwit|tools)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
