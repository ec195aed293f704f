/** Contract files, end to end: cases, rules, waivers, packs, coverage, and what a stack's own contracts see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult, Finding } from '../../../src/contract/finding.ts';
import { checkedFolder, placeOf, type Checked } from '../../setup/checked.ts';
import type { Ran } from '../../setup/stack-copy.ts';
import { webChart, webContract } from './web-chart.ts';

type Result = Ran & { readonly result: CheckResult };

const contract = `chart: ../charts/web
kubeVersions: ['1.31', '1.33']
values: {image: 'ghcr.io/example/web:2.0.0'}
packs: [hardening]
cases:
  minimal: {}
  ha: {inherits: minimal, values: {replicas: 3}, upgrade: true, kubeVersions: ['1.32']}
  short-key: {values: {secretKey: short}, fails: '32'}
  no-host: {values: {ingress: {enabled: true}}, fails: {pattern: 'ingress\\.host is \\w+'}}
  renders: {fails: never}
  fails: {values: {secretKey: short}}
  fails-otherwise: {values: {secretKey: short}, fails: too long}
  old: {kubeVersions: ['1.26'], fails: kubeVersion}
  config:
    values: {configFrom: web-config}
    external: [{kind: ConfigMap, namespace: default, name: web-config, keys: [a]}]
  unresolved: {values: {configFrom: web-konfig}}
  grid:
    inherits: ha
    matrix:
      tls: {on: {grid: {tls: true}}, off: {}}
      cache: {big: {grid: {cache: true}}, none: {}}
    exclude: [{tls: 'off', cache: big}]
rules:
  - id: three-replicas
    on: kind == "Deployment"
    assert: spec.replicas >= 3
    message: Fewer than three replicas
    hint: Set replicas.
    cases: [minimal, ha, grid]
  - {id: only-noticed, on: kind == "Service", assert: "false", severity: notice, cases: [minimal]}
  - id: cannot-tell
    on: kind == "Deployment"
    assert: spec.nothing.there == 1
    cases: [ha]
  - {id: of-nothing, on: kind == "StatefulSet", assert: spec.replicas > 0, cases: [ha]}
  - {id: of-nothing-on-purpose, on: kind == "StatefulSet", assert: spec.replicas > 0, optional: true}
  - {id: whole-case, assert: objects.size() == 2 && values.replicas == 3, cases: [ha]}
waivers:
  - {rule: hardening/*, reason: a sample chart, until: 2099-12-31}
  - {rule: three-replicas, object: Deployment/web, case: minimal, reason: one is enough, until: 2020-01-31}
  - {rule: KP-1, reason: of another system, until: 2099-12-31}
coverage: {templates: 100, branches: 100, values: 50}
`;

describe('a contract over a chart', () => {
  let folder: Checked;
  let ours: Result;
  let helm: Result;
  beforeAll(async () => {
    folder = checkedFolder({ ...webChart, 'contracts/web.yaml': contract });
    [ours, helm] = await Promise.all([
      folder.json(['contracts/web.yaml', '--engine', 'renderer']),
      folder.json(['contracts/web.yaml', '--engine', 'helm']),
    ]);
  });
  afterAll(() => folder.remove());

  const found = (rule: string, name: string | null = null): Finding[] =>
    ours.result.findings.filter((one) => one.rule === rule && (name === null || one.case === name));

  /** In the contract file. */
  const at = (text: string, offset = 0): Finding['source'] => {
    const { line, column } = placeOf(contract, text);
    return { file: 'contracts/web.yaml', line, column: column + offset };
  };

  test('every case is rendered for every version that it is asked for', () => {
    const cases = ours.result.cases.map(({ name, kubeVersion }) => `${name} ${kubeVersion}`);
    expect(cases).toEqual([
      'minimal 1.31',
      'minimal 1.33',
      'ha 1.32',
      'short-key 1.31',
      'short-key 1.33',
      'no-host 1.31',
      'no-host 1.33',
      'renders 1.31',
      'renders 1.33',
      'fails 1.31',
      'fails 1.33',
      'fails-otherwise 1.31',
      'fails-otherwise 1.33',
      'old 1.26',
      'config 1.31',
      'config 1.33',
      'unresolved 1.31',
      'unresolved 1.33',
      'grid [tls=on, cache=big] 1.32',
      'grid [tls=on, cache=none] 1.32',
      'grid [tls=off, cache=none] 1.32',
    ]);
    expect(ours.exitCode).toBe(5);
  });

  test('cases end as they should, or are found at their names', () => {
    expect(found('case/rendered')).toMatchObject([{ case: 'renders', source: at('renders: {') }]);
    expect(found('case/failed')).toMatchObject([
      {
        case: 'fails',
        source: at('fails: {values: {secretKey: short}}'),
        template: 'web/templates/deployment.yaml:2',
        message: expect.stringContaining('secretKey has 5 characters, and takes 32'),
        alsoIn: ['web/fails (1.33)'],
      },
    ]);
    expect(found('case/other-failure')).toMatchObject([
      { case: 'fails-otherwise', source: at('fails-otherwise: {') },
    ]);
  });

  test('a rule that does not hold is found at its id, with its own words', () => {
    expect(found('three-replicas')).toMatchObject([
      {
        case: 'minimal',
        severity: 'error',
        message: 'Fewer than three replicas',
        hint: 'Set replicas.',
        object: { kind: 'Deployment', name: 'web', namespace: 'default' },
        template: 'web/templates/deployment.yaml',
        source: at('three-replicas\n'),
      },
    ]);
    expect(found('only-noticed')).toMatchObject([{ severity: 'notice' }]);
    expect(found('whole-case')).toEqual([]);
  });

  test('a rule that says nothing is found: it cannot be evaluated, or selects nothing', () => {
    expect(found('rule/error')).toMatchObject([
      { case: 'ha', source: at('spec.nothing.there'), message: expect.stringContaining('cannot-tell') },
    ]);
    expect(found('rule/no-match')).toMatchObject([
      {
        case: 'ha',
        message: expect.stringContaining('of-nothing:'),
        source: { line: at('of-nothing,')?.line },
      },
    ]);
  });

  test('references are resolved with `external`, and not without', () => {
    expect(found('reference/config-map')).toMatchObject([
      { case: 'unresolved', source: at('unresolved: {'), message: expect.stringContaining('web-konfig') },
    ]);
  });

  test('waivers hold, are over, or are for nothing', () => {
    const hardening = ours.result.findings.filter(({ rule }) => rule.startsWith('hardening/'));
    expect(hardening.length).toBeGreaterThan(3);
    for (const { waiver } of hardening)
      expect(waiver).toEqual({ reason: 'a sample chart', until: '2099-12-31' });
    expect(found('waiver/expired')).toMatchObject([
      {
        severity: 'error',
        source: at('{rule: three-replicas'),
        message: expect.stringContaining('2020-01-31'),
      },
    ]);
    expect(found('waiver/unused')).toMatchObject([{ severity: 'warning', source: at('{rule: KP-1') }]);
  });

  test('the findings of a case are counted without waived ones', () => {
    const counts = Object.fromEntries(
      ours.result.cases.map((one) => [`${one.name} ${one.kubeVersion}`, one.findings]),
    );
    expect(counts).toMatchObject({ 'config 1.33': 0, 'unresolved 1.33': 1, 'ha 1.32': 2, 'renders 1.31': 1 });
  });

  test('what no case reaches is found at the threshold', () => {
    expect(found('coverage/below-threshold')).toMatchObject([
      {
        source: at('templates: 100', 11),
        message: expect.stringContaining(
          'not reached: web/templates/ingress.yaml, web/templates/secret.yaml',
        ),
      },
      {
        source: at('branches: 100', 10),
        message: expect.stringContaining('web/templates/secret.yaml:1 {{ with .Values.secretKey }}'),
      },
    ]);
  });

  test('helm template finds the same, and says what it cannot tell', () => {
    const isOfBranches = ({ message }: Finding): boolean => message.includes('of the branches');
    expect(helm.result.findings).toEqual(ours.result.findings.filter((one) => !isOfBranches(one)));
    expect(ours.result.unjudged).toEqual([]);
    expect(helm.result.unjudged).toContainEqual(
      expect.objectContaining({ rule: 'coverage/below-threshold', release: 'web' }),
    );
  });
});

