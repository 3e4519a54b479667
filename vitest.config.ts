import { defineConfig } from 'vitest/config'

/** Tables of specifications and the conformance map: no database has a part in them, so they run on one. */
const protocolTests = ['packages/server/test/specifications/*.test.ts', 'packages/server/test/conformance-*.test.ts']

// Two workers: the machines that run the tests have two cores, and a hashing lane that starves makes false failures.
export default defineConfig({
  test: {
    pool: 'forks',
    environment: 'node',
    maxWorkers: 2,
    teardownTimeout: 10_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.{ts,tsx}',
            'scripts/**/*.test.mjs',
            'bench/**/*.test.ts',
            'e2e/compat/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', 'packages/server/test/!(architecture.test.ts)'],
          testTimeout: 10_000,
          hookTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['packages/server/test/**/*.test.ts'],
          exclude: ['packages/server/test/architecture.test.ts', ...protocolTests],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'protocol', include: protocolTests, testTimeout: 30_000, hookTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'e2e/compat/**'],
          // one browser and one server at a time
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
