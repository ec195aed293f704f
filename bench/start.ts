/**
 * `npm run bench:start`: how long it takes until something happens, and what has to be loaded for it. Beside it the same commands in the shape of
 * the nearest rival, in turns.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, bundleOne } from '../scripts/bundle.ts';
import { bytesOf, loadedWith, scriptsIn } from '../scripts/bundle/graph.ts';
import { exampleSecrets } from '../test/setup/example-secrets.ts';
import { setConfig } from '../test/setup/open-example.ts';
import { operatorEnvironment, putAwsSecrets } from '../test/setup/plane-environment.ts';
import { copyExample } from '../test/setup/stack-copy.ts';
import type { Plane } from '../toolchain/plane/plane.ts';
import { median } from './figures.ts';
import { measured } from './measured.ts';
import { onPlanes } from './on-planes.ts';
import type { Workshop } from './rivals.ts';

const root = join(import.meta.dirname, '..');
const rounds = 11;
const hook = pathToFileURL(join(import.meta.dirname, 'first-marks.ts')).href;

/** The goals of the project, in seconds, with nothing compiled before. */
const goals = { check: 0.4, preview: 1.2 };

type Print = (line: string) => void;

async function starts(plane: Plane, { folder, bundled }: Workshop, print: Print): Promise<void> {
  const upFront = join(bundled, 'up-front.js');
  await bundleOne(join(root, 'bench/up-front.ts'), upFront);
  const secrets = exampleSecrets();
  const example = copyExample('data-platform', await operatorEnvironment(plane));
  try {
    await putAwsSecrets(plane, 'eu-west-1', secrets.aws);
    await setConfig(example, secrets.config);
    const environment = { ...example.environment, ...secrets.environment };
    print('\n| until | ours | ours, compiled before | up front | ours is |');
    print('|---|---|---|---|---|');
    const row = async (
      title: string,
      first: string,
      args: readonly string[],
      goal: number,
    ): Promise<void> => {
      const until = (entry: string, cold: boolean) => (): Promise<number> =>
        untilMark(join(folder, 'mark'), entry, [...args, '-C', example.directory], {
          ...environment,
          FIRST_MARK: first,
          ...(cold ? { NODE_DISABLE_COMPILE_CACHE: '1' } : {}),
        });
      const figures = await marksInTurns({
        cold: until(join(bundled, 'cli.js'), true),
        warm: until(join(bundled, 'cli.js'), false),
        upFront: until(upFront, true),
      });
      const cells = [figures.cold, figures.warm, figures.upFront].map(shown);
      print(
        `| ${[title, ...cells, `${(median(figures.cold) / median(figures.upFront)).toFixed(2)} ×`].join(' | ')} |`,
      );
      if (median(figures.cold) >= goal) print(`goal missed: ${title} in ${goal} s`);
    };
    await row('`check`: the first rendered case', 'render', ['check', '--stack', 'dev'], goals.check);
    await row(
      '`preview`: the first event of the engine',
      'event',
      ['preview', '--stack', 'dev'],
      goals.preview,
    );
  } finally {
    example.remove();
  }
}

/** Seconds from the start of the process; what it does afterwards is not waited for in them. */
async function untilMark(
  file: string,
  entry: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  rmSync(file, { force: true });
  const started = performance.timeOrigin + performance.now();
  await measured({
    program: process.execPath,
    args: ['--import', hook, entry, ...args],
    environment: { ...environment, FIRST_MARK_FILE: file },
    cwd: root,
  });
  return (Number(readFileSync(file, 'utf8')) - started) / 1000;
}

/** Once each before it counts, then in turns, so that what disturbs one disturbs all. */
async function marksInTurns<Name extends string>(
  runs: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const all = Object.entries<() => Promise<number>>(runs);
  const figures = Object.fromEntries(all.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of all) {
      const seconds = await run();
      if (round > 0) figures[name as Name].push(seconds);
    }
  }
  return figures;
}

const shown = (seconds: readonly number[]): string =>
  `${median(seconds).toFixed(2)} s (${Math.min(...seconds).toFixed(2)})`;

/** What each entry loads before it knows what to do, and what a run of `check` has loaded in the end. */
async function sizes(print: Print): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-sizes-'));
  try {
    const metafile = await bundle(folder);
    const shownBytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(2)} MB`;
    print('\n| scripts of dist/ | size |');
    print('|---|---|');
    const all = scriptsIn(metafile);
    print(`| all | ${shownBytes(bytesOf(all, metafile))} |`);
    for (const name of ['main', 'post', 'cli', 'program', 'package', 'provider']) {
      print(
        `| ${name}.js, with what it loads at once | ${shownBytes(bytesOf(loadedWith(`${name}.js`, metafile), metafile))} |`,
      );
    }
    for (const command of ['check', 'preview', 'up']) {
      const chunks = all.filter((name) => new RegExp(`^${command}-[A-Z0-9]{8}\\.js$`).test(name));
      const loaded = new Set(['cli.js', ...chunks].flatMap((name) => [...loadedWith(name, metafile)]));
      print(`| \`${command}\`, with what it loads at once | ${shownBytes(bytesOf(loaded, metafile))} |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await sizes((line) => void process.stdout.write(`${line}\n`));
if (!process.argv.includes('--sizes')) await onPlanes([starts]);
