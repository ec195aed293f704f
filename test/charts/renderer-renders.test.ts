/** Small charts, one peculiarity of Helm each, rendered by our renderer and by Helm. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Renderer, RenderRequest } from '../../src/render/renderer.ts';
import { config, crd, dependency, metadata, subchart, type Files } from './chart-samples.ts';
import { openEngine, openHelm, renderBoth, requestOf, writeChart } from './renderers.ts';

let engine: Renderer;
let helm: Renderer;
beforeAll(async () => {
  [engine, helm] = await Promise.all([openEngine(), openHelm()]);
});
afterAll(async () => {
  await Promise.all([engine.close(), helm.close()]);
});

/** What both must give, and for some what that is. */
const rendered: readonly (readonly [
  name: string,
  files: Files,
  given?: Partial<RenderRequest>,
  kinds?: readonly string[],
])[] = [
  [
    'a subchart that Chart.yaml does not name',
    subchart,
    {},
    ['CustomResourceDefinition', 'ConfigMap', 'ConfigMap'],
  ],
  [
    'a dependency',
    { ...subchart, 'Chart.yaml': dependency('') },
    { values: [{ sub: { inner: { x: null } } }] },
  ],
  [
    'a dependency whose condition is false',
    { ...subchart, 'Chart.yaml': dependency(', condition: sub.enabled') },
    { set: ['sub.enabled=false'] },
    ['ConfigMap'],
  ],
  [
    'a dependency whose condition is no boolean',
    { ...subchart, 'Chart.yaml': dependency(', condition: sub.color') },
  ],
  [
    'a dependency whose tag is off',
    { ...subchart, 'Chart.yaml': dependency(', tags: [extra]') },
    { set: ['tags.extra=false'] },
    ['ConfigMap'],
  ],
  [
    'a dependency by alias',
    { ...subchart, 'Chart.yaml': dependency(', alias: other') },
    { set: ['other.color=green'] },
  ],
  [
    'a dependency under two names',
    {
      ...subchart,
      'Chart.yaml': metadata(
        'sample',
        'dependencies:\n  - {name: sub, version: 1.2.3, alias: one}\n  - {name: sub, version: 1.2.3, alias: two, condition: two.enabled}\n',
      ),
    },
    { values: [{ one: { color: 'x' }, two: { enabled: true } }] },
  ],
  [
    'imported values',
    { ...subchart, 'Chart.yaml': dependency(', import-values: [data, {child: inner, parent: mine}]') },
    { values: [{ mine: { y: 9 } }] },
  ],
  [
    'global values',
    subchart,
    { values: [{ global: { region: 'us', extra: { a: 1 } } }, { sub: { global: { zone: 'b' } } }] },
  ],
  [
    'a library',
    {
      'Chart.yaml': metadata('sample', 'dependencies:\n  - {name: lib, version: 1.2.3}\n'),
      'charts/lib/Chart.yaml': metadata('lib', 'type: library\n'),
      'charts/lib/templates/_a.tpl': '{{ define "lib.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}',
      'charts/lib/templates/ignored.yaml': 'kind: Ignored\n',
      'templates/a.yaml': config('a', 'include "lib.name" .'),
    },
    {},
    ['ConfigMap'],
  ],
  [
    'tpl',
    {
      'templates/a.yaml': config('a', 'tpl .Values.text .'),
      'values.yaml':
        'text: "{{ define \\"x\\" }}[{{ .Release.Name }}]{{ end }}{{ include \\"x\\" . }} {{ .Values.none }}"\n',
    },
  ],
  [
    '.Files',
    {
      'templates/a.yaml': config(
        'a',
        'list (.Files.Get "files/a.txt") ((.Files.Glob "files/*").AsConfig) (.Files.Lines "files/a.txt")',
      ),
      'files/a.txt': 'one\ntwo\n',
      'files/b.txt': 'three',
      '.helmignore': 'files/b.txt\n',
    },
  ],
  [
    'lookup, names of hosts and the environment',
    {
      'templates/a.yaml': config(
        'a',
        'list (lookup "v1" "Secret" "x" "y") (getHostByName "localhost") (hasKey . "env")',
      ),
    },
  ],
  [
    'everything about the release',
    {
      'templates/a.yaml': config(
        'a',
        'list .Release .Chart .Template .Capabilities.KubeVersion (.Capabilities.APIVersions.Has "x.example.com/v1")',
      ),
    },
    { isUpgrade: true, apiVersions: ['x.example.com/v1'], kubeVersion: 'v1.31.4-eks-1' },
  ],
  [
    'CRDs of several documents',
    {
      'crds/b.yaml': `---\n# one\n${crd('b1')}---\n# Source: sample/elsewhere.yaml\n${crd('b2')}`,
      'crds/a.json':
        '{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "a"}}',
      'crds/README.md': 'no manifest',
      'templates/a.yaml': config('a', '1'),
    },
  ],
  [
    'hooks',
    {
      'templates/a.yaml': ['pre-install,  POST-upgrade', 'test-success', 'none-such', 'pre-delete']
        .map(
          (hook, index) =>
            `apiVersion: v1\nkind: ${index === 3 ? 'Secret' : 'Pod'}\nmetadata:\n  name: hook-${index}\n  annotations:\n    helm.sh/hook: ${hook}\n    helm.sh/hook-weight: ${index === 0 ? '"-5"' : index}\n${index === 1 ? '    helm.sh/hook-delete-policy: Hook-Succeeded, hook-failed\n' : ''}`,
        )
        .join('---\n'),
      'templates/b.yaml': config('b', '1'),
    },
    {},
    ['ConfigMap', 'Secret', 'Pod', 'Pod'],
  ],
  [
    'the order of kinds',
    {
      'templates/a.yaml': ['Zebra', 'Ingress', 'Aardvark', 'Deployment', 'Namespace', 'Service', 'Zebra']
        .map((kind, index) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: n${index}}\n`)
        .join('---\n'),
    },
    {},
    ['Namespace', 'Service', 'Deployment', 'Ingress', 'Aardvark', 'Zebra', 'Zebra'],
  ],
  [
    'documents that are empty or only comments',
    {
      'templates/a.yaml': `---\n# nothing\n---\n\n---\nnull\n---\n${config('a', '1')}---\n  # more\n`,
      'templates/b.yaml': '{{ if false }}x{{ end }}\n',
    },
    {},
    ['ConfigMap'],
  ],
  ['a manifest without kind', { 'templates/a.yaml': 'a: 1\n' }],
  [
    'duplicate keys',
    {
      'templates/a.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: "1", x: "2"}}\nspec:\n  containers:\n    - name: a\n      env: []\n      name: b\nkind: Job\n',
    },
  ],
  [
    'YAML 1.1',
    {
      'templates/a.yaml':
        'apiVersion: v1\nkind: X\nmetadata: {name: a}\nswitch: on\nanswer: yes\nmode: 0644\ntime: 12:30:45\nday: 2026-01-02\nnumbers: [1e3, 1.0, 0x1F, 1_000, .5]\nnothing: ~\nanchor: &a {b: 1}\nalias: *a\nmerged: {<<: *a, c: 2}\n1: number\ntrue: boolean\n',
    },
  ],
  [
    'block scalars at the end',
    {
      'templates/a.yaml': 'apiVersion: v1\nkind: X\nmetadata: {name: a}\ntext: |\n  one\n  two\n',
      'templates/b.yaml':
        'apiVersion: v1\nkind: X\nmetadata: {name: b}\ntext: |+\n  one\n\n\n---\nkind: X\ntext: >-\n  folded\n  text\n',
    },
  ],
  [
    'notes',
    {
      'templates/NOTES.txt': '{{ .Release.Name }} <runs> & "is" here\n\n',
      'templates/sub/NOTES.txt': 'not these',
      'templates/a.yaml': config('a', '1'),
    },
  ],
  [
    'nulls',
    {
      'templates/a.yaml': config('a', '.Values'),
      'values.yaml': 'a: {b: 1, c: {d: 2}}\nlist: [1, 2]\nempty: null\n',
    },
    { values: [{ a: { b: null } }, { a: { c: null }, list: null, added: null }] },
  ],
  [
    'layers of values',
    { 'templates/a.yaml': config('a', '.Values'), 'values.yaml': 'a: {b: 1, c: [1]}\n' },
    { values: [{ a: { b: 2, x: { y: 1 } } }, { a: { c: [2], x: { z: 2 } }, big: 12345678901, float: 1.5 }] },
  ],
  [
    'a map over what was none',
    { 'templates/a.yaml': config('a', '.Values'), 'values.yaml': 'a: text\nb: {c: 1}\n' },
    { values: [{ a: { x: 1 }, b: 'text' }] },
  ],
  [
    '--set',
    { 'templates/a.yaml': config('a', '.Values'), 'values.yaml': 'a: {b: 1, gone: 2}\nl: [1, 2]\n' },
    {
      set: [
        'a.b=2,a.c=x y',
        'l[1]=5,l[3]=9',
        'm={p,q}',
        'n\\.o=dotted',
        'a.gone=null',
        's="quoted",t=true,u=0644,v=',
        'w.x=a\\,b',
      ],
    },
  ],
  [
    'a chart of the first generation',
    {
      'Chart.yaml': 'name: sample\nversion: 1.2.3\n',
      'requirements.yaml': 'dependencies:\n  - {name: sub, version: 1.2.3, condition: sub.enabled}\n',
      'charts/sub/Chart.yaml': 'name: sub\nversion: 1.2.3\n',
      'charts/sub/templates/a.yaml': config('sub', '.Values'),
      'templates/a.yaml': config('a', '1'),
    },
  ],
  [
    'a chart that is deprecated',
    { 'Chart.yaml': metadata('sample', 'deprecated: true\n'), 'templates/a.yaml': config('a', '1') },
  ],
  [
    'templates that change values',
    {
      'templates/a.yaml': config('a', '.Values.count'),
      'templates/z.yaml': '{{ $_ := set .Values "count" 9 }}',
      'values.yaml': 'count: 1\n',
    },
  ],
  [
    'a helper that is defined twice',
    {
      'templates/_a.tpl': '{{ define "x" }}first{{ end }}',
      'templates/_b.tpl': '{{ define "x" }}second{{ end }}',
      'templates/a.yaml': config('a', 'include "x" .'),
    },
  ],
];

