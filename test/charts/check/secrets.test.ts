/** No value of a Secret leaves the process, whatever the chart, Helm and the rules make of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/contract/finding.ts';
import { checkedFolder, type Checked } from '../../setup/checked.ts';
import { found } from '../../setup/example-secrets.ts';
import type { Ran } from '../../setup/stack-copy.ts';

const canaries = {
  key: 'Canary-Key_0123456789abcdef!/+%"q',
  password: 'canary-password-in-a-url-0123456789',
  token: 'CANARY_TOKEN_0123456789',
  stringData: 'canary-of-string-data-0123456789',
  data: 'canary-of-data-0123456789',
  registry: 'canary-of-a-registry-0123456789',
  pem: 'CanaryOfAPrivateKeyLine0123456789',
  set: 'CANARY_SET_0123456789',
  variable: 'canary-of-a-variable-0123456789',
  long: `canary-that-is-cut-${'0123456789'.repeat(30)}`,
} as const;

const json = (data: unknown): string => JSON.stringify(data);

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: leaky\nversion: 1.0.0\n',
  'chart/values.yaml': `mode: plain\nsecretKey: ''\ntoken: ''\ndatabase: {url: ''}\nenv: []\nlong: {password: ''}\n`,
  'chart/values.schema.json': json({
    type: 'object',
    properties: {
      token: { type: 'string', pattern: '^[a-z]*$' },
      secretKey: { type: 'string', maxLength: 300 },
    },
  }),
  'chart/templates/all.yaml': `
{{- $key := .Values.secretKey }}
{{- if eq .Values.mode "fail" }}{{ fail (printf "key %q and %s are refused, %s" $key .Values.database.url .Values.long.password) }}{{ end }}
{{- if eq .Values.mode "date" }}{{ mustToDate "2006" $key }}{{ end }}
{{- if eq .Values.mode "tpl" }}{{ tpl (printf "{{ %s" $key) . }}{{ end }}
{{- if eq .Values.mode "include" }}{{ include $key . }}{{ end }}
{{- if eq .Values.mode "base64" }}{{ fail (b64enc $key) }}{{ end }}
{{- if eq .Values.mode "variable" }}{{ fail (index .Values.env 0).value }}{{ end }}
{{- if eq .Values.mode "manifest" }}
a: {{ $key }}: {{ $key }}
{{- end }}
{{- if eq .Values.mode "plain" }}
apiVersion: v1
kind: Secret
metadata: {name: leaky}
type: Opaque
stringData:
  key: {{ $key | quote }}
  literal: ${canaries.stringData}
  url: {{ .Values.database.url | quote }}
  number: 12
data:
  encoded: ${Buffer.from(canaries.data).toString('base64')}
  wrong: "!${canaries.data}"
---
apiVersion: v1
kind: Secret
metadata: {name: registry}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: ${Buffer.from(json({ auths: { r: { username: 'robot', password: canaries.registry } } })).toString('base64')}
---
apiVersion: v1
kind: Secret
metadata: {name: pem}
stringData:
  tls.key: |
    -----BEGIN PRIVATE KEY-----
    ${canaries.pem}
    -----END PRIVATE KEY-----
---
apiVersion: v1
kind: ConfigMap
metadata: {name: leaky}
data: {password: {{ $key | quote }}, url: {{ .Values.database.url | quote }}, pem: "-----BEGIN PRIVATE KEY----- ${canaries.pem}"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: leaky, labels: {key: {{ $key | quote }}, long: {{ .Values.long.password | quote }}}}
spec:
  selector: {matchLabels: {key: {{ $key | quote }}}}
  template:
    metadata: {labels: {app: leaky}}
    spec:
      containers:
        - name: main
          image: {{ $key | quote }}
          imagePullPolicy: {{ $key | quote }}
          env:
            - {name: PASSWORD, value: {{ $key | quote }}}
            - {name: LITERAL_TOKEN, value: ${canaries.variable}}
            - {name: URL, value: {{ .Values.database.url | quote }}}
            - {name: REGISTRY, value: ${canaries.registry}}
            {{- with .Values.env }}{{ toYaml . | nindent 12 }}{{ end }}
          volumeMounts: [{name: {{ $key | quote }}, mountPath: /x}]
          envFrom: [{secretRef: {name: {{ $key | quote }}}}, {configMapRef: {name: ${canaries.registry}}}]
{{- end }}
`,
};

const contract = `chart: ./chart
packs: [hardening, sf2loki, leoflow, ksml-application, ksml-provisioner, logstream-worker-group]
values:
  secretKey: ${json(canaries.key)}
  database: {url: 'postgres://user:${canaries.password}@db.example.com/app'}
  env: [{name: API_TOKEN, value: ${canaries.variable}}]
  long: {password: ${canaries.long}}
cases:
  plain: {}
  fail: {values: {mode: fail}}
  fail-otherwise: {values: {mode: fail}, fails: of another reason}
  date: {values: {mode: date}}
  tpl: {values: {mode: tpl}}
  include: {values: {mode: include}}
  base64: {values: {mode: base64}}
  variable: {values: {mode: variable}}
  manifest: {values: {mode: manifest}}
  schema: {values: {token: ${canaries.token}}}
  set: {set: ['token=${canaries.set}']}
rules:
  - id: tells-secrets
    on: kind == "Secret" && metadata.name == "leaky"
    assert: "false"
    messageExpression: object.stringData.literal + string(base64.decode(object.data.encoded)) + object.stringData.url
    cases: [plain]
  - id: tells-values
    assert: "false"
    messageExpression: values.secretKey + values.database.url + values.env[0].value + values.long.password
    cases: [plain]
  - {id: converts, on: kind == "Secret", assert: int(values.secretKey) == 3, cases: [plain]}
snapshots: [{on: 'kind in ["Secret", "Deployment"]', cases: [plain]}]
`;

const reports = ['r.json', 'r.junit', 'r.sarif', 'r.md'];
const asked = reports.flatMap((file) => ['--report', `${formatOf(file)}=${file}`]);

function formatOf(file: string): string {
  const ending = file.slice(2);
  return ending === 'md' ? 'markdown' : ending;
}

let folder: Checked;
let runs: readonly Ran[];
let result: CheckResult;
beforeAll(async () => {
  folder = checkedFolder({ ...chart, 'contract.yaml': contract });
  // So that there is a difference to be told.
  await folder.run(['check', 'contract.yaml', '--update', '--filter', 'plain']);
  folder.write({
    'chart/templates/all.yaml': chart['chart/templates/all.yaml'].replaceAll(
      'mountPath: /x',
      'mountPath: /y',
    ),
    '__snapshots__/contract.yaml': folder.read('__snapshots__/contract.yaml'),
  });
  runs = await Promise.all([
    folder.run(['check', 'contract.yaml', '--verbose', '--coverage', ...asked, '--report', 'github']),
    folder.run(['check', 'contract.yaml', '--json', '--engine', 'helm']),
  ]);
  result = JSON.parse(readFileSync(join(folder.directory, 'r.json'), 'utf8')) as CheckResult;
});
afterAll(() => folder.remove());

test('every way in which a secret could be told was tried', () => {
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([5, 5]);
  const rules = new Set(result.findings.map(({ rule }) => rule));
  for (const rule of [
    'case/failed',
    'case/other-failure',
    'tells-secrets',
    'tells-values',
    'rule/error',
    'snapshot/changed',
    'schema/value',
    'name/label',
    'reference/secret',
    'reference/volume',
    'selector/workload',
    'hardening/image-pinned',
    'hardening/secret-in-config',
    'hardening/secret-in-env',
  ])
    expect(rules).toContain(rule);
  const failed = result.cases.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
  expect(failed).toEqual([
    'fail',
    'fail-otherwise',
    'date',
    'tpl',
    'include',
    'base64',
    'variable',
    'manifest',
    'schema',
    'set',
  ]);
});

test('messages still say what happened', () => {
  const messages = result.findings.map(({ message }) => message).join('\n');
  expect(messages).toContain('key "(secret)" and postgres://user:(secret)@db.example.com/app are refused');
  expect(messages).toContain("at '/token': '(secret)' does not match pattern");
  expect(messages).toContain('there is no Secret default/(secret)');
});

test.each(['stdout', 'stderr'] as const)('none on %s', (stream) => {
  for (const ran of runs) expect(found(Object.values(canaries), ran[stream])).toEqual([]);
});

test.each([...reports, '__snapshots__/contract.yaml'])('none in %s', (file) => {
  const text = folder.read(file);
  expect(text.length).toBeGreaterThan(100);
  const hidden = file.startsWith('__')
    ? [canaries.stringData, canaries.data, canaries.pem]
    : Object.values(canaries);
  expect(found(hidden, text)).toEqual([]);
});

test('the start of one that was cut is none either', () => {
  const all = [
    ...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]),
    ...reports.map((file) => folder.read(file)),
  ];
  for (const text of all) expect(text).not.toContain('canary-that-is-cut');
});
