import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const alias = { 'server-only': new URL('./lib/testing/empty-module.ts', import.meta.url).pathname };

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
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: { name: 'ui', environment: 'jsdom', include: ['components/**/*.test.tsx'] },
      },
    ],
  },
});