describe('renders as by Helm:', () => {
  it.each(rendered.map(([name, files, given, kinds]) => ({ name, files, given, kinds })))(
    '$name',
    async ({ files, given = {}, kinds }) => {
      const chart = await writeChart(files);
      const { outcome, differences } = await renderBoth(engine, helm, requestOf(chart, given));
      expect(differences).toEqual([]);
      expect(outcome).toMatchObject({ ok: true });
      const found = outcome.ok ? outcome.render.objects.map((object) => object.kind) : [];
      expect(found).toEqual(kinds ?? found);
    },
  );
});

it('tells facts as Helm reads them, with subcharts under their names', async () => {
  const yaml = metadata(
    'sample',
    'dependencies:\n  - {name: sub, version: 1.2.3, alias: one}\n  - {name: sub, version: 1.2.3, alias: two, condition: two.enabled}\n',
  );
  const chart = await writeChart({
    ...subchart,
    'Chart.yaml': yaml,
    'values.schema.json': '{"type": "object"}',
  });
  const [ours, theirs] = await Promise.all([engine.chart(chart), helm.chart(chart)]);
  expect({ ...ours, branches: null, reads: null, lookups: null }).toEqual(theirs);
  expect(ours.templates).toContain('sample/charts/two/templates/a.yaml');
});
