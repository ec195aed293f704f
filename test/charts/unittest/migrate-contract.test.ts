/** `migrate --contract`: what a suite becomes passes where the suite passes, and fails where it fails. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import { shopChart, suiteFile } from './shop-chart.ts';

interface Contract {
  readonly cases: Readonly<Record<string, { readonly fails?: unknown; readonly values?: unknown }>>;
  readonly rules: readonly { readonly id: string; readonly on?: string; readonly assert: string }[];
}

const contract = 'contracts/shop.yaml';

let folder: Checked;
let written: string;
let printed: string;
beforeAll(async () => {
  folder = checkedFolder(shopChart);
  // A snapshot is carried over only where there is one to compare with.
  await folder.run(['check', 'charts/shop', '--update']);
  const ran = await folder.run(['migrate', 'charts/shop', '--contract', contract]);
  expect(ran.stderr).toBe('');
  expect(ran.exitCode).toBe(0);
  printed = ran.stdout;
  written = folder.read(contract);
});
afterAll(() => folder.remove());

const read = (): Contract => parse(written) as Contract;

describe('the contract of a suite', () => {
  test('has a case for each set of inputs, and a rule for each assertion', () => {
    const { cases, rules } = read();
    expect(Object.keys(cases)).toEqual([
      'defaults',
      'takes-values-from-a-file-and-from-the-test',
      'keeps-the-user-in-a-secret',
      'wants-a-host-for-the-ingress',
      'has-the-host-in-the-ingress',
    ]);
    expect(cases['wants-a-host-for-the-ingress']?.fails).toEqual({
      pattern: ': ingress\\.host is required$',
    });
    expect(rules).toHaveLength(38);
  });

  test('knows which document an index means, also among several kinds', () => {
    const chosen = read().rules.flatMap(({ on = '' }) => (on.includes('account.yaml') ? on : []));
    const from = 'template == "shop/templates/account.yaml"';
    expect(chosen).toEqual([
      `${from} && kind == "ServiceAccount"`,
      `${from} && kind == "ConfigMap" && metadata.name == "release-name"`,
      `${from} && metadata.name == "release-name-more"`,
    ]);
  });

  test('keeps comments, and says where everything is from', () => {
    expect(written).toContain('# What everybody gets who sets nothing.');
    expect(written).toContain('# ../charts/shop/tests/shop_test.yaml:8\n');
  });

  test('has names that a cluster takes, and what is expected follows', () => {
    expect(written).toContain('assert: metadata.name == "release-name-shop"');
    expect(written).toContain('assert: metadata.name == "big-shop"');
    expect(written).toContain('assert: metadata.namespace == "big"');
    expect(written).toContain('{"name": "POD_NAMESPACE", "value": "namespace"}');
  });

  test('says what it has not carried over, in the file and in the output', () => {
    const lines = (shopChart[suiteFile] ?? '').split('\n');
    const line = lines.findIndex((text) => text.includes('matchSnapshot')) + 1;
    const left = `shop_test.yaml:${line} matchSnapshot spec: a contract keeps whole objects`;
    expect(written).toContain(`not carried over: ../charts/shop/tests/${left}`);
    expect(printed).toContain('Not carried over (1):');
    expect(printed).toContain('matchSnapshot spec of "takes values from a file, and from the test"');
  });

  test('passes where the suite passes, with its snapshot', async () => {
    const { exitCode, result } = await folder.json([contract], { CI: 'true' });
    expect(result.findings).toEqual([]);
    expect(exitCode).toBe(0);
    expect(result.cases).toHaveLength(5);
    expect(folder.files()).toContain('contracts/__snapshots__/shop.yaml');
  });

  test('is not overwritten unless that is asked for', async () => {
    const again = await folder.run(['migrate', 'charts/shop', '--contract', contract]);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('contracts/shop.yaml is there already');
    const forced = await folder.run(['migrate', 'charts/shop', '--contract', contract, '--force']);
    expect(forced.exitCode).toBe(0);
    expect(folder.read(contract)).toBe(written);
  });
});

const deployment = 'charts/shop/templates/deployment.yaml';
const services = 'charts/shop/templates/services.yaml';
const account = 'charts/shop/templates/account.yaml';
const ingress = 'charts/shop/templates/ingress.yaml';

/** What is changed in the chart. Whatever assertion then fails, its rule must. */
const mutations: readonly (readonly [what: string, file: string, from: string, to: string])[] = [
  ['another default', 'charts/shop/values.yaml', 'replicas: 2', 'replicas: 7'],
  ['fewer replicas', 'charts/shop/values.yaml', 'replicas: 2', 'replicas: 1'],
  ['a number that is a text', deployment, '{{ .Values.replicas }}', '{{ .Values.replicas | quote }}'],
  ['another name', deployment, '{{ .Release.Name }}-shop', '{{ .Release.Name }}-store'],
  ['no namespace', deployment, '  namespace: {{ .Release.Namespace }}\n', ''],
  ['another image', deployment, '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"', 'nginx:latest'],
  ['another proxy', deployment, 'ghcr.io/example/proxy:1.0', 'ghcr.io/example/proxy:latest'],
  ['no label', deployment, '    app.kubernetes.io/name: shop\n', ''],
  ['a field too many', deployment, '{{- if .Values.paused }}', '{{- if true }}'],
  ['another kind', deployment, 'kind: Deployment', 'kind: StatefulSet'],
  ['another version', deployment, 'apiVersion: apps/v1', 'apiVersion: apps/v1beta1'],
  ['a variable that has another value', deployment, '.Values.level | quote', '.Values.level | upper | quote'],
  [
    'a variable twice',
    deployment,
    '            - {name: LEVEL',
    '            - {name: POD_NAMESPACE, value: {{ .Release.Namespace }}}\n            - {name: LEVEL',
  ],
  [
    'a variable that must not be',
    deployment,
    '            - {name: LEVEL',
    "            - {name: DEBUG, value: '1'}\n            - {name: LEVEL",
  ],
  ['a container less', deployment, '        - name: proxy\n          image: ghcr.io/example/proxy:1.0\n', ''],
  ['a container that is called otherwise', deployment, '- name: shop\n', '- name: web\n'],
  ['no selector', deployment, '    matchLabels: {app: shop}', '    matchLabels: {tier: shop}'],
  ['a label that must not be', deployment, '    app: shop\n', '    app: other\n'],
  [
    'a second document',
    deployment,
    'apiVersion: apps/v1\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n---\napiVersion: apps/v1\n',
  ],
  ['another port', services, 'port: 8080', 'port: 8081'],
  ['services in another order', services, '{name: http, port: 80,', '{name: http, port: 81,'],
  ['a service less', services, '{{ .Release.Name }}-api', '{{ .Release.Name }}-web'],
  ['another second document', account, 'data: {first: a}', 'data: {first: c}'],
  ['another third document', account, 'data: {second: b}', 'data: {second: c}'],
  ['another user', 'charts/shop/templates/secret.yaml', '"shop" | b64enc', '"root" | b64enc'],
  [
    'a Secret that is gone',
    'charts/shop/templates/secret.yaml',
    '{{- if .Values.password }}',
    '{{- if false }}',
  ],
  ['an Ingress that nobody wants', ingress, '{{- if .Values.ingress.enabled }}', '{{- if true }}'],
  ['another message', ingress, 'ingress.host is required', 'ingress.host is required here'],
  [
    'no message',
    ingress,
    'required "ingress.host is required" .Values.ingress.host',
    'default "x" .Values.ingress.host',
  ],
  ['another host', ingress, '.Values.ingress.host }}', '.Values.ingress.host | upper }}'],
];

