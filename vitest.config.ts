import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Real databases, queues and browsers start inside tests; on two shared cores that takes seconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['github-actions', { displayAnnotations: false }]] : ['default'],
  },
});
