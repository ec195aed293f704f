/** Suites that are not as they should be: with `compat` they are taken, refused or judged as by helm-unittest, with its `--strict` too. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Renderer } from '../../../src/render/renderer.ts';
import { ensurePrograms } from '../../../toolchain/ensure.ts';
import { askOracle, type Judgement } from '../../setup/unittest-oracle.ts';
import { judgedChart, runSuites } from '../../setup/unittest-verdicts.ts';
import { openEngine } from '../renderers.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/unittest');
const suites = Object.entries(
  parse(readFileSync(join(fixtures, 'malformed.yaml'), 'utf8')) as Readonly<Record<string, string>>,
);
const folder = mkdtempSync(join(tmpdir(), 'unittest-malformed-'));
const charts = suites.map((_, index) => join(folder, String(index), 'plain'));
let renderer: Renderer;

/** Minutes, where helm-unittest is not built yet. */
beforeAll(async () => {
  for (const [index, [, text]] of suites.entries()) {
    const chart = charts[index] ?? '';
    cpSync(join(fixtures, 'plain'), chart, { recursive: true });
    mkdirSync(join(chart, 'tests'));
    writeFileSync(join(chart, 'tests/only_test.yaml'), text);
  }
  await ensurePrograms({ names: ['helm-unittest'] });
  renderer = await openEngine();
}, 600_000);

afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

describe.for([false, true])('strict: %s', (strict) => {
  let theirs: Judgement;
  beforeAll(async () => {
    theirs = await askOracle(charts, { args: strict ? ['--strict'] : [] });
  }, 120_000);

  test.for(suites.map(([name], index) => ({ name, index })))('$name', async ({ index }) => {
    const chart = charts[index] ?? '';
    const expected = theirs.charts[index];
    const actual = judgedChart(chart, await runSuites(renderer, chart, {}, { strict }));
    expect(actual.suites).toEqual(expected?.suites);
    expect(actual.unread).toEqual(expected?.unread);
    expect(actual.error === '' ? 'taken' : `refused: ${actual.error}`).toMatch(
      expected?.error === '' ? /^taken$/ : /^refused/,
    );
  });
});
