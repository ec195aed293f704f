/**
 * `npm run bench`: a preview of the four systems on a running plane, ours beside the bare one, median of five each, in turns.
 * Bare: the same `declare()` as an inline program of the Automation API with nothing around it and the charts there.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bundleOne } from '../scripts/bundle.ts';
import { exampleSecrets } from '../test/setup/example-secrets.ts';
import { must, setConfig } from '../test/setup/open-example.ts';
import { operatorEnvironment, putAwsSecrets } from '../test/setup/plane-environment.ts';
import { copyExample, type Ran } from '../test/setup/stack-copy.ts';
import { ensurePrograms, programFolders } from '../toolchain/ensure.ts';
import { startPlane } from '../toolchain/plane/start.ts';
import { stopPlane } from '../toolchain/plane/stop.ts';

const rounds = 5;
const goal = 1.3;
const root = join(import.meta.dirname, '..');
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;

const programs = await ensurePrograms({ onProgress: print });
process.env['PATH'] = [join(root, 'dist'), programFolders(programs), process.env['PATH']].join(delimiter); // dist: the bucket's provider
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-bench-'));
const plane = await startPlane({ directory: join(folder, 'plane') });
const secrets = exampleSecrets();
const example = copyExample('data-platform', await operatorEnvironment(plane), join(root, 'dist/cli.js'));
try {
  await putAwsSecrets(plane, 'eu-west-1', secrets.aws);
  await setConfig(example, secrets.config);
  const bare = join(folder, 'bare.js');
  await bundleOne(join(root, 'bench/bare.ts'), bare);

  for (const situation of ['nothing applied yet', 'everything applied'] as const) {
    if (situation === 'everything applied') await must(example.run(['up', '--stack', 'dev']));
    await measure(situation, bare);
  }
  await must(example.run(['destroy', '--yes', '--stack', 'dev']));
} finally {
  example.remove();
  await stopPlane(plane.directory);
  rmSync(folder, { recursive: true, force: true });
}

async function measure(situation: string, bare: string): Promise<void> {
  const { stdout: desired } = await must(
    example.node([join(root, 'bench/desired.ts'), example.directory, 'dev']),
  );
  const input = join(folder, 'desired.json');
  writeFileSync(input, desired);
  const runBare = (): Promise<Ran> => must(example.node([bare, input]));
  const runOurs = (): Promise<Ran> => must(example.run(['preview', '--stack', 'dev']));
  await runOurs(); // warm: file cache, compiled code, the plane
  await runBare();
  const figures: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    figures.bare.push((await runBare()).seconds);
    figures.ours.push((await runOurs()).seconds);
  }
  const [ours, plain] = [median(figures.ours), median(figures.bare)];
  const shown = (all: readonly number[]): string => all.map((figure) => figure.toFixed(2)).join(' ');
  print(`\npreview of the four systems, ${situation}`);
  print(`  k8s-deploy preview   ${ours.toFixed(2)} s   (${shown(figures.ours)})`);
  print(`  bare                 ${plain.toFixed(2)} s   (${shown(figures.bare)})`);
  print(`  ratio                ${(ours / plain).toFixed(2)}   (goal: under ${goal})`);
}
