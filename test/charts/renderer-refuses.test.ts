/** Small charts, one fault each: our renderer refuses them in the words of Helm, and knows the place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Renderer, RenderRequest } from '../../src/render/renderer.ts';
import { dependency, metadata, subchart, type Files } from './chart-samples.ts';
import { openEngine, openHelm, renderBoth, requestOf, writeChart } from './renderers.ts';

let engine: Renderer;
let helm: Renderer;
beforeAll(async () => {
  [engine, helm] = await Promise.all([openEngine(), openHelm()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), helm.close()]);
});

/** What both must refuse. */
const refused: readonly (readonly [
  name: string,
  files: Files,
  given: Partial<RenderRequest>,
  failure: { kind: string; message: string; template?: string | null; line?: number | null },
])[] = [
  [
    'fail',
    { 'templates/a.yaml': 'a: 1\n{{ fail "not like this" }}\n' },
    {},
    { kind: 'template', message: 'not like this', template: 'sample/templates/a.yaml', line: 2 },
  ],
  [
    'required in a helper',
    {
      'templates/_h.tpl': '\n{{ define "h" }}\n{{ required "give a name" .Values.name }}{{ end }}',
      'templates/a.yaml': 'a: {{ include "h" . }}\n',
    },
    {},
    { kind: 'template', message: 'give a name', template: 'sample/templates/_h.tpl', line: 3 },
  ],
  [
    'an error in nested helpers',
    {
      'templates/_h.tpl':
        '{{ define "outer" }}{{ include "inner" . }}{{ end }}\n{{ define "inner" }}{{ .Values.a.b.c }}{{ end }}',
      'templates/a.yaml': 'a: {{ include "outer" . }}\n',
    },
    {},
    { kind: 'template', message: 'nil pointer evaluating', template: 'sample/templates/_h.tpl', line: 2 },
  ],
  [
    'an error in tpl',
    { 'templates/a.yaml': 'a: 1\nb: {{ tpl "{{ fail \\"deep\\" }}" . }}\n' },
    {},
    { kind: 'template', message: 'deep', template: 'sample/templates/a.yaml', line: 2 },
  ],
  [
    'a template that does not parse',
    { 'templates/a.yaml': 'a: 1\n{{ if }}\n' },
    {},
    { kind: 'template', message: 'missing value for if', template: 'sample/templates/a.yaml', line: 2 },
  ],
  [
    'a function that is not there',
    { 'templates/a.yaml': '{{ env "HOME" }}' },
    {},
    { kind: 'template', message: 'function "env" not defined' },
  ],
  [
    'a helper that is not there',
    { 'templates/a.yaml': '{{ include "none" . }}' },
    {},
    { kind: 'template', message: 'no template "none"' },
  ],
  [
    'endless inclusion',
    { 'templates/a.yaml': '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}' },
    {},
    { kind: 'template', message: 'nested reference name: x' },
  ],
  [
    'text that is no YAML',
    { 'templates/a.yaml': 'a: 1\n b: [\n' },
    {},
    {
      kind: 'manifest',
      message: 'YAML parse error on sample/templates/a.yaml',
      template: 'sample/templates/a.yaml',
    },
  ],
  [
    'text that is no object',
    { 'templates/a.yaml': 'just text\n' },
    {},
    { kind: 'manifest', message: 'cannot unmarshal string', template: 'sample/templates/a.yaml' },
  ],
  [
    'a list',
    { 'templates/a.yaml': '- a\n- b\n' },
    {},
    { kind: 'manifest', message: 'cannot unmarshal array', template: 'sample/templates/a.yaml' },
  ],
  [
    'values against the schema',
    {
      'values.schema.json': '{"properties": {"n": {"type": "integer"}, "m": {"enum": ["a"]}}}',
      'templates/a.yaml': '',
    },
    { values: [{ n: 'x', m: 'b' }] },
    { kind: 'schema', message: "at '/n': got string, want integer" },
  ],
  [
    'values against the schema of a subchart',
    { ...subchart, 'charts/sub/values.schema.json': '{"required": ["size"]}' },
    {},
    { kind: 'schema', message: "sub:\n- at '': missing property 'size'" },
  ],
  [
    'a schema that is no schema',
    { 'values.schema.json': '{"type": 7}', 'templates/a.yaml': '' },
    {},
    { kind: 'schema', message: 'sample' },
  ],
  [
    'kubeVersion of the chart',
    { 'Chart.yaml': metadata('sample', 'kubeVersion: ">=1.40"\n') },
    {},
    { kind: 'version', message: 'chart requires kubeVersion: >=1.40' },
  ],
  [
    'a Kubernetes version that is none',
    {},
    { kubeVersion: 'newest' },
    { kind: 'version', message: 'newest' },
  ],
  ['a release name that is none', {}, { name: 'Not_a_name' }, { kind: 'values', message: 'Not_a_name' }],
  [
    '--set that does not parse',
    {},
    { set: ['a[x=1'] },
    { kind: 'values', message: 'failed parsing --set data' },
  ],
  [
    'text for a subchart',
    { ...subchart, 'Chart.yaml': dependency('') },
    { set: ['sub=text'] },
    { kind: 'values', message: 'type mismatch on sub' },
  ],
  [
    'a dependency that is missing',
    { 'Chart.yaml': dependency('') },
    {},
    { kind: 'chart', message: 'missing in charts/ directory: sub' },
  ],
  [
    'a library by itself',
    { 'Chart.yaml': metadata('sample', 'type: library\n') },
    {},
    { kind: 'chart', message: 'library charts are not installable' },
  ],
  ['Chart.yaml that is no YAML', { 'Chart.yaml': 'a: [' }, {}, { kind: 'chart', message: 'Chart.yaml' }],
  ['values.yaml that is no YAML', { 'values.yaml': 'a: [' }, {}, { kind: 'chart', message: 'values.yaml' }],
  [
    'Chart.yaml without a version',
    { 'Chart.yaml': 'apiVersion: v2\nname: sample\n' },
    {},
    { kind: 'chart', message: 'version' },
  ],
];

describe('refuses in the words of Helm:', () => {
  it.each(refused.map(([name, files, given, failure]) => ({ name, files, given, failure })))(
    '$name',
    async ({ files, given, failure: { message, ...place } }) => {
      const chart = await writeChart(files);
      const { outcome, differences } = await renderBoth(engine, helm, requestOf(chart, given));
      expect(differences).toEqual([]);
      const failure = outcome.ok ? null : outcome.failure;
      expect(failure?.message).toContain(message);
      expect(failure).toMatchObject(place);
    },
  );
});
