/** `--cached`: what passed is not run again, until something that it depends on has changed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import { webChart } from './web-chart.ts';

const deployment = 'charts/web/tests/deployment_test.yaml';
const service = 'charts/web/tests/service_test.yaml';
const files = {
  ...webChart,
  'charts/web/values-three.yaml': 'replicas: 3\n',
  'more.yaml': 'secretKey: ""\n',
  [deployment]: `suite: deployment
templates: [templates/deployment.yaml]
tests:
  - it: has three replicas
    values: [../values-three.yaml]
    asserts: [{equal: {path: spec.replicas, value: 3}}]
`,
  [service]: `suite: service
templates: [templates/service.yaml]
tests:
  - it: is as it was
    asserts: [{matchSnapshot: {}}]
`,
};

let folder: Checked;
let cache: string;
const made: (() => void)[] = [];
beforeEach(async () => {
  folder = checkedFolder(files);
  cache = mkdtempSync(join(tmpdir(), 'k8s-deploy-cache-'));
  const [own, kept] = [folder, cache];
  made.push(() => {
    own.remove();
    rmSync(kept, { recursive: true });
  });
  await checked(); // writes the snapshot
  await checked();
});
afterAll(() => {
  for (const remove of made) remove();
});

/** Names of suites, those from the cache with a star. */
async function checked(args: readonly string[] = ['--cached'], environment = {}): Promise<string[]> {
  const { result } = await folder.json(['charts/web', ...args], { K8S_DEPLOY_CACHE: cache, ...environment });
  return result.suites.map(({ name, cached, tests }) => {
    expect(tests).toHaveLength(1);
    return `${cached ? '*' : ''}${name}`;
  });
}

const all = ['*deployment', '*service'];
const edit = (file: keyof typeof files, from: string, to: string): void =>
  folder.write({ [file]: files[file].replace(from, to) });

test('nothing has changed: both are taken over, and reports say so', async () => {
  expect(await checked()).toEqual(all);
  const ran = await folder.run(['check', 'charts/web', '--cached'], { K8S_DEPLOY_CACHE: cache });
  expect(ran.stdout).toMatch(/service_test\.yaml {2}service: 1 passed \(cached\)/);
  expect(ran.exitCode).toBe(0);
});

describe('is run again', () => {
  test.each<[string, () => void, string[]]>([
    ['its own file', () => edit(service, 'it: is', 'it: is still'), ['*deployment', 'service']],
    [
      'a template',
      () => edit('charts/web/templates/ingress.yaml', 'Prefix', 'Exact'),
      ['deployment', 'service'],
    ],
    [
      'the values of the chart',
      () => edit('charts/web/values.yaml', 'web:1.0.0', 'web:1.0.1'),
      ['deployment', 'service'],
    ],
    [
      'a values file of a test',
      () => edit('charts/web/values-three.yaml', '\n', ' # comment\n'),
      ['deployment', 'service'], // it stands in the chart
    ],
    [
      'a snapshot',
      () => {
        const file = 'charts/web/tests/__snapshot__/service_test.yaml.snap';
        folder.write({ [file]: `${folder.read(file)}\n` });
      },
      ['*deployment', 'service'],
    ],
    [
      'a new template that reads files',
      () => folder.write({ 'charts/web/templates/files.yaml': '{{ .Files.Get "x" }}' }),
      ['deployment', 'service'],
    ],
  ])('after a change of %s', async (_, change, expected) => {
    change();
    expect(await checked()).toEqual(expected);
  });

  test('with other options', async () => {
    expect(await checked(['--cached', '--skip-schema-validation'])).toEqual(['deployment', 'service']);
    expect(await checked(['--cached', '--suite-values', 'more.yaml'])).toEqual(['deployment', 'service']);
    expect(await checked(['--cached', '--suite-values', 'more.yaml'])).toEqual(all);
    edit('more.yaml', '""', "''");
    expect(await checked(['--cached', '--suite-values', 'more.yaml'])).toEqual(['deployment', 'service']);
  });

  test('where what is kept is damaged', async () => {
    const kept = join(cache, 'suites');
    const names = readdirSync(kept);
    expect(names).toHaveLength(2);
    for (const name of names)
      writeFileSync(join(kept, name), readFileSync(join(kept, name), 'utf8').slice(0, -9));
    expect(await checked()).toEqual(['deployment', 'service']);
    expect(await checked()).toEqual(all);
  });

  test('in CI, unless --cached-in-ci', async () => {
    expect(await checked(['--cached'], { CI: 'true' })).toEqual(['deployment', 'service']);
    expect(await checked(['--cached-in-ci'], { CI: 'true' })).toEqual(['deployment', 'service']); // snapshots are frozen there
    expect(await checked(['--cached-in-ci'], { CI: 'true' })).toEqual(all);
  });

  test.each(['--coverage', '--update', '--allow-post-renderer'])('with %s', async (option) => {
    expect(await checked(['--cached', option])).toEqual(['deployment', 'service']);
  });

  test('without --cached', async () => {
    expect(await checked([])).toEqual(['deployment', 'service']);
  });
});

test('what fails is not kept: it fails again', async () => {
  edit('charts/web/values-three.yaml', '3', '4');
  for (const _ of [1, 2]) expect(await checked()).toContain('deployment');
  edit('charts/web/values-three.yaml', '3', '3');
  expect(await checked()).toEqual(['deployment', 'service'].map((name) => expect.stringContaining(name)));
});

test('--compat judges files together, so that none can be kept', async () => {
  const ran = await folder.run(['check', 'charts/web', '--cached', '--compat']);
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('with --compat one file changes what the next one finds');
});

test('a cache that cannot be written makes nothing fail', async () => {
  const file = join(folder.directory, 'more.yaml');
  const ran = await folder.run(['check', 'charts/web', '--cached'], { K8S_DEPLOY_CACHE: file });
  expect(ran.exitCode).toBe(0);
  expect(ran.stderr).toContain('--cached: results cannot be kept');
});