test('a waiver for one case leaves the same finding of the others open', async () => {
  const text = `chart: ./charts/web
cases: {one: {}, two: {}}
rules:
  - {id: never, on: kind == "Service", assert: "false"}
waivers:
  - {rule: never, case: one, reason: it may, until: 2099-12-31}
`;
  const folder = checkedFolder({ ...webChart, 'contract.yaml': text });
  const { result, exitCode } = await folder.json(['contract.yaml']);
  folder.remove();
  expect(result.findings.map(({ case: name, waiver }) => [name, waiver?.reason])).toEqual([
    ['one', 'it may'],
    ['two', undefined],
  ]);
  expect(exitCode).toBe(5);
});

test('packs are switched on and off; objects of `crds` are validated', async () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: gadgets, singular: gadget, kind: Gadget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, required: [size], properties: {size: {type: integer}}}}
`;
  const gadget = `apiVersion: example.com/v1
kind: Gadget
metadata: {name: one}
spec: {size: large}
`;
  const cases = 'cases: {plain: {values: {replicsa: 3}}}\n';
  const folder = checkedFolder({
    ...webChart,
    'charts/web/templates/gadget.yaml': gadget,
    'crds/gadgets.yaml': crd,
    'with.yaml': `chart: ./charts/web\ncrds: [crds/*.yaml]\npacks: [sf2loki]\n${cases}`,
    'without.yaml': `chart: ./charts/web\nwithout: [kubernetes, references, values]\n${cases}`,
  });
  const [on, off] = await Promise.all([folder.json(['with.yaml']), folder.json(['without.yaml'])]);
  folder.remove();
  const rules = ({ result }: Result): string[] => result.findings.map(({ rule }) => rule);
  expect(rules(on)).toEqual(expect.arrayContaining(['schema/type', 'values/unknown-key']));
  expect(on.result.findings.find(({ rule }) => rule === 'schema/type')).toMatchObject({
    object: { apiVersion: 'example.com/v1', kind: 'Gadget', name: 'one' },
    path: ['spec', 'size'],
  });
  expect(on.result.findings.find(({ rule }) => rule === 'values/unknown-key')).toMatchObject({
    source: { file: 'with.yaml', line: 4, column: 36 },
    hint: expect.stringContaining('replicas'),
  });
  expect(rules(on).some((rule) => /^(SF-|sf2loki\/)/.test(rule))).toBe(true);
  expect(off).toMatchObject({ exitCode: 0, result: { findings: [] } });
});

describe('snapshots', () => {
  let folder: Checked;
  beforeAll(() => {
    const text = `${webContract}  more: {values: {replicas: 3}}\nsnapshots: [{on: kind == "Deployment"}, {on: kind == "Secret", cases: [keyed]}]\n`;
    folder = checkedFolder({
      ...webChart,
      'contract.yaml': text.replace('  more', `  keyed: {values: {secretKey: ${'k'.repeat(32)}}}\n  more`),
    });
  });
  afterAll(() => folder.remove());

  const rulesOf = ({ result, exitCode }: Result): string[] => [
    `exit ${exitCode}`,
    ...result.findings.map(({ rule, severity, case: name }) => `${severity} ${rule} ${name}`),
  ];

  test('a missing one is a warning here, and an error in CI', async () => {
    const names = ['keyed', 'keyed', 'more', 'plain'];
    expect(rulesOf(await folder.json(['contract.yaml']))).toEqual([
      'exit 0',
      ...names.map((name) => `warning snapshot/missing ${name}`),
    ]);
    expect(rulesOf(await folder.json(['contract.yaml'], { CI: 'true' }))).toEqual([
      'exit 5',
      ...names.map((name) => `error snapshot/missing ${name}`),
    ]);
    expect(folder.files().filter((file) => file.includes('__snapshots__'))).toEqual([]);
  });

  test('--update writes them, without what Secrets hold; then nothing is missing in CI', async () => {
    expect(rulesOf(await folder.json(['contract.yaml', '--update']))).toEqual(['exit 0']);
    const kept = folder.read('__snapshots__/contract.yaml');
    expect(kept).toContain('key: (secret)');
    expect(kept).not.toContain('kkkkkk');
    expect(rulesOf(await folder.json(['contract.yaml'], { CI: 'true' }))).toEqual(['exit 0']);
  });

  test('a change is an error with the difference, and a case that is gone a warning', async () => {
    folder.write({
      'contract.yaml': folder
        .read('contract.yaml')
        .replace('plain: {}', 'plain: {values: {replicas: 7}}')
        .replace(/ {2}more: .*\n/, ''),
    });
    const ran = await folder.json(['contract.yaml']);
    expect(rulesOf(ran).toSorted()).toEqual([
      'error snapshot/changed plain',
      'exit 5',
      'warning snapshot/obsolete null',
    ]);
    const changed = ran.result.findings.find(({ rule }) => rule === 'snapshot/changed');
    expect(changed?.message).toContain('-  replicas: 2\n+  replicas: 7');
    expect(changed?.source).toMatchObject({ file: '__snapshots__/contract.yaml' });
  });

  test('--update with a filter keeps those of cases that were not run', async () => {
    await folder.json(['contract.yaml', '--update', '--filter', 'plain']);
    const ran = await folder.json(['contract.yaml']);
    expect(rulesOf(ran)).toEqual(['exit 0', 'warning snapshot/obsolete null']);
  });
});

describe('the contracts of a stack', () => {
  const stackFile = (contracts: string): string => `apiVersion: k8s-deploy/v1
name: shop
cluster: {identifier: here, kubeVersion: '1.32'}
releases:
  front:
    chart: {ref: ./charts/web}
    namespace: shop
    values: {replicas: 4}
namespaces: {shop: {}}
contracts: ${contracts}
stacks:
  dev: {}
  prod: {releases: {front: {values: {replicas: 5}}}}
`;
  const contracts = {
    'contracts/front.yaml': `release: front
cases:
  as-it-is: {}
  hosted: {values: {ingress: {enabled: true, host: front.example.com}}}
rules:
  - {id: four, on: kind == "Deployment", assert: spec.replicas == 4 && metadata.namespace == null}
coverage: {branches: 100}
`,
    'contracts/web.yaml': webContract.replace('./', '../'),
  };

  test('are laid over what every stack gives', async () => {
    const folder = checkedFolder({
      ...webChart,
      ...contracts,
      'deploy.yaml': stackFile("['contracts/*.yaml']"),
    });
    const [all, one, ...shards] = await Promise.all([
      folder.json([]),
      folder.json(['--stack', 'prod']),
      folder.json(['--shard', '1/2']),
      folder.json(['--shard', '2/2']),
    ]);
    folder.remove();
    const names = (ran: Result): string[] =>
      ran.result.cases.map((each) => `${each.stack}: ${each.release}/${each.name}`);
    expect(names(all)).toEqual([
      'dev: front/install',
      'dev: front/upgrade',
      'prod: front/install',
      'prod: front/upgrade',
      'dev: front/as-it-is',
      'dev: front/hosted',
      'prod: front/as-it-is',
      'prod: front/hosted',
      'null: web/plain',
    ]);
    expect(names(one)).toEqual([
      'prod: front/install',
      'prod: front/upgrade',
      'prod: front/as-it-is',
      'prod: front/hosted',
      'null: web/plain',
    ]);
    expect(shards.flatMap(names).toSorted()).toEqual(names(all).toSorted());
    expect(all.result.cases.slice(0, -1).every(({ kubeVersion }) => kubeVersion === '1.32')).toBe(true);
    // The chart sets no namespace, so that the rule cannot read one.
    expect(all.result.findings.map(({ rule }) => rule)).toContain('rule/error');
    // Coverage is of the chart, whatever its releases are called.
    expect(all.result.findings.filter(({ rule }) => rule === 'coverage/below-threshold')).toMatchObject([
      { release: 'front', source: { file: 'contracts/front.yaml', line: 7 } },
    ]);
  });

  test('a pattern that matches nothing is an error at its place', async () => {
    const folder = checkedFolder({ ...webChart, 'deploy.yaml': stackFile("['contract/*.yaml']") });
    const ran = await folder.run(['check']);
    folder.remove();
    expect(ran.stderr).toContain('deploy.yaml:10:13 contracts[0]: no file matches "contract/*.yaml"');
    expect(ran.exitCode).toBe(2);
  });
});

test('a chart by itself, its Chart.yaml, and a contract in the folder that -C names', async () => {
  const inside = Object.entries(webChart).map(([file, text]) => [`inside/${file}`, text]);
  const folder = checkedFolder({ ...Object.fromEntries(inside), 'inside/contract.yaml': webContract });
  const runs = await Promise.all([
    folder.json(['./inside/charts/web']),
    folder.json(['inside/charts/web/Chart.yaml']),
    folder.json(['contract.yaml', '-C', 'inside']),
    folder.json(['inside/contract.yaml', '-C', 'inside']),
  ]);
  folder.remove();
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const cases = runs.map(({ result }) => result.cases.map(({ name, source }) => `${name} ${source?.file}`));
  const defaults = ['defaults inside/charts/web/values.yaml'];
  const plain = ['plain inside/contract.yaml'];
  expect(cases).toEqual([defaults, defaults, plain, plain]);
});
