import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }
const elsewhere = ['**/node_modules/**', '.next/**', '.godwit/**', '.test/**', 'tools/**', 'e2e/**']
/** Tests that need real servers: slow to start, so they get time and few workers. */
const real = ['**/*.db.test.ts', '**/contract.test.ts']

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...elsewhere, ...real], environment: 'node' },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: real,
          exclude: elsewhere,
          environment: 'node',
          globalSetup: ['testbed/vitest-global.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
