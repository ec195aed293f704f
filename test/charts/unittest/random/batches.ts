/** Many random suite files at once, by our renderer and by helm-unittest: one start of that program takes longer than all tests of a file. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Renderer } from '../../../../src/render/renderer.ts';
import { askOracle } from '../../../setup/unittest-oracle.ts';
import type { JudgedChart } from '../../../setup/unittest-report.ts';
import { judgedChart, runSuites } from '../../../setup/unittest-verdicts.ts';
import { snapshotTextOf } from './snapshots.ts';
import { textOf, type SuiteFile } from './suite-files.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/unittest/random');

export interface Manner {
  /** All files in one chart: what leaks from one into the next does so in both. Else each is in a chart of its own: of a chart with a file that cannot be read nothing is run. */
  readonly together: boolean;
  /** Their `-v`, from the fixtures' folder. */
  readonly valueFiles: readonly string[];
  /** Their `--strict`. */
  readonly strict: boolean;
}

export interface Difference {
  /** Index into the files that were given. */
  readonly file: number;
  readonly what: string;
}

interface Placed {
  readonly chart: string;
  readonly path: string;
  readonly snapshotPath: string;
  readonly snapshots: string;
}

/** Verdicts of all tests, and snapshots. */
export async function differences(
  renderer: Renderer,
  files: readonly SuiteFile[],
  manner: Manner,
): Promise<Difference[]> {
  const folder = await mkdtemp(join(tmpdir(), 'random-suites-'));
  try {
    const placed = await placedIn(folder, files, manner.together);
    const charts = [...new Set(placed.map(({ chart }) => chart))].toSorted();
    const valueFiles = manner.valueFiles.map((file) => join(fixtures, file));
    const ours = new Map<string, Judged>();
    for (const chart of charts) {
      const runs = await runSuites(renderer, chart, { valueFiles }, { strict: manner.strict });
      const written = runs.flatMap(({ snapshots }) => snapshots.filter(({ write }) => write));
      ours.set(chart, {
        ...judgedChart(chart, runs),
        snapshots: new Map(written.map(({ path, text }) => [path, text ?? ''])),
      });
    }
    const theirs = await oracle(charts, [
      ...(manner.strict ? ['--strict'] : []),
      ...valueFiles.flatMap((file) => ['--values', file]),
    ]);
    if (theirs === null) return await inHalves(renderer, files, manner);
    const found = placed.map(async ({ chart, path, snapshotPath, snapshots }) => {
      const file = path.slice(chart.length + 1);
      const [expected, verdicts] = [told(theirs.get(chart), file), told(ours.get(chart), file)];
      if (expected !== verdicts) return `helm-unittest:\n${expected}\nours:\n${verdicts}`;
      const stored = await readFile(snapshotPath, 'utf8').catch(() => '');
      const own = ours.get(chart)?.snapshots.get(snapshotPath) ?? snapshots;
      return stored === own ? null : firstDifference(stored, own);
    });
    return (await Promise.all(found)).flatMap((what, file) => (what === null ? [] : [{ file, what }]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Judged extends JudgedChart {
  /** By path: what is to be written. */
  readonly snapshots: ReadonlyMap<string, string>;
}

/** By chart; null if it ended in a panic. */
async function oracle(
  charts: readonly string[],
  args: readonly string[],
): Promise<ReadonlyMap<string, JudgedChart> | null> {
  try {
    const judgement = await askOracle(charts, { args });
    return new Map(judgement.charts.map((judged, index) => [charts[index] ?? '', judged]));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('helm-unittest ended with 2:')) return null;
    throw error;
  }
}

/** Without the one that ends helm-unittest in a panic: what that one should give nobody can say. */
async function inHalves(
  renderer: Renderer,
  files: readonly SuiteFile[],
  manner: Manner,
): Promise<Difference[]> {
  if (files.length === 1) return [];
  const middle = Math.floor(files.length / 2);
  const before = await differences(renderer, files.slice(0, middle), manner);
  const after = await differences(renderer, files.slice(middle), manner);
  return [...before, ...after.map(({ file, what }) => ({ file: file + middle, what }))];
}

async function placedIn(folder: string, files: readonly SuiteFile[], together: boolean): Promise<Placed[]> {
  const rooms = files.map((_, index) => join(folder, together ? 'all' : String(index)));
  await Promise.all([...new Set(rooms)].map((room) => cp(fixtures, room, { recursive: true })));
  return await Promise.all(
    files.map(async (file, index) => {
      const room = rooms[index] ?? folder;
      const name = `s${String(index).padStart(4, '0')}`;
      const path = join(room, file.chart, 'tests', `${name}_test.yaml`);
      const snapshotPath = join(dirname(path), '__snapshot__', `${basename(path)}.snap`);
      const snapshots = file.snapshots === null ? '' : snapshotTextOf(file.snapshots);
      await mkdir(dirname(snapshotPath), { recursive: true });
      await writeFile(path, textOf(file, name));
      if (file.snapshots !== null) await writeFile(snapshotPath, snapshots);
      return { chart: join(room, file.chart === 'strict' ? 'strict' : 'app'), path, snapshotPath, snapshots };
    }),
  );
}

/** `s0001 failed: passed failed`, a line for each suite of the file. */
const told = (judged: JudgedChart | undefined, file: string): string =>
  (judged?.suites ?? [])
    .filter((suite) => suite.file === file)
    .map(({ name, verdict, tests }) => `  ${name} ${verdict}: ${tests.map((test) => test.verdict).join(' ')}`)
    .join('\n') || '  not run';

/** Of two texts of snapshots: a few lines before where they part, and after. */
function firstDifference(theirs: string, ours: string): string {
  const [expected, own] = [theirs, ours].map((text) => text.split('\n'));
  const at = expected?.findIndex((line, index) => line !== own?.[index]) ?? 0;
  const part = (lines: readonly string[] = []): string => lines.slice(Math.max(0, at - 6), at + 4).join('\n');
  return `snapshots of helm-unittest, line ${at + 1}:\n${part(expected)}\nours:\n${part(own)}`;
}
