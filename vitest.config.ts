import { defineConfig } from 'vitest/config';

const generous = { testTimeout: 60_000, hookTimeout: 120_000 };
const storage = ['packages/collector/test/**/*.test.ts'];

/** Browsers besides Chromium. */
const more = ['firefox', 'webkit'];
const pagesIn = (browser: string): string => `test/browser/pages-${browser}.test.ts`;

/** One project a world: pure code, each database, a DOM, a real browser, whole processes. */
export default defineConfig({
  test: {
    // most of them wait for something most of the time
    maxWorkers: 4,
    projects: [
      {
        test: {
          ...generous,
          name: 'unit',
          include: [
            'packages/{contract,collector,slackbot,dashboard}/src/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...generous,
          name: 'dom',
          environment: 'happy-dom',
          include: ['packages/snippet/src/**/*.test.ts'],
        },
      },
      {
        test: {
          ...generous,
          testTimeout: 180_000,
          name: 'slack',
          include: ['packages/slackbot/test/**/*.test.ts', 'test/process/slack.test.ts'],
          globalSetup: 'test/postgres.ts',
        },
      },
      { test: { ...generous, name: 'sqlite', include: storage, env: { TEST_DATABASE: 'sqlite' } } },
      {
        test: {
          ...generous,
          name: 'postgres',
          include: storage,
          env: { TEST_DATABASE: 'postgres' },
          // Kysely looks at the tables of all schemas when it migrates, and none may go at that moment
          fileParallelism: false,
          globalSetup: 'test/postgres.ts',
        },
      },
      {
        test: {
          ...generous,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: more.map(pagesIn),
        },
      },
      // not everybody has them: scripts/browsers finds and names those that are there
      ...more
        .filter((browser) => process.env['HEADWATER_BROWSERS']?.split(' ').includes(browser))
        .map((name) => ({ test: { ...generous, testTimeout: 180_000, name, include: [pagesIn(name)] } })),
      {
        test: {
          ...generous,
          testTimeout: 180_000,
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          exclude: ['test/process/slack.test.ts'],
          // each loads the whole machine
          fileParallelism: false,
          globalSetup: 'test/postgres.ts',
        },
      },
    ],
  },
});
