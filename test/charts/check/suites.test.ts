/** helm-unittest suites in `check`: which are found, what is said of them, and what the options do. */
import { afterAll, describe, expect, test } from 'vitest';
import type { CheckResult, Finding } from '../../../src/contract/finding.ts';
import { checkedFolder, placeOf, type Checked } from '../../setup/checked.ts';
import { deploymentSuite, goodChart, goodSuite, suiteChart, versionSuite } from './suite-chart.ts';
import { webChart } from './web-chart.ts';

const folders: Checked[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

function folderOf(files: Readonly<Record<string, string>>): Checked {
  const folder = checkedFolder(files);
  folders.push(folder);
  return folder;
}

/** `suite/test: outcome`. */
const tests = ({ suites }: CheckResult): string[] =>
  suites.flatMap(({ name, tests: all }) => all.map((one) => `${name}/${one.name}: ${one.outcome}`));

const rules = ({ findings }: CheckResult): string[] => findings.map(({ rule }) => rule);

/** With the reason why, if it fails. */
const suite = (file: string, name: string, more = ''): Record<string, string> => ({
  [file]: `suite: ${name}\ntemplates: [templates/service.yaml]\ntests:\n  - it: is a Service\n    asserts: [{isKind: {of: Service}}]\n${more}`,
});

test('a failing assertion is a finding at its line; what passes, fails and is left out is told by name', async () => {
  const { result, exitCode } = await folderOf(suiteChart).json(['charts/web']);
  expect(exitCode).toBe(5);
  expect(tests(result)).toEqual([
    'deployment/has two replicas: passed',
    'deployment/has three: failed',
    'deployment/is for later: skipped',
    'deployment/takes a short key: failed',
    'deployment/has no pause: failed',
    'service/is a Service: passed',
    'service/leads to http: passed',
  ]);
  expect(result.suites[0]?.tests[2]?.reason).toBe('not now');
  const at = (text: string): Finding['source'] => ({
    file: 'charts/web/tests/deployment_test.yaml',
    ...placeOf(deploymentSuite, text),
  });
  const shared = { severity: 'error', release: 'web', stack: null, waiver: null, alsoIn: [] };
  expect(result.findings).toMatchObject([
    {
      ...shared,
      rule: 'suite/failed',
      case: 'has three',
      source: at('equal: {path: spec.replicas, value: 3}'),
    },
    {
      ...shared,
      rule: 'suite/failed',
      case: 'has three',
      source: at('isKind: {of: StatefulSet}\n  - it: is for'),
      template: 'web/templates/deployment.yaml',
    },
    { ...shared, rule: 'suite/error', case: 'takes a short key', source: at('it: takes a short key') },
    { ...shared, rule: 'suite/vacuous', case: 'has no pause', source: at('notEqual') },
  ]);
  const [first, , third] = result.findings;
  expect(first?.message).toContain(
    'equal fails in web/templates/deployment.yaml, document 0, path spec.replicas',
  );
  expect(first?.message).toMatch(/expected: 3\nfound: 4$/);
  expect(third?.message).toContain('secretKey has 5 characters');
  for (const { hint } of result.findings) expect(hint).toMatch(/\S/);
});

describe.concurrent('which suites', () => {
  test('of charts that are named, of contracts, and of the stack: each once, with its cases', async () => {
    const folder = folderOf({
      ...goodChart,
      'charts/other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n',
      'charts/other/templates/service.yaml': webChart['charts/web/templates/service.yaml'],
      ...suite('charts/other/tests/other_test.yaml', 'other'),
      'contracts/other.yaml': 'chart: ../charts/other\ncases: {plain: {}}\n',
      'deploy.yaml': `apiVersion: k8s-deploy/v1
name: shop
cluster: { identifier: test }
releases:
  web: {chart: {ref: ./charts/web}, namespace: shop}
contracts: [contracts/*.yaml]
stacks: {dev: {}}
`,
      'Pulumi.yaml': 'name: shop\nruntime: nodejs\n',
    });
    const { result } = await folder.json([]);
    expect(result.suites.map(({ name, chart }) => `${chart}: ${name}`).toSorted()).toEqual([
      'other: other',
      'web: service',
    ]);
    const named = await folder.json(['charts/web', 'charts/other', 'contracts/other.yaml']);
    expect(named.result.suites.map(({ name }) => name).toSorted()).toEqual(['other', 'service']);
  });

  test('--suites names other ones; one that matches nothing is an error, one that is matched twice runs once', async () => {
    const folder = folderOf({ ...goodChart, ...suite('charts/web/unit/a.yaml', 'a') });
    const one = await folder.json(['charts/web', '--suites', 'unit/*.yaml']);
    expect(tests(one.result)).toEqual(['a/is a Service: passed']);
    const twice = await folder.json(['charts/web', '--suites', 'unit/*.yaml', '--suites', 'unit/a.yaml']);
    expect(tests(twice.result)).toEqual(['a/is a Service: passed']);
    expect(twice.result.findings).toMatchObject([
      { rule: 'suite/repeated', severity: 'warning', source: { file: 'charts/web/unit/a.yaml' } },
    ]);
    const none = await folder.json(['charts/web', '--suites', 'test/*.yaml', '--suites', 'unit/*.yaml']);
    expect(none.exitCode).toBe(5);
    expect(none.result.findings).toMatchObject([{ rule: 'suite/unmatched', severity: 'error' }]);
    expect(none.result.findings[0]?.message).toContain('no file matches --suites test/*.yaml: in charts/web');
  });

  test('a chart without suites is checked as before', async () => {
    const { result, exitCode } = await folderOf(webChart).json(['charts/web']);
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ suites: [], findings: [], cases: [{ name: 'defaults' }] });
  });

  test('--no-suites leaves them out', async () => {
    const { result, exitCode } = await folderOf(suiteChart).json(['charts/web', '--no-suites']);
    expect({ exitCode, suites: result.suites, findings: result.findings }).toEqual({
      exitCode: 0,
      suites: [],
      findings: [],
    });
  });

  test('those of subcharts run with the whole chart, unless --no-subchart-suites', async () => {
    const folder = folderOf({
      'charts/web/Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: cache, version: 1.0.0, condition: cache.enabled}]\n',
      'charts/web/values.yaml': 'cache: {enabled: true}\n',
      'charts/web/templates/service.yaml': webChart['charts/web/templates/service.yaml'],
      ...suite('charts/web/tests/service_test.yaml', 'service'),
      'charts/web/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n',
      'charts/web/charts/cache/values.yaml': 'port: 6379\n',
      'charts/web/charts/cache/templates/service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: cache}\nspec: {ports: [{port: {{ .Values.port }}}]}\n',
      'charts/web/charts/cache/tests/cache_test.yaml':
        'suite: cache\ntemplates: [templates/service.yaml]\ntests:\n  - it: listens\n    set: {port: 7000}\n    asserts: [{equal: {path: "spec.ports[0].port", value: 7000}}]\n',
    });
    const all = await folder.json(['charts/web']);
    expect(all.result.suites.map(({ name, chart }) => `${chart}: ${name}`)).toEqual([
      'web: service',
      'web/charts/cache: cache',
    ]);
    expect(tests(all.result)).toContain('cache/listens: passed');
    const own = await folder.json(['charts/web', '--no-subchart-suites']);
    expect(own.result.suites.map(({ name }) => name)).toEqual(['service']);
  });

  test('--chart-tests-path: templates that are rendered to suites; one that is nowhere is an error', async () => {
    const folder = folderOf({
      ...webChart,
      'charts/web/suites/Chart.yaml': 'apiVersion: v2\nname: suites\nversion: 1.0.0\n',
      'charts/web/suites/values.yaml': 'kinds: [Service, ConfigMap]\n',
      'charts/web/suites/templates/kinds.yaml': `suite: rendered
templates: [templates/service.yaml]
tests:
{{- range .Values.kinds }}
  - it: is a {{ . }}
    asserts: [{isKind: {of: {{ . }}}}]
{{- end }}
`,
    });
    const { result, exitCode } = await folder.json(['charts/web', '--chart-tests-path', 'suites']);
    expect(tests(result)).toEqual(['rendered/is a Service: passed', 'rendered/is a ConfigMap: failed']);
    expect(exitCode).toBe(5);
    const nowhere = await folder.json(['charts/web', '--chart-tests-path', 'suits']);
    expect(nowhere.result.findings).toMatchObject([{ rule: 'suite/unmatched', severity: 'error' }]);
  });

  test('--filter and --shard choose tests and files', async () => {
    const folder = folderOf(suiteChart);
    const filtered = async (filter: string): Promise<string[]> =>
      tests((await folder.json(['charts/web', '--filter', filter])).result);
    expect(await filtered('leads to*')).toEqual(['service/leads to http: passed']);
    expect(await filtered('deployment/has t*')).toEqual([
      'deployment/has two replicas: passed',
      'deployment/has three: failed',
    ]);
    const kept = await folder.json(['charts/web', '--filter', 'web/has three']);
    expect(kept.result.findings.map((one) => one.case)).toEqual(['has three', 'has three']);
    const shards = await Promise.all(
      [1, 2, 3].map(
        async (part) => await folder.json(['charts/web', '--shard', `${part}/3`]).catch(() => null),
      ),
    );
    const whole = await folder.json(['charts/web']);
    expect(shards.flatMap((each) => (each === null ? [] : tests(each.result))).toSorted()).toEqual(
      tests(whole.result).toSorted(),
    );
    const nothing = await folder.run(['check', 'charts/web', '--filter', 'no such thing']);
    expect(nothing.exitCode).toBe(2);
    expect(nothing.stderr).toContain('no case fits --filter or --shard');
  });
});

