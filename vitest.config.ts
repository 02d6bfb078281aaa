import { defineConfig } from 'vitest/config';

const slow = process.env.ODP_SLOW === '1';

export default defineConfig({
  test: {
    include: [slow ? 'tests/**/*.slow.ts' : 'tests/**/*.test.ts'],
    testTimeout: slow ? 1_200_000 : 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
