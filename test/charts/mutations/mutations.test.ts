/** The gate finds what would break production: templates of the fixture charts with one fault at a time. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRenderer } from '../../../src/commands/renderer.ts';
import type { Finding } from '../../../src/contract/finding.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import { charts } from '../helm.ts';
import { chartNames, findingsOf, goodStacks } from './good.ts';
import { mutationsOf, type Mutation } from './table.ts';

let renderer: Renderer;
let scratch: string;
beforeAll(async () => {
  const starting = await startRenderer('renderer', process.env);
  renderer = await starting.renderer;
  scratch = await mkdtemp(join(tmpdir(), 'mutations-'));
});
afterAll(async () => {
  await renderer.close();
  await rm(scratch, { recursive: true });
});

/** A copy of the chart, with the fault if there is one. */
async function copyOf(chart: string, mutation?: Mutation): Promise<string> {
  const folder = join(await mkdtemp(join(scratch, 'copy-')), chart);
  await cp(`${charts}${chart}`, folder, { recursive: true });
  if (mutation !== undefined) {
    const file = join(folder, mutation.file);
    const text = await readFile(file, 'utf8');
    expect(text.split(mutation.find), `"${mutation.find}" stands once in ${mutation.file}`).toHaveLength(2);
    await writeFile(
      file,
      text.replace(mutation.find, () => mutation.replace),
    );
  }
  return folder;
}

/** Errors and warnings by what tells them from each other. */
const complaints = (findings: readonly Finding[]): ReadonlyMap<string, string> =>
  new Map(
    findings
      .filter(({ severity }) => severity !== 'notice')
      .map(({ rule, severity, release, object, message }) => [
        JSON.stringify([rule, release, object, message]),
        `${severity} ${rule}: ${message}`,
      ]),
  );

describe.each(chartNames)('%s', (chart) => {
  const stacks = goodStacks(chart);
  const judged = async (mutation?: Mutation): Promise<Finding[]> =>
    findingsOf(chart, stacks, { folder: await copyOf(chart, mutation), renderer });
  let usual: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const findings = await judged();
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    usual = complaints(findings);
  });

  test('a copy without a fault is as good', async () => {
    expect([...complaints(await judged()).keys()]).toEqual([...usual.keys()]);
  });

  const found = async (mutation: Mutation): Promise<string[]> =>
    [...complaints(await judged(mutation))].flatMap(([key, text]) => (usual.has(key) ? [] : [text]));
  const mutations = mutationsOf(chart);

  test.concurrent.each(mutations.filter(({ missed }) => missed === undefined))(
    '$file: $fault',
    async (mutation) => expect(await found(mutation)).not.toEqual([]),
  );

  // One that is found after all fails: its `missed` is then to be removed.
  test.concurrent.each(mutations.filter(({ missed }) => missed !== undefined))(
    '$file: $fault (missed: $missed)',
    async (mutation) => expect(await found(mutation)).toEqual([]),
  );
});

const all = chartNames.flatMap(mutationsOf);
const misses = all.filter(({ missed }) => missed !== undefined);
const counts = `${all.length - misses.length} of ${all.length} faults are found`;

test(`${counts}, at least 95 %`, () => {
  expect(all.length).toBeGreaterThanOrEqual(90);
  expect(misses.length / all.length).toBeLessThanOrEqual(0.05);
});

test('no fault is in a table twice', () => {
  const texts = all.map(({ chart, file, find, replace }) => JSON.stringify([chart, file, find, replace]));
  expect(texts).toEqual([...new Set(texts)]);
});