describe.concurrent('how they are judged', () => {
  test('--compat: what helm-unittest lets pass passes; what fails there fails', async () => {
    const { result } = await folderOf(suiteChart).json(['charts/web', '--compat']);
    expect(tests(result)).toContain('deployment/has no pause: passed');
    expect(rules(result)).toEqual(['suite/failed', 'suite/failed', 'suite/failed']);
    expect(result.suites[0]?.kubeVersion).toBeNull();
  });

  test('a file with an error in it: none of its tests runs, all of its errors are told, other files run', async () => {
    const folder = folderOf({
      ...goodChart,
      'charts/web/tests/slip_test.yaml': `suite: slips
templates: [templates/deploymnt.yaml]
tests:
  - it: one
    sett: {replicas: 3}
    asserts:
      - matchRegex: {path: metadata.name, pattern: '(?!x)'}
`,
      'charts/web/tests/empty_test.yaml': 'suite: empty\n',
      'charts/web/tests/broken_test.yaml': 'suite: [\n',
    });
    const { result, exitCode } = await folder.json(['charts/web']);
    expect(exitCode).toBe(5);
    expect(tests(result)).toEqual(['service/is a Service: passed', 'service/leads to http: passed']);
    const found = result.findings.map(({ rule, source }) => `${source?.file.split('/').at(-1)} ${rule}`);
    expect(new Set(found)).toEqual(
      new Set([
        'broken_test.yaml suite/unreadable',
        'empty_test.yaml suite/unreadable',
        'slip_test.yaml suite/unknown-key',
        'slip_test.yaml suite/pattern',
        'slip_test.yaml suite/unknown-template',
      ]),
    );
  });

  test('--kube-version: in each of them', async () => {
    const folder = folderOf({
      ...webChart,
      'charts/web/templates/version.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: version}\ndata: {version: {{ .Capabilities.KubeVersion.Version }}}\n',
      'charts/web/tests/version_test.yaml': versionSuite,
    });
    const usual = await folder.json(['charts/web']);
    expect(usual.result.suites).toMatchObject([{ kubeVersion: '1.33', tests: [{ outcome: 'passed' }] }]);
    const several = await folder.json(['charts/web', '--kube-version', '1.32', '--kube-version', '1.33']);
    expect(several.result.suites).toMatchObject([
      { kubeVersion: '1.32', tests: [{ outcome: 'failed' }] },
      { kubeVersion: '1.33', tests: [{ outcome: 'passed' }] },
    ]);
  });

  test('--suite-values: below those of the suites', async () => {
    const folder = folderOf({
      ...webChart,
      'three.yaml': 'replicas: 3\nimage: ghcr.io/example/other:1\n',
      'charts/web/tests/values_test.yaml': `suite: values
templates: [templates/deployment.yaml]
tests:
  - it: takes what is given
    set: {image: 'ghcr.io/example/web:2'}
    asserts:
      - equal: {path: spec.replicas, value: 3}
      - equal: {path: 'spec.template.spec.containers[0].image', value: 'ghcr.io/example/web:2'}
`,
    });
    expect((await folder.json(['charts/web'])).exitCode).toBe(5);
    expect((await folder.json(['charts/web', '--suite-values', 'three.yaml'])).exitCode).toBe(0);
    const missing = await folder.json(['charts/web', '--suite-values', 'four.yaml']);
    expect(missing.exitCode).toBe(5);
    expect(missing.result.findings[0]?.message).toContain('four.yaml');
  });

  test('--skip-schema-validation', async () => {
    const folder = folderOf({
      ...webChart,
      'charts/web/values.schema.json': '{"properties": {"replicas": {"type": "integer", "maximum": 5}}}',
      ...suite('charts/web/tests/a_test.yaml', 'a'),
      'charts/web/tests/many_test.yaml':
        'suite: many\ntemplates: [templates/deployment.yaml]\ntests:\n  - it: has nine\n    set: {replicas: 9}\n    asserts: [{equal: {path: spec.replicas, value: 9}}]\n',
    });
    expect((await folder.json(['charts/web'])).result.findings[0]?.message).toMatch(/replicas/);
    expect((await folder.json(['charts/web', '--skip-schema-validation'])).exitCode).toBe(0);
  });

  test('a program that a suite names runs only with --allow-post-renderer', async () => {
    const folder = folderOf({
      ...webChart,
      'charts/web/tests/post_test.yaml': `suite: post
templates: [templates/service.yaml]
postRenderer: {cmd: sed, args: ['s/targetPort: http/targetPort: web/']}
tests:
  - it: leads to web
    asserts: [{equal: {path: 'spec.ports[0].targetPort', value: web}}]
`,
    });
    const refused = await folder.json(['charts/web']);
    expect(rules(refused.result)).toEqual(['suite/post-renderer']);
    const allowed = await folder.json(['charts/web', '--allow-post-renderer']);
    expect(tests(allowed.result)).toEqual(['post/leads to web: passed']);
  });

  test('a chart that refuses its defaults is judged by its suites, if any of them passes', async () => {
    const chart = {
      ...webChart,
      'charts/web/templates/wanted.yaml': '{{ required "owner is required" .Values.owner }}\n',
    };
    const wanting = suite('charts/web/tests/a_test.yaml', 'a', '    set: {owner: us}\n');
    const judged = await folderOf({ ...chart, ...wanting }).json(['charts/web']);
    expect(judged.exitCode).toBe(0);
    expect(judged.result.findings).toMatchObject([
      { rule: 'case/failed', severity: 'notice', case: 'defaults' },
    ]);
    expect(judged.result.findings[0]?.hint).toContain('Its suites give it what it wants');

    const alone = await folderOf(chart).json(['charts/web']);
    expect(alone.exitCode).toBe(5);
    expect(alone.result.findings).toMatchObject([{ rule: 'case/failed', severity: 'error' }]);
  });

  test('waivers are for cases: a suite that fails goes on failing', async () => {
    const folder = folderOf({
      ...suiteChart,
      'contract.yaml':
        'chart: ./charts/web\ncases: {plain: {}}\nwaivers: [{rule: suite/*, reason: for now, until: 2099-12-31}]\n',
    });
    const { result } = await folder.json(['contract.yaml']);
    expect(result.findings.filter(({ waiver }) => waiver !== null)).toEqual([]);
    expect(rules(result)).toContain('waiver/unused');
  });
});

