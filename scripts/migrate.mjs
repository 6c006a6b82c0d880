#!/usr/bin/env node
// npm run db:migrate: brings the database of DATABASE_URL (or the embedded one) to this version's schema.
import { underGoodNode } from './launch/under-good-node.mjs'

await underGoodNode(import.meta.url, async (say) => (await import('./launch/migrate.mjs')).migrate(say))
