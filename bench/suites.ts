/**
 * `npm run bench:suites`: `k8s-deploy check CHART` beside helm-unittest 1.1.2 on the same suites, in turns; wall time of whole commands, process start
 * included, and the most memory that the processes of a command had. Only where both come to the same verdicts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { bundle } from '../scripts/bundle.ts';
import { askOracle } from '../test/setup/unittest-oracle.ts';
import { ensurePrograms, programFolders } from '../toolchain/ensure.ts';
import { inTurns, median, shown, type Figures } from './figures.ts';
import { costOf, measured, type Command } from './measured.ts';
import { testsIn, writeSuiteChart, type Size } from './suite-inputs.ts';

const root = join(import.meta.dirname, '..');
const goalMegabytes = 500;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Situation {
  readonly title: string;
  readonly size: Size;
  readonly hasSchema: boolean;
  /** How many times faster than helm-unittest. */
  readonly goal: number;
  readonly rounds: number;
}

const large: Size = { components: 10, tested: 10, perFile: 12, whole: 10 };
const situations: readonly Situation[] = [
  { title: '50 templates, with a values schema of 150 kB', size: large, hasSchema: true, goal: 5, rounds: 5 },
  { title: '50 templates', size: large, hasSchema: false, goal: 3, rounds: 5 },
  {
    title: '50 templates, with a values schema of 150 kB',
    size: { components: 10, tested: 1, perFile: 4, whole: 0 },
    hasSchema: true,
    goal: 1,
    rounds: 11,
  },
  {
    title: '5 templates',
    size: { components: 1, tested: 1, perFile: 4, whole: 0 },
    hasSchema: false,
    goal: 1,
    rounds: 21,
  },
];

const programs = await ensurePrograms({ names: ['helm-unittest', 'k8s-deploy-renderer'], onProgress: print });
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-bench-'));
const bundled = mkdtempSync(join(root, 'dist-test-bench-')); // beside dist/: the program looks for the toolchain beside its own folder
const environment = {
  ...process.env,
  CI: undefined, // where --cached is left out
  K8S_DEPLOY_CACHE: join(folder, 'cache'),
  PATH: [programFolders(programs), process.env['PATH']].join(delimiter),
};
try {
  await bundle(bundled);
  print(
    `${cpus().length} cores, Node.js ${process.version}, load ${loadavg()[0]?.toFixed(1)}; median (fastest), peak memory\n`,
  );
  print('| suites | helm-unittest 1.1.2 | `check` | `check --compat` | `check --cached`, nothing changed |');
  print('|---|---|---|---|---|');
  for (const situation of situations) await row(situation);
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundled, { recursive: true, force: true });
}

async function row({ title, size, hasSchema, goal, rounds }: Situation): Promise<void> {
  const place = mkdtempSync(join(folder, 'chart-'));
  const chart = join(place, 'shop');
  writeSuiteChart(chart, size, hasSchema);
  const ours = (...options: readonly string[]): Command => ({
    program: process.execPath,
    args: [join(bundled, 'cli.js'), 'check', 'shop', ...options],
    environment,
    cwd: place,
  });
  const commands = {
    theirs: { program: programs['helm-unittest'], args: ['shop'], environment, cwd: place },
    plain: ours(),
    compat: ours('--compat'),
    cached: ours('--cached'),
  };
  await expectSameVerdicts(chart, size, [ours('--json'), ours('--json', '--compat')]);
  const figures = await inTurns(rounds, {
    theirs: () => commands.theirs,
    plain: () => commands.plain,
    compat: () => commands.compat,
    cached: () => commands.cached,
  });
  const megabytes = async (command: Command): Promise<number> => {
    const { own, pulumi } = await costOf(command);
    return Math.round((own.bytes + pulumi.bytes) / 1e6);
  };
  const cells: string[] = [];
  const missed: string[] = [];
  for (const name of ['theirs', 'plain', 'compat', 'cached'] as const) {
    const memory = await megabytes(commands[name]); // 0: it ended before anybody looked
    const ratio = timesFaster(figures[name], figures.theirs);
    const compared = name === 'theirs' ? '' : ` = ${ratio.toFixed(1)} × as fast`;
    cells.push(`${shown(figures[name])}${compared}${memory > 0 ? `, ${memory} MB` : ''}`);
    if (name === 'theirs') continue;
    if (ratio < goal) missed.push(`${commands[name].args.slice(1).join(' ')}: ${goal} × as fast`);
    if (memory > goalMegabytes)
      missed.push(`${commands[name].args.slice(1).join(' ')}: under ${goalMegabytes} MB`);
  }
  print(`| ${[`${testsIn(size)} tests, ${title}`, ...cells].join(' | ')} |`);
  for (const each of missed) print(`goal missed: ${testsIn(size)} tests, ${title}: ${each}`);
}

function timesFaster(ours: Figures, theirs: Figures): number {
  return median(theirs.seconds) / median(ours.seconds);
}

interface Result {
  readonly suites: readonly {
    readonly name: string;
    readonly tests: readonly { readonly name: string; readonly outcome: string }[];
  }[];
}

/** A rival that says something else is no rival. */
async function expectSameVerdicts(chart: string, size: Size, commands: readonly Command[]): Promise<void> {
  const { charts } = await askOracle([chart]);
  const expected = byName(
    charts.flatMap(({ suites }) =>
      suites.flatMap(({ name, tests }) =>
        tests.map((test) => [`${name}: ${test.name}`, test.verdict] as const),
      ),
    ),
  );
  if (expected.length !== testsIn(size)) throw new Error(`helm-unittest ran ${expected.length} tests`);
  for (const command of commands) {
    const { suites } = JSON.parse((await measured(command)).stdout) as Result;
    const verdicts = byName(
      suites.flatMap(({ name, tests }) =>
        tests.map((test) => [`${name}: ${test.name}`, test.outcome] as const),
      ),
    );
    if (!isDeepStrictEqual(verdicts, expected)) throw new Error(`${command.args.join(' ')}: other verdicts`);
  }
}

function byName(verdicts: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return verdicts.toSorted(([one], [other]) => (one < other ? -1 : 1));
}
