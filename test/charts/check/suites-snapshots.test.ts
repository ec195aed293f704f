/** Snapshots of helm-unittest suites: when they are written, by whom, and what is said where they are not. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import { webChart } from './web-chart.ts';

const folders: Checked[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

const file = 'charts/web/tests/service_test.yaml';
const kept = 'charts/web/tests/__snapshot__/service_test.yaml.snap';

const suiteOf = (...names: readonly string[]): string =>
  `suite: service\ntemplates: [templates/service.yaml]\ntests:\n${names
    .map((name) => `  - it: ${name}\n    asserts: [{matchSnapshot: {path: spec}}]\n`)
    .join('')}`;

function folderOf(...names: readonly string[]): Checked {
  const folder = checkedFolder({ ...webChart, [file]: suiteOf(...names) });
  folders.push(folder);
  return folder;
}

const change = (folder: Checked): void =>
  folder.write({
    'charts/web/templates/service.yaml': webChart['charts/web/templates/service.yaml'].replace('80', '81'),
  });

const rules = async (folder: Checked, args: readonly string[] = [], environment = {}): Promise<string[]> =>
  (await folder.json(['charts/web', ...args], environment)).result.findings.map(({ rule }) => rule);

const ci = { CI: 'true' };

describe.concurrent('a missing snapshot', () => {
  test('is written, with a note, and compared with the next time', async () => {
    const folder = folderOf('keeps');
    const ran = await folder.run(['check', 'charts/web']);
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain(`wrote ${kept} (1 new): look at it and commit it`);
    expect(folder.read(kept)).toMatch(/^keeps:\n {2}1: \|\n {4}ports:\n/);
    const before = folder.read(kept);
    const again = await folder.run(['check', 'charts/web']);
    expect({ ...again, stdout: '' }).toMatchObject({ exitCode: 0, stderr: '' });
    expect(folder.read(kept)).toBe(before);
    change(folder);
    const changed = await folder.json(['charts/web']);
    expect(changed.result.findings).toMatchObject([
      { rule: 'suite/failed', case: 'keeps', source: { file, line: 5 } },
    ]);
    expect(changed.result.findings[0]?.message).toMatch(/-\s+port: 80\n\+\s+port: 81/);
    expect(changed.result.findings[0]?.hint).toContain('check --update');
    expect(folder.read(kept)).toBe(before);
  });

  test('is an error where CI is set, and nothing is written', async () => {
    const folder = folderOf('keeps');
    expect(await rules(folder, [], ci)).toEqual(['suite/missing-snapshot']);
    expect(folder.files()).not.toContain(kept);
  });

  test('--compat: is written in CI too, and passes', async () => {
    const folder = folderOf('keeps');
    expect(await rules(folder, ['--compat'], ci)).toEqual([]);
    expect(folder.files()).toContain(kept);
  });

  test('--kube-version: nothing is written of other versions', async () => {
    const folder = folderOf('keeps');
    expect(await rules(folder, ['--kube-version', '1.31'])).toEqual([]);
    expect(folder.files()).not.toContain(kept);
  });
});

describe.concurrent('--update', () => {
  test('writes what has changed', async () => {
    const folder = folderOf('keeps');
    await rules(folder);
    change(folder);
    const ran = await folder.run(['check', 'charts/web', '--update']);
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('(1 changed)');
    expect(folder.read(kept)).toContain('port: 81');
    expect(await rules(folder)).toEqual([]);
  });

  test('removes what no test asks for; without it, that is a warning, and kept', async () => {
    const folder = folderOf('keeps', 'goes');
    await rules(folder);
    folder.write({ [file]: suiteOf('keeps') });
    expect(await rules(folder)).toEqual(['suite/obsolete-snapshot']);
    expect(folder.read(kept)).toContain('goes:');
    expect(await rules(folder, ['--update'])).toEqual([]);
    expect(folder.read(kept)).not.toContain('goes:');
    expect(folder.read(kept)).toContain('keeps:');
  });

  test('--filter: writes the files of the tests that are chosen, and no other', async () => {
    const folder = folderOf('keeps');
    folder.write({ 'charts/web/tests/other_test.yaml': suiteOf('others') });
    await rules(folder, ['--filter', 'others']);
    expect(folder.files().filter((each) => each.endsWith('.snap'))).toEqual([
      'charts/web/tests/__snapshot__/other_test.yaml.snap',
    ]);
  });
});

test('nothing is written outside of the chart and the folder where the command runs', async () => {
  const [folder, elsewhere] = [folderOf('keeps'), folderOf('keeps')];
  mkdirSync(join(elsewhere.directory, 'target'));
  symlinkSync(join(elsewhere.directory, 'target'), join(folder.directory, 'charts/web/tests/__snapshot__'));
  const ran = await folder.run(['check', 'charts/web']);
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('leads out of charts/web, where nothing is written');
  expect(elsewhere.files().filter((each) => each.endsWith('.snap'))).toEqual([]);
});
