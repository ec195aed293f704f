/**
 * 1,000 random suite files over the fixture charts in test/fixtures/unittest/random: with `compat`, each test has the verdict of the real helm-unittest 1.1.2,
 * and snapshots are written as it writes them. A difference is told with the smallest file that shows it and the seed that leads to it again:
 * RANDOM_SUITES_SEED=… vitest run --project charts test/charts/unittest/random-suites.test.ts
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Renderer } from '../../../src/render/renderer.ts';
import { openEngine } from '../renderers.ts';
import { differences, type Manner } from './random/batches.ts';
import { dubiousFile, readableFile, textOf, type SuiteFile } from './random/suite-files.ts';

const given = Number(process.env['RANDOM_SUITES_SEED'] ?? '');
const seed = Number.isInteger(given) && given !== 0 ? given : Math.trunc(Math.random() * 2 ** 31);
const batch = 50;
const shrinkingMs = 60_000;

let renderer: Renderer;
beforeAll(async () => {
  renderer = await openEngine();
});
afterAll(() => renderer.close());

const plain: Manner = { together: true, valueFiles: [], strict: false };
const valueFiles = ['app/tests/values/small.yaml', 'app/tests/values/store.yaml'];

it.each<{ name: string; runs: number; files: fc.Arbitrary<SuiteFile>; manner: Manner }>([
  { name: 'files of one chart', runs: 650, files: readableFile, manner: plain },
  {
    name: 'with values of the command line',
    runs: 150,
    files: readableFile,
    manner: { ...plain, valueFiles },
  },
  { name: 'files that may be refused', runs: 150, files: dubiousFile, manner: { ...plain, together: false } },
  {
    name: 'files that may be refused, strictly',
    runs: 50,
    files: dubiousFile,
    manner: { ...plain, together: false, strict: true },
  },
])(
  '$name: the verdicts of helm-unittest',
  async ({ runs, files, manner }) => {
    const sample = fc.sample(files, { seed, numRuns: runs });
    for (let first = 0; first < runs; first += batch) {
      const together = sample.slice(first, first + batch);
      const [difference] = await differences(renderer, together, manner);
      if (difference === undefined) continue;
      const smallest = await smallestOf(files, first + difference.file, manner);
      const report = smallest ?? {
        text: `${shown(together[difference.file])}\nAlone it does not differ: something leaks from a file before it.`,
        what: difference.what,
      };
      expect.fail(`seed ${seed}, file ${first + difference.file}\n${report.text}\n${report.what}`);
    }
  },
  300_000,
);

/** Shrinks the file of which fast-check says that it is number `index` with this seed; null if alone it does not differ. */
async function smallestOf(
  files: fc.Arbitrary<SuiteFile>,
  index: number,
  manner: Manner,
): Promise<{ readonly text: string; readonly what: string } | null> {
  let smallest: { text: string; what: string } | null = null;
  const isSame = async (file: SuiteFile): Promise<boolean> => {
    const [difference] = await differences(renderer, [file], manner);
    if (difference !== undefined) smallest = { text: shown(file), what: difference.what };
    return difference === undefined;
  };
  await fc.check(fc.asyncProperty(files, isSame), {
    seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: shrinkingMs,
  });
  return smallest;
}

const shown = (file: SuiteFile | undefined): string =>
  file === undefined
    ? ''
    : `${file.chart}/tests/s0000_test.yaml:\n${textOf(file, 's0000')}snapshots: ${JSON.stringify(file.snapshots)}`;
