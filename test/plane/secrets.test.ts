import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReleaseRecord, releaseRecords } from '../setup/cluster.ts';
import { found } from '../setup/example-secrets.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

const plane = testPlane();

/** All bytes under a folder, file by file. */
function textsIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

async function everything(
  example: OpenExample,
): Promise<{ printed: string; records: readonly ReleaseRecord[] }> {
  const commands = [['preview'], ['up'], ['up', '--json'], ['preview', '--json'], ['outputs']];
  let printed = '';
  for (const command of commands) {
    const { stdout, stderr } = await must(example.run([...command, '--stack', 'dev']));
    printed += stdout + stderr;
  }
  // What fails says more than what succeeds: a passphrase that is wrong, a registry and a cluster that are not there.
  for (const environment of [
    { PULUMI_CONFIG_PASSPHRASE: 'wrong' },
    { K8S_DEPLOY_CHART_MIRRORS: '' },
    { KUBECONFIG: '/nowhere' },
  ]) {
    const { exitCode, stdout, stderr } = await example.run(['up', '--stack', 'dev'], { environment });
    expect(exitCode).not.toBe(0);
    printed += stdout + stderr;
  }
  return { printed, records: await releaseRecords(plane) };
}

describe('no secret leaves its place', () => {
  let example: OpenExample;
  let printed = '';
  let records: readonly ReleaseRecord[] = [];

  beforeAll(async () => {
    example = await openExample('data-platform');
    ({ printed, records } = await everything(example));
  });
  afterAll(async () => {
    await example.run(['destroy', '--yes', '--stack', 'dev']);
    example.remove();
  });

  test('the search finds what is planted, in every form', () => {
    const secret = 'canary-plant/ed@"one"';
    const base64 = Buffer.from(`{"password":"${secret}"}`).toString('base64');
    for (const text of [secret, encodeURIComponent(secret), JSON.stringify({ a: secret }), base64]) {
      expect(found([secret], `before ${text} after`)).toEqual([secret]);
    }
    expect(found([secret], 'canary-plant')).toEqual([]);
  });

  test('not in Helm release records, values included', () => {
    expect(records.map(({ name }) => name).toSorted()).toEqual([
      'dizzl-sandbox-dev-sensor-inspector-ksml',
      'edge-workers',
      'ksml-provisioner',
      'leoflow',
      'sf2loki',
    ]);
    for (const { name, text } of records)
      expect({ name, found: found(example.secrets.canaries, text) }).toEqual({ name, found: [] });
  });

  test('not in what is printed', () => {
    expect(printed.length).toBeGreaterThan(1000);
    expect(found(example.secrets.canaries, printed)).toEqual([]);
  });

  test('not in the state nor in the stack directory, unencrypted', () => {
    const texts = [...textsIn(example.state), ...textsIn(example.directory)];
    expect(texts.some(([path]) => path.endsWith('.pulumi/stacks/data-platform/dev.json'))).toBe(true);
    for (const [path, text] of texts) {
      expect({ path, found: found(example.secrets.canaries, text) }).toEqual({ path, found: [] });
    }
  });

  test('not in what a destroy prints', async () => {
    const { stdout, stderr } = await must(example.run(['destroy', '--yes', '--stack', 'dev']));
    expect(found(example.secrets.canaries, stdout + stderr)).toEqual([]);
  });

  test('the migration ran as a hook, and its Job is complete', () => {
    const hooks = records.find(({ name }) => name === 'leoflow')?.hooks ?? [];
    expect(hooks.filter(({ kind }) => kind === 'Job').map(({ last_run: { phase } }) => phase)).toEqual([
      'Succeeded',
    ]);
  });
});

describe('the one exception: LogStream chart 1.0', () => {
  test('its token is in its own release record only, and a notice says so', async () => {
    const example = await openExample('logstream-worker-group');
    try {
      const { printed, records } = await everything(example);
      expect(printed).toContain('releases.legacy.leader.token');
      expect(printed).toContain('it will be in the release record');
      expect(found(example.secrets.canaries, printed)).toEqual([]);
      const token = example.secrets.environment['CRIBL_TOKEN'];
      expect(
        Object.fromEntries(records.map(({ name, text }) => [name, found(example.secrets.canaries, text)])),
      ).toEqual({ edge: [], legacy: [token] });
      for (const [path, text] of textsIn(example.state)) {
        expect({ path, found: found(example.secrets.canaries, text) }).toEqual({ path, found: [] });
      }
    } finally {
      await example.run(['destroy', '--yes', '--stack', 'dev']);
      example.remove();
    }
  });
});
