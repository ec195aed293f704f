/** No value of a Secret leaves the process through a suite, whatever its tests compare. */
import { expect, test } from 'vitest';
import { checkedFolder } from '../../setup/checked.ts';
import { found } from '../../setup/example-secrets.ts';

const canaries = {
  stringData: 'canary-of-string-data-0123456789',
  data: 'canary-of-data-0123456789',
  former: 'canary-of-another-day-9876543210',
  refused: 'canary-of-a-refused-value-0123456789',
  failed: 'canary-of-a-failed-template-0123456789',
} as const;

const encoded = (text: string): string => Buffer.from(text).toString('base64');

const files = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: leaky\nversion: 1.0.0\n',
  'chart/values.yaml': 'password: ""\nfails: false\n',
  'chart/values.schema.json': '{"properties": {"password": {"type": "string", "maxLength": 35}}}',
  'chart/templates/secret.yaml': `{{- if .Values.fails }}{{ fail (printf "%s is refused" .Values.password) }}{{ end }}
apiVersion: v1
kind: Secret
metadata: {name: leaky, labels: {app: leaky}}
stringData: {literal: ${canaries.stringData}, given: {{ .Values.password | quote }}}
data: {encoded: ${encoded(canaries.data)}}
`,
  'chart/templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: leaky}
data: {copy: ${canaries.stringData}, given: {{ .Values.password | quote }}}
`,
  'chart/tests/__snapshot__/leaky_test.yaml.snap': `is as it was:
  1: |
    apiVersion: v1
    data:
      encoded: ${encoded(canaries.former)}
    kind: Secret
    metadata:
      labels:
        app: other
      name: leaky
    stringData:
      literal: ${canaries.former}
`,
  'chart/tests/leaky_test.yaml': `suite: leaky
templates: [templates/secret.yaml]
tests:
  - it: is as it was
    asserts: [{matchSnapshot: {}}]
  - it: tells a value
    asserts:
      - equal: {path: stringData.literal, value: nothing}
      - equal: {path: data.encoded, value: nothing, decodeBase64: true}
      - matchRegex: {path: stringData.literal, pattern: '^x'}
      - contains: {path: data, content: {a: b}}
      - isSubset: {path: stringData, content: {literal: x}}
      - isNullOrEmpty: {path: stringData}
      - equal: {path: '', value: {}}
  - it: refuses
    set: {password: ${canaries.refused}}
    asserts: [{isKind: {of: Secret}}]
  - it: fails
    set: {password: ${canaries.failed.slice(0, 30)}, fails: true}
    asserts: [{failedTemplate: {errorMessage: otherwise}}]
---
suite: copies
templates: [templates/config.yaml, templates/secret.yaml]
tests:
  - it: tells a copy
    template: templates/config.yaml
    set: {password: ${canaries.failed.slice(0, 30)}}
    asserts:
      - equal: {path: data.copy, value: nothing}
      - equal: {path: data.given, value: nothing}
`,
};

const reports = { json: 'r.json', junit: 'r.xml', sarif: 'r.sarif', markdown: 'r.md' } as const;
const asked = Object.entries(reports).flatMap(([format, file]) => ['--report', `${format}=${file}`]);

test.each([[[]], [['--compat']]])('none in any report, with %j', async (mode) => {
  const folder = checkedFolder(files);
  const ran = await folder.run(['check', 'chart', ...mode, '--verbose', '--report', 'github', ...asked], {
    CI: 'true',
  });
  expect(ran.exitCode).toBe(5);
  const texts = [ran.stdout, ran.stderr, ...Object.values(reports).map((file) => folder.read(file))];
  const hidden = Object.values(canaries).flatMap((canary) => {
    const part = canary.slice(0, 30);
    return [part, encoded(part).slice(0, 38)];
  });
  for (const text of texts) expect(found(hidden, text)).toEqual([]);
  // All of it was tried, and what may be told is told.
  for (const name of ['is as it was', 'tells a value', 'refuses', 'fails', 'tells a copy'])
    expect(ran.stdout).toContain(`leaky/${name}\n`);
  expect(ran.stdout).toMatch(/-\s+app: other\n\s+\+\s+app: leaky/);
  expect(ran.stdout).toContain('(secret)');
  folder.remove();
});
