/** What the options of `check` do, and what `explain` and `--help` say. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import type { Ran } from '../../setup/stack-copy.ts';
import { webChart } from './web-chart.ts';

const contract = `chart: ./charts/web
cases:
  one: {}
  two: {values: {replicas: 3}}
  grid:
    matrix:
      tls: {on: {grid: {tls: true}}, off: {}}
      cache: {big: {grid: {cache: true}}, none: {}}
rules:
  - {id: warned, on: kind == "Deployment", assert: "false", severity: warning, cases: [one]}
  - {id: noticed, on: kind == "Service", assert: "false", severity: notice, cases: [two]}
  - {id: waived, on: kind == "Service", assert: "false", cases: [one]}
waivers:
  - {rule: waived, reason: it is known, until: 2099-12-31}
`;

let folder: Checked;
beforeAll(() => {
  folder = checkedFolder({
    ...webChart,
    'contract.yaml': contract,
    'broken.yaml': `chart: ./charts/web\ncases: {one: {}}\nrules: [{id: never, on: kind == "Service", assert: "false", message: 'It is & remains <false>'}]\n`,
  });
});
afterAll(() => folder.remove());

describe.concurrent('check', () => {
  test.each([
    ['error', 0],
    ['warning', 5],
    ['notice', 5],
  ])('--fail-on %s', async (severity, exitCode) => {
    expect(await folder.run(['check', 'contract.yaml', '--fail-on', severity])).toMatchObject({ exitCode });
  });

  test('--fail-on asks for severities, not for cases: a notice alone fails only where it is asked for', async () => {
    const only = ['check', 'contract.yaml', '--filter', 'two', '--fail-on'];
    const runs = await Promise.all([folder.run([...only, 'warning']), folder.run([...only, 'notice'])]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 5]);
  });

  test.each([
    ['one', ['one']],
    ['web/t*', ['two']],
    ['grid*big]', ['grid [tls=on, cache=big]', 'grid [tls=off, cache=big]']],
    [
      'web',
      [
        'one',
        'two',
        'grid [tls=on, cache=big]',
        'grid [tls=on, cache=none]',
        'grid [tls=off, cache=big]',
        'grid [tls=off, cache=none]',
      ],
    ],
  ])('--filter %s', async (filter, names) => {
    const { result } = await folder.json(['contract.yaml', '--filter', filter]);
    expect(result.cases.map(({ name }) => name)).toEqual(names);
  });

  test('all shards together check every case once, and find what a whole run finds', async () => {
    const shards = [1, 2, 3, 4].map((number) => folder.json(['contract.yaml', '--shard', `${number}/4`]));
    const [whole, ...parts] = await Promise.all([folder.json(['contract.yaml']), ...shards]);
    const names = (all: readonly (typeof whole)[]): string[] =>
      all.flatMap(({ result }) => result.cases.map(({ name }) => name)).toSorted();
    expect(names(parts)).toEqual(names([whole]));
    expect(new Set(names(parts)).size).toBe(6);
    const found = (all: readonly (typeof whole)[]): string[] =>
      all
        .flatMap(({ result }) => result.findings.map(({ rule, case: name }) => `${rule} ${name}`))
        .toSorted();
    expect(found(parts)).toEqual(found([whole]));
  });

  test('--json is as its schema says, also with coverage, and prints nothing else', async () => {
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../schemas/check.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    const ran = await folder.json(['contract.yaml', '--coverage']);
    validate(ran.result);
    expect(validate.errors).toBeNull();
    expect(ran.result.coverage?.charts.map((one) => one.chart)).toEqual(['web']);
    expect(ran.stderr).toBe('');
  });

  test('every report in one run, each where it is asked for', async () => {
    const asked = ['junit=out/j.xml', 'sarif=out/s.sarif', 'markdown=out/m.md', 'json=out/j.json', 'github'];
    const ran = await folder.run(['check', 'broken.yaml', ...asked.flatMap((each) => ['--report', each])]);
    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toContain(
      '::error file=broken.yaml,line=3,col=14,title=never web/one::It is & remains <false>%0A',
    );
    expect(ran.stdout).toContain('✗ error 3:14 never');
    expect(folder.read('out/j.xml')).toMatch(/^<\?xml .*\n<testsuites .*tests="2" failures="1"/);
    expect(folder.read('out/j.xml')).toContain('<failure message="It is &amp; remains &lt;false&gt;">');
    expect(JSON.parse(folder.read('out/s.sarif'))).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'never',
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'broken.yaml' },
                    region: { startLine: 3, startColumn: 14 },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    expect(folder.read('out/m.md')).toMatch(/^### ❌ Contract check: 1 error\n/);
    expect(JSON.parse(folder.read('out/j.json'))).toMatchObject({
      version: 1,
      counts: { error: 1, cases: 1 },
    });
  });

  test('--verbose lists cases, waived findings and notices; without it they are counted', async () => {
    const [short, long] = await Promise.all([
      folder.run(['check', 'contract.yaml']),
      folder.run(['check', 'contract.yaml', '--verbose']),
    ]);
    expect(short.stdout).toMatch(/: 1 warning, 1 notice; 1 waived\n--verbose lists all of them\n$/);
    for (const text of ['noticed', 'it is known', 'web/two (', 'rendered by web/templates/']) {
      expect(long.stdout).toContain(text);
      expect(short.stdout).not.toContain(text);
    }
    expect(long.stdout).toMatch(/Rendered by k8s-deploy-renderer \(Helm \d/);
  });

  test('--verify-engine renders both ways, and they agree', async () => {
    const { result, exitCode } = await folder.json(['contract.yaml', '--verify-engine']);
    expect(result.cases).toHaveLength(6);
    expect(exitCode).toBe(0);
  });
});

test('--base: templates that changed since want another version of the chart', async () => {
  const repository = checkedFolder(webChart);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: repository.directory,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  const rules = async (): Promise<string[]> =>
    (await repository.json(['charts/web', '--base', 'main'])).result.findings.map(({ rule }) => rule);
  expect(await rules()).toEqual([]);
  repository.write({
    'charts/web/templates/service.yaml': `${webChart['charts/web/templates/service.yaml']}# changed\n`,
  });
  expect(await rules()).toEqual(['chart/version-bump']);
  repository.write({ 'charts/web/Chart.yaml': webChart['charts/web/Chart.yaml'].replace('1.0.0', '1.0.1') });
  expect(await rules()).toEqual([]);
  const unknown = await repository.run(['check', 'charts/web', '--base', 'nowhere']);
  expect(unknown.exitCode).not.toBe(0);
  expect(unknown.stdout + unknown.stderr).toContain('nowhere');
  repository.remove();
});

describe.concurrent('explain', () => {
  const explain = async (...args: string[]): Promise<Ran> => await folder.run(['explain', ...args]);

  test('a rule: what it asks for, how severe it is, and where it is from', async () => {
    const ran = await explain('sf-9');
    expect(ran.stdout).toMatch(/^SF-9 {2}\S.*\nerror, from pack sf2loki\n\n\S/);
    expect(ran.exitCode).toBe(0);
  });

  test('a near miss names the nearest, an unknown one how to list them', async () => {
    const ran = await explain('hardening/probe');
    expect(ran.stderr).toContain('there is no rule "hardening/probe"; did you mean "hardening/probes"?');
    expect(ran.stderr).toContain('`k8s-deploy explain` without a name lists all');
    expect(ran.exitCode).toBe(2);
  });

  test('all of them: every prefix of the five systems, of every general pack and of the gate', async () => {
    const { stdout } = await explain('--json');
    const ids = (JSON.parse(stdout) as { id: string; why: string }[]).map(({ id }) => id);
    const starts = [
      'SF-1',
      'LF-1',
      'KP-1',
      'KR-1',
      'LS-1',
      'case/undecided',
      'snapshot/missing',
      'waiver/expired',
      'rule/error',
      'coverage/below-threshold',
      'chart/version-bump',
      'schema/type',
      'reference/secret',
      'values/unknown-key',
      'hardening/probes',
      'suite/vacuous',
    ];
    expect(ids).toEqual(expect.arrayContaining(starts));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('--help names every option', async () => {
  const { stdout, exitCode } = await folder.run(['check', '--help']);
  for (const option of [
    '--stack',
    '--cwd',
    '--json',
    '--chart-mirror',
    '--fail-on',
    '--filter',
    '--shard',
    '--update',
    '--coverage',
    '--base',
    '--report',
    '--verbose',
    '--engine',
    '--verify-engine',
    '--timeout',
    '--watch',
    '--suites',
    '--no-suites',
    '--compat',
    '--chart-tests-path',
    '--suite-values',
    '--no-subchart-suites',
    '--allow-post-renderer',
    '--skip-schema-validation',
    '--cached',
    '--cached-in-ci',
  ])
    expect(stdout).toContain(`${option} `);
  expect(exitCode).toBe(0);
});
