import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const alias = { 'server-only': new URL('./lib/testing/empty-module.ts', import.meta.url).pathname };

/** Tests that need a PostgreSQL server, which takes a second or two to make. */
const ON_POSTGRES = [
  'lib/store/{store,postgres-*}.test.ts',
  'lib/services/arrival-order.test.ts',
  'lib/services/data-plane/engines.test.ts',
];

export default defineConfig({
  resolve: { tsconfigPaths: true, alias },
  test: {
    // Not UTC and not a whole hour off it: a forgotten time zone fails loudly.
    env: { TZ: 'Asia/Kathmandu' },
    projects: [
      {
        extends: true,
        test: {
          name: 'lib',
          environment: 'node',
          include: ['{lib,cli,app,scripts}/**/*.test.ts'],
          exclude: ON_POSTGRES,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          environment: 'node',
          include: ON_POSTGRES,
          globalSetup: 'lib/testing/postgres-setup.ts',
          // A server that crashed takes its time to recover.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'ui',
          environment: 'jsdom',
          include: ['components/**/*.test.tsx'],
          setupFiles: 'lib/testing/patient-queries.ts',
          testTimeout: 20_000,
        },
      },
    ],
  },
});
