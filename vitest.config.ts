import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// what Node has compiled, kept between the threads and processes of all suites: half of what each needs to start
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('node_modules/.cache/headwater-compiled', import.meta.url),
);

const generous = { testTimeout: 180_000, hookTimeout: 180_000 };
const patterns = 'packages/collector/test/pattern.ts';
const storage = ['packages/collector/test/**/*.test.ts'];

/** Whole processes under load: two files of them are all that a machine of two cores has room for. */
const loads = ['burst-slack', 'crash', 'file', 'outage', 'stop'].map(
  (name) => `test/process/${name}.test.ts`,
);

/** Browsers besides Chromium. */
const more = ['firefox', 'webkit'];
const pagesIn = (browser: string): string => `test/browser/pages-${browser}.test.ts`;

/** These wait most of the time, and would be waited for in the end. */
const long = /(pages-|conditions-|hostile-page|forms\.)|process\/(slack|deadlines|outage-slack|burst|crash)/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => long.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** One project a world: pure code, each database, a DOM, a real browser, whole processes. */
export default defineConfig({
  test: {
    // most of them wait for something most of the time
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...generous,
          name: 'unit',
          include: [
            'packages/{contract,collector,slackbot,dashboard}/src/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          isolate: false,
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
          name: 'slack',
          include: ['packages/slackbot/test/**/*.test.ts'],
          globalSetup: ['test/postgres.ts', patterns],
        },
      },
      {
        test: {
          ...generous,
          name: 'sqlite',
          include: storage,
          env: { TEST_DATABASE: 'sqlite' },
          isolate: false,
          globalSetup: patterns,
        },
      },
      {
        test: {
          ...generous,
          name: 'postgres',
          include: storage,
          env: { TEST_DATABASE: 'postgres' },
          isolate: false,
          globalSetup: patterns,
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
        .map((name) => ({ test: { ...generous, name, include: [pagesIn(name)] } })),
      {
        test: {
          ...generous,
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          exclude: loads,
          globalSetup: 'test/postgres.ts',
        },
      },
      {
        test: {
          ...generous,
          name: 'load',
          include: loads,
          // after everything else
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: 'test/postgres.ts',
        },
      },
    ],
  },
});
