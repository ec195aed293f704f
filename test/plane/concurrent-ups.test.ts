import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isBroken, parseCheckpoint } from '../../src/deploy/checkpoint/parse.ts';
import { releaseRecords } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { type BucketState, openBucketState } from '../setup/s3-state.ts';
import type { Ran } from '../setup/stack-copy.ts';

const plane = testPlane();
let store: BucketState;
let example: OpenExample;

const run = (...args: string[]): Promise<Ran> =>
  example.run([...args, '--stack', 'dev', '--json'], { environment: { PULUMI_BACKEND_URL: store.url } });

/** So that there is something to do. */
function change(replicas: number): void {
  const path = join(example.directory, 'deploy.yaml');
  const text = readFileSync(path, 'utf8').replace(/ +replicas: \d\n( +loginSecret)/, '$1');
  writeFileSync(path, text.replace(/( +)loginSecret/, `$1replicas: ${replicas}\n$&`));
}

const operations = async (): Promise<number> =>
  (await store.keys('.pulumi/history/plain-chart/dev')).filter((key) => key.endsWith('.history.json')).length;

const revision = async (): Promise<number> =>
  Math.max(
    0,
    ...(await releaseRecords(plane)).filter(({ name }) => name === 'hello').map(({ version }) => version),
  );

const stateDecodes = async (): Promise<boolean> => {
  const text = await store.text('.pulumi/stacks/plain-chart/dev.json');
  return !isBroken(parseCheckpoint(Buffer.from(text), { project: 'plain-chart', stack: 'dev' }));
};

interface Ended {
  readonly exitCode: number;
  readonly error: string;
}
const ended = ({ exitCode, stdout }: Ran): Ended => ({
  exitCode,
  error: exitCode === 0 ? '' : (JSON.parse(stdout) as { error: { message: string } }).error.message,
});

interface Came {
  /** One exit code or message for each run, sorted. */
  readonly ends: readonly string[];
  /** What the cluster and the store have more than before. */
  readonly operations: number;
  readonly revisions: number;
  readonly stateDecodes: boolean;
  /** Of runs that are over. */
  readonly left: readonly string[];
}

/** A loser says who was at it, or that the state is another one now. */
const nameOf = ({ exitCode, error }: Ended): string => {
  if (exitCode === 0) return 'applied';
  const isLocked =
    /^stack "dev" is locked by \S+@\S+ \(process \d+\) since 2|^another run has changed stack "dev" since/;
  return exitCode === 7 && isLocked.test(error) ? 'told' : `${exitCode}: ${error}`;
};

async function outcome(count: number): Promise<Came> {
  const before = { operations: await operations(), revision: await revision() };
  const all = await Promise.all(Array.from({ length: count }, () => run('up')));
  const folders = ['.pulumi/locks', '.k8s-deploy/turns', '.k8s-deploy/runs'];
  return {
    ends: all.map((each) => nameOf(ended(each))).toSorted(),
    operations: (await operations()) - before.operations,
    revisions: (await revision()) - before.revision,
    stateDecodes: await stateDecodes(),
    left: (await Promise.all(folders.map(async (folder) => await store.keys(folder)))).flat(),
  };
}

const oneApplied = (others: number): Came => ({
  ends: ['applied', ...Array.from({ length: others }, () => 'told')],
  operations: 1,
  revisions: 1,
  stateDecodes: true,
  left: [],
});

beforeAll(async () => {
  store = await openBucketState(plane, 'concurrent-states');
  example = await openExample('plain-chart');
  await must(run('up'));
});
afterAll(async () => {
  await run('destroy', '--yes');
  example.remove();
  store.close();
});

describe('on the S3 backend', () => {
  test.each(Array.from({ length: 10 }, (_, round) => round + 1))(
    'two at once, round %i: exactly one applies, the other is told who does',
    async (round) => {
      change(2 + (round % 2));
      expect(await outcome(2)).toEqual(oneApplied(1));
    },
  );

  test('ten at once: exactly one applies', async () => {
    change(4);
    expect(await outcome(10)).toEqual(oneApplied(9));
  });
});
