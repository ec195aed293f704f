/** Suites in every report, beside the cases; and what they reach of a chart. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import type { Ran } from '../../setup/stack-copy.ts';
import { suiteChart } from './suite-chart.ts';
import { webChart } from './web-chart.ts';

const file = 'charts/web/tests/deployment_test.yaml';

describe('a run with suites', () => {
  let folder: Checked;
  let ran: Ran;
  beforeAll(async () => {
    folder = checkedFolder(suiteChart);
    const asked = ['junit=r.xml', 'sarif=r.sarif', 'markdown=r.md', 'json=r.json', 'github'];
    ran = await folder.run(['check', 'charts/web', ...asked.flatMap((each) => ['--report', each])]);
  });
  afterAll(() => folder.remove());

  test('terminal: a line for each suite, failures in full above; nothing of its own tests without --verbose', async () => {
    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toMatch(
      /Suites\n {2}✗ charts\/web\/tests\/deployment_test\.yaml {2}deployment: 1 passed, 3 failed, 1 skipped \(\d+\.\d ms\)\n {2}✓ .*service_test\.yaml {2}service: 2 passed/,
    );
    expect(ran.stdout).toContain('✗ error 10:9 suite/failed  web/has three');
    expect(ran.stdout).toMatch(/Checked 1 case of 1 release and 7 tests of 2 suites in .* s: 4 errors\n/);
    expect(ran.stdout).not.toContain('leads to http');
    const long = await folder.run(['check', 'charts/web', '--verbose']);
    expect(long.stdout).toMatch(/ {6}✓ leads to http \(\d/);
    expect(long.stdout).toContain('      - is for later, skipped: not now\n');
  });

  test('JSON is as its schema says', () => {
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../schemas/check.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    const report: unknown = JSON.parse(folder.read('r.json'));
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report).toMatchObject({
      counts: { error: 4, suites: 2, tests: 7, failedTests: 3, skippedTests: 1 },
      suites: [
        { name: 'deployment', chart: 'web', source: { file, line: 1 }, cached: false, kubeVersion: '1.33' },
        { name: 'service' },
      ],
    });
  });

  test('JUnit: suites and tests under their own names, at their lines; a failing one once, with all that is wrong', () => {
    const text = folder.read('r.xml');
    expect(text).toContain(
      `<testsuite name="deployment" file="${file}" tests="5" failures="3" errors="0" skipped="1"`,
    );
    expect(text).toMatch(
      /<testcase name="has two replicas" classname="deployment" time="\d\.\d{3}" file="[^"]+" line="4"\/>/,
    );
    expect(text).toContain('<skipped message="not now"/>');
    expect(text.match(/<testcase name="has three"/g)).toHaveLength(1);
    const [failing = ''] = /<testcase name="has three".*?<\/testcase>/s.exec(text) ?? [];
    expect(failing).toContain('expected: StatefulSet');
    expect(failing).toContain(`${file}:10:9`);
    expect(text).toMatch(/<testsuites [^>]*tests="8" failures="3" errors="0" skipped="1"/);
  });

  test('SARIF and annotations: one for each failed assertion, at its line', () => {
    const sarif = JSON.parse(folder.read('r.sarif')) as {
      runs: [
        { results: { ruleId: string; partialFingerprints: object }[]; tool: { driver: { rules: object[] } } },
      ];
    };
    const [{ results, tool }] = sarif.runs;
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      'suite/failed',
      'suite/failed',
      'suite/error',
      'suite/vacuous',
    ]);
    expect(new Set(results.map((one) => JSON.stringify(one.partialFingerprints))).size).toBe(4);
    expect(results[0]).toMatchObject({
      locations: [
        { physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 10, startColumn: 9 } } },
      ],
    });
    expect(tool.driver.rules).toMatchObject([
      { id: 'suite/error' },
      { id: 'suite/failed' },
      { id: 'suite/vacuous' },
    ]);
    expect(ran.stdout).toContain(
      `::error file=${file},line=10,col=9,title=suite/failed web/has three::equal fails`,
    );
    expect(ran.stdout.match(/^::error /gm)).toHaveLength(4);
  });

  test('Markdown lists suites', () => {
    const text = folder.read('r.md');
    expect(text).toMatch(/^### ❌ Contract check: 4 errors\n/);
    expect(text).toContain('<details><summary>2 suites</summary>');
    expect(text).toContain(`| ❌ | deployment | \`${file}:1\` | 1 passed, 3 failed, 1 skipped |`);
  });
});

describe('coverage', () => {
  const ingress = `suite: ingress
templates: [templates/ingress.yaml]
tests:
  - it: has a host
    set: {ingress: {enabled: true, host: example.com}}
    asserts: [{isKind: {of: Ingress}}]
`;
  const contract =
    'chart: ./charts/web\ncases: {key: {values: {secretKey: 0123456789abcdef0123456789abcdef}}}\n';

  test('branches that suites reach count with those of cases: in the report, and for a threshold', async () => {
    const folder = checkedFolder({
      ...webChart,
      'contract.yaml': contract,
      'strict.yaml': `${contract}coverage: {branches: 35}\n`,
    });
    const missed = async (): Promise<readonly string[]> => {
      const { result } = await folder.json(['contract.yaml', '--coverage']);
      return result.coverage?.charts[0]?.branches.missed ?? [];
    };
    const before = await missed();
    expect(before.join()).toContain('.Values.ingress.enabled');
    expect(before.join()).not.toContain('.Values.secretKey }}');
    expect((await folder.json(['strict.yaml'])).result.findings).toMatchObject([
      { rule: 'coverage/below-threshold' },
    ]);

    folder.write({ 'charts/web/tests/ingress_test.yaml': ingress });
    const after = await missed();
    expect(before.filter((each) => !after.includes(each)).join()).toContain('.Values.ingress.enabled');
    expect(after.length).toBe(before.length - 1);
    expect((await folder.json(['strict.yaml'])).result.findings).toEqual([]);
    folder.remove();
  });

  test('of a chart of the stack, whose cases are rendered from its archive', async () => {
    const folder = checkedFolder({
      ...webChart,
      'charts/web/tests/ingress_test.yaml': ingress,
      'deploy.yaml': `apiVersion: k8s-deploy/v1
name: shop
cluster: {identifier: test}
releases:
  web: {chart: {ref: ./charts/web}, namespace: shop}
stacks: {dev: {}}
`,
      'Pulumi.yaml': 'name: shop\nruntime: nodejs\n',
    });
    const reached = async (...args: readonly string[]): Promise<number | undefined> =>
      (await folder.json(['--coverage', ...args])).result.coverage?.charts[0]?.branches.reached;
    expect(await reached()).toBe(((await reached('--no-suites')) ?? NaN) + 1);
    folder.remove();
  });
});

test('a suite of a hostile chart prints nothing that is obeyed', async () => {
  const folder = checkedFolder({
    ...webChart,
    'charts/web/tests/evil_test.yaml': `suite: "::error::suite"
templates: [templates/service.yaml]
tests:
  - it: "::stop-commands::x\\n::error::test"
    asserts: [{equal: {path: kind, value: "::add-mask::y"}}]
  - it: later
    skip: {reason: "x\\n::error::reason"}
    asserts: [{isKind: {of: Service}}]
`,
  });
  const ran = await folder.run(['check', 'charts/web', '--verbose', '--report', 'github']);
  const commands = `${ran.stdout}\n${ran.stderr}`.split('\n').filter((line) => /^\s*::/.test(line));
  expect(commands).toHaveLength(1);
  expect(commands[0]).toMatch(/^::error file=charts\/web\/tests\/evil_test\.yaml,line=5/);
  folder.remove();
});
