/** The gate finds what would break production: fixture templates with one fault at a time. */
import { readFile, writeFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRenderer } from '../../../src/commands/renderer.ts';
import type { CheckResult } from '../../../src/contract/finding.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import { charts } from '../helm.ts';
import { chartNames, goodStacks, judged } from './good.ts';
import { mutationsOf, type Mutation } from './table.ts';

let renderer: Renderer;
let scratch: string;
beforeAll(async () => {
  renderer = await findRenderer('auto', process.env);
  scratch = await mkdtemp(join(tmpdir(), 'mutations-'));
});
afterAll(async () => {
  await renderer.close();
  await rm(scratch, { recursive: true });
});

/** A copy of the chart, with the fault if there is one. */
async function copyOf(chart: string, fault?: Mutation): Promise<string> {
  const folder = join(await mkdtemp(join(scratch, 'copy-')), chart);
  await cp(`${charts}${chart}`, folder, { recursive: true });
  if (fault !== undefined) {
    const file = join(folder, fault.file);
    const text = await readFile(file, 'utf8');
    expect(text.split(fault.find), `${fault.find} stands once in ${fault.file}`).toHaveLength(2);
    await writeFile(file, text.replace(fault.find, () => fault.replace));
  }
  return folder;
}

/** Errors and warnings, each with what tells it from others. */
const complaints = ({ findings }: CheckResult): Map<string, string> =>
  new Map(
    findings
      .filter(({ severity }) => severity !== 'notice')
      .map(({ rule, severity, release, object, message }) => [
        JSON.stringify([rule, release, object, message]),
        `${severity} ${rule}: ${message}`,
      ]),
  );

const missed: string[] = [];
const all = chartNames.flatMap(mutationsOf);

describe.each(chartNames)('%s', (chart) => {
  const stacks = goodStacks(chart);
  let usual: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const result = await judged(chart, stacks, await copyOf(chart), renderer);
    expect(result.cases.length).toBeGreaterThan(0);
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    usual = complaints(result);
    if (process.env['BASE']) console.log([...usual.values()].join('\n'));
  });

  test('a copy without a fault is as good', async () => {
    const result = await judged(chart, stacks, await copyOf(chart), renderer);
    expect([...complaints(result).keys()]).toEqual([...usual.keys()]);
  });

  test.each(mutationsOf(chart))('$file: $fault', async (mutation) => {
    const result = await judged(chart, stacks, await copyOf(chart, mutation), renderer);
    const found = [...complaints(result)].filter(([key]) => !usual.has(key)).map(([, text]) => text);
    if (process.env['SHOW']) console.log(`${found.length ? 'FOUND' : 'MISS'}\t${chart}\t${mutation.file}\t${mutation.fault}\t${found[0]}`);
    if (mutation.missed === undefined) expect(found).not.toEqual([]);
    else {
      missed.push(`${chart} ${mutation.file}: ${mutation.fault} (${mutation.missed})`);
      expect(found, 'it is found: take it off the list of misses').toEqual([]);
    }
  });
});

test(`at least 95 % of ${all.length} faults are found`, () => {
  expect(all.length).toBeGreaterThanOrEqual(90);
  expect(all.filter((each) => each.missed !== undefined).length / all.length).toBeLessThanOrEqual(0.05);
});