describe('what fails in the suite is found by the contract', () => {
  test.each(mutations)('%s', async (_, file, from, to) => {
    const before = folder.read(file);
    expect(before).toContain(from);
    const mutated = checkedFolder({
      ...Object.fromEntries(folder.files().map((name) => [name, folder.read(name)])),
      [file]: before.replace(from, () => to),
    });
    try {
      const { result } = await mutated.json([contract]);
      const open = result.findings;
      const failed = open.filter(
        ({ rule, source }) => rule.startsWith('suite/') && source?.file === suiteFile,
      );
      expect(failed.length).toBeGreaterThan(0);
      const ofContract = open.filter(({ source }) => source?.file === contract);
      const missed = failed.flatMap(({ source, rule, message }) => {
        const id = ruleAt(source?.line ?? 0);
        const isFound = ofContract.some(
          (one) => one.rule === id || one.message.startsWith(`${id ?? ''}: `) || one.rule.startsWith('case/'),
        );
        return isFound || id === null ? [] : [{ id, rule, message }];
      });
      expect(missed).toEqual([]);
      expect(ofContract.length).toBeGreaterThan(0);
    } finally {
      mutated.remove();
    }
  });
});

/** Of the assertion in this line of the suite; null: it is no rule, or one with another. */
function ruleAt(line: number): string | null {
  const [, id = null] =
    new RegExp(String.raw`shop_test\.yaml:${line}\n(?:\s*#.*\n)*\s*- id: (\S+)`).exec(written) ?? [];
  return id;
}