describe.concurrent('without our renderer', () => {
  test('suites are not taken for passed: it says what is missing and how to go on', async () => {
    const folder = folderOf(goodChart);
    const ran = await folder.run(['check', 'charts/web', '--engine', 'helm']);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(
      /helm template \(Helm .*\) cannot run the helm-unittest suites of .*tests\/service_test\.yaml/,
    );
    expect(ran.stderr).toContain('npm run toolchain');
    expect((await folder.run(['check', 'charts/web', '--engine', 'helm', '--no-suites'])).exitCode).toBe(0);
  });

  test('a chart without suites is checked, and --verify-engine compares renders only', async () => {
    expect((await folderOf(webChart).run(['check', 'charts/web', '--engine', 'helm'])).exitCode).toBe(0);
    const both = await folderOf(goodChart).json(['charts/web', '--verify-engine']);
    expect({ exitCode: both.exitCode, suites: both.result.suites.length }).toEqual({
      exitCode: 0,
      suites: 1,
    });
  });
});

describe('templates that ask too much', () => {
  const endless = (loop: string): Checked =>
    folderOf({
      ...webChart,
      'charts/web/templates/endless.yaml': `{{- if .Values.endless }}${loop}{{ end }}\n`,
      'charts/web/tests/endless_test.yaml':
        'suite: endless\ntemplates: [templates/endless.yaml]\ntests:\n  - it: ends\n    set: {endless: true}\n    asserts: [{hasDocuments: {count: 0}}]\n',
      'charts/web/tests/service_test.yaml': goodSuite,
    });

  test('of time: the test fails, and the others are told', async () => {
    const folder = endless('{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}');
    const { result, exitCode } = await folder.json(['charts/web', '--timeout', '2']);
    expect(exitCode).toBe(5);
    expect(tests(result)).toContain('service/leads to http: passed');
    expect(result.findings).toMatchObject([{ rule: 'suite/error', case: 'ends' }]);
    expect(result.findings[0]?.message).toContain('did not end within 2 s');
  });

  test('of memory: nothing is known of the file, so that the check could not be made', async () => {
    const ran = await endless('{{ range until 1000000000 }}{{ . }}{{ end }}').run(['check', 'charts/web']);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('charts/web/tests/endless_test.yaml');
    expect(ran.stderr).toContain('the templates need too much memory');
  });
});
