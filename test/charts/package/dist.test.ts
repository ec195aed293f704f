/** What dist/ holds and what of it a command loads, in bundles of the source as it is now. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../../scripts/bundle.ts';
import { bytesOf, loadedWith, packagesIn, scriptsIn } from '../../../scripts/bundle/graph.ts';
import { execute, type Ran } from '../../setup/stack-copy.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const megabyte = 1_000_000;
const heavy = /^(?:@pulumi\/|@aws-sdk\/|@smithy\/|@grpc\/|@sigstore\/|google-protobuf$|undici$)/;

let folder: string;
let dist: string;
let stack: string;
let metafile: Metafile;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-dist-'));
  dist = join(folder, 'dist');
  stack = join(folder, 'stack');
  cpSync(join(root, 'examples/plain-chart'), stack, { recursive: true });
  metafile = await bundle(dist);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const heavyIn = (names: Iterable<string>): string[] =>
  [...packagesIn(names, metafile)].filter((name) => heavy.test(name));

/** Runs a file of dist/ in the stack directory; `loaded` are the names of those that were. */
async function run(
  entry: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ran & { readonly loaded: ReadonlySet<string> }> {
  const coverage = mkdtempSync(join(folder, 'coverage-'));
  const all = { ...process.env, ...environment, NODE_V8_COVERAGE: coverage };
  const ran = await execute(process.execPath, [join(dist, entry), ...args], all, stack);
  const urls = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url).filter((url) => url.includes(basename(folder)));
  });
  return { ...ran, loaded: new Set(urls.map((url) => basename(url))) };
}

describe('dist', () => {
  test('is smaller than 6 MB of scripts, without an HTTP client that Node.js has anyway', () => {
    const scripts = scriptsIn(metafile);
    expect(bytesOf(scripts, metafile)).toBeLessThan(6 * megabyte);
    expect(scripts.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0)).toBe(
      bytesOf(scripts, metafile),
    );
    expect([...packagesIn(scripts, metafile)]).not.toContain('undici');
  });

  test('names no place of the machine on which it was made', () => {
    const texts = readdirSync(dist).map((name) => [name, readFileSync(join(dist, name), 'latin1')] as const);
    const traces = [root, homedir(), 'file:///'].filter((text) => text.length > 1);
    for (const trace of traces) {
      const found = texts.filter(([, text]) => text.includes(trace)).map(([name]) => name);
      expect(found.filter((name) => !(trace === 'file:///' && name.endsWith('.js')))).toEqual([]);
    }
  });

  test('is the same when it is made again, elsewhere', async () => {
    const again = join(folder, 'elsewhere', 'again');
    await bundle(again);
    expect(readdirSync(again)).toEqual(readdirSync(dist));
    const others = readdirSync(dist).filter(
      (name) => !readFileSync(join(again, name)).equals(readFileSync(join(dist, name))),
    );
    expect(others).toEqual([]);
  }, 120_000);

  test('has the licence of every package', () => {
    const text = readFileSync(join(dist, 'licenses.txt'), 'utf8');
    const packages = packagesIn(scriptsIn(metafile), metafile);
    expect(packages.size).toBeGreaterThan(50);
    expect([...packages].filter((name) => !text.includes(`\n${name} `))).toEqual([]);
  });
});

describe('what a command loads', () => {
  test.each(['main.js', 'post.js', 'cli.js'])('%s brings in no SDK before it knows what to do', (entry) => {
    expect(heavyIn(loadedWith(entry, metafile))).toEqual([]);
  });

  test.each(['program.js', 'package.js'])('%s leaves Pulumi to the program that it runs in', (entry) => {
    expect(heavyIn(loadedWith(entry, metafile))).toEqual([]);
    const external = [...loadedWith(entry, metafile)].flatMap((name) =>
      (metafile.outputs[`dist/${name}`]?.imports ?? []).filter((one) => one.external).map(({ path }) => path),
    );
    expect(external.filter((path) => path.startsWith('@'))).toContain('@pulumi/pulumi');
  });

  test('check does without Pulumi and every other SDK, in less than 2.5 MB', async () => {
    const { exitCode, stderr, loaded } = await run('cli.js', ['check']);
    expect(stderr).not.toContain('error');
    expect(exitCode).toBe(0);
    expect([...loaded].some((name) => name.startsWith('check-'))).toBe(true);
    expect(heavyIn(loaded)).toEqual([]);
    expect(bytesOf(loaded, metafile)).toBeLessThan(2.5 * megabyte);
  });

  test('so does check as a step of a workflow', async () => {
    const files = Object.fromEntries(
      ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'].map((name) => {
        writeFileSync(join(folder, name), '');
        return [name, join(folder, name)];
      }),
    );
    writeFileSync(join(folder, 'event.json'), '{}');
    mkdirSync(join(folder, 'temp'), { recursive: true });
    const { exitCode, stdout, stderr, loaded } = await run('main.js', [], {
      ...files,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_RUN_ID: '1',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_WORKSPACE: stack,
      RUNNER_TEMP: join(folder, 'temp'),
      INPUT_COMMAND: 'check',
    });
    expect(stdout + stderr).toContain('Checked');
    expect(exitCode).toBe(0);
    expect(heavyIn(loaded)).toEqual([]);
    expect(bytesOf(loaded, metafile)).toBeLessThan(2.5 * megabyte);
  });
});

test('what nobody has foreseen is told in the lines of the source', async () => {
  const broken = `
    import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    const read = fs.readdirSync;
    fs.readdirSync = (path, ...rest) => { if (String(path).includes('stack')) throw new TypeError('broken'); return read(path, ...rest); };
    syncBuiltinESMExports();`;
  const hook = join(folder, 'broken.mjs');
  writeFileSync(hook, broken);
  const { exitCode, stderr } = await run('cli.js', ['check'], { NODE_OPTIONS: `--import=${hook}` });
  expect(stderr).toContain('broken');
  expect(stderr).toMatch(/at .*src\/stack\/folder\.ts:\d+:\d+/);
  expect(stderr).not.toContain(`${dist}/`);
  expect(exitCode).not.toBe(0);
});
