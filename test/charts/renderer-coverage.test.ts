/** Which branches a case reaches, and which values templates read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import type { Renderer } from '../../src/render/renderer.ts';
import { charts } from './helm.ts';
import { metadata } from './chart-samples.ts';
import { openEngine, requestOf, writeChart } from './renderers.ts';

let engine: Renderer;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(async () => {
  await engine.close();
});

describe('coverage', () => {
  const template = [
    'kind: X',
    '{{- if .Values.a }}',
    'a: 1',
    '{{- else if eq .Values.b 2.0 }}',
    'b: 2',
    '{{- else }}',
    'c: 3',
    '{{- end }}',
    '{{- with .Values.w }}{{ range . }}',
    'w{{ . }}: 1',
    '{{- else }}',
    'none: 1{{ end }}{{ end }}',
    'h: {{ include "h" . }}',
  ].join('\n');
  const helpers =
    '{{ define "h" }}\n{{- if .Values.a }}yes{{ end }}{{ end }}{{ define "unused" }}{{ if 1 }}{{ end }}{{ end }}';

  async function reached(values: DataMap): Promise<string[]> {
    const chart = await writeChart({ 'templates/a.yaml': template, 'templates/_h.tpl': helpers });
    const { branches } = await engine.chart(chart);
    const plain = await engine.render(requestOf(chart, { values: [values] }));
    const covered = await engine.render(requestOf(chart, { values: [values], coverage: true }));
    if (!plain.ok || !covered.ok) throw new Error('it does not render');
    expect(plain.reached).toBeNull();
    expect(covered.render).toEqual(plain.render);
    return (covered.reached ?? []).map((index) => {
      const branch = branches?.[index];
      return `${branch?.template.replace('sample/templates/', '')}:${branch?.line} ${branch?.text}`;
    });
  }

  it.each<[DataMap, string[]]>([
    [{ a: 1 }, ['_h.tpl:2 {{ if .Values.a }}', 'a.yaml:2 {{ if .Values.a }}']],
    [{ b: 2 }, ['a.yaml:4 {{ else if eq .Values.b 2.0 }}']],
    [{ b: 3, w: [5] }, ['a.yaml:6 {{ else }}', 'a.yaml:9 {{ range . }}', 'a.yaml:9 {{ with .Values.w }}']],
  ])('of %o', async (values, expected) => {
    expect((await reached({ b: 0, ...values })).toSorted()).toEqual(expected.toSorted());
  });

  it('changes nothing on any fixture chart', async () => {
    for (const chart of ['sf2loki', 'ksml-provisioner', 'logstream-workergroup']) {
      const [plain, covered] = await Promise.all(
        [false, true].map((coverage) => engine.render(requestOf(`${charts}${chart}`, { coverage }))),
      );
      expect(covered).toMatchObject({ ok: true });
      expect({ ...covered, reached: null }).toEqual(plain);
    }
  });

  it('tells a failure in the words that the template has', async () => {
    const chart = await writeChart({ 'templates/a.yaml': '{{ range 1.5 }}{{ if 1 }}x{{ end }}{{ end }}' });
    const [plain, covered] = await Promise.all(
      [false, true].map((coverage) => engine.render(requestOf(chart, { coverage }))),
    );
    expect(covered).toMatchObject({ ok: false, failure: { kind: 'template' } });
    expect(covered).toEqual(plain);
  });
});

describe('reads', () => {
  async function reads(template: string, more: Record<string, string> = {}): Promise<string[]> {
    const chart = await writeChart({ 'templates/a.yaml': template, ...more });
    return ((await engine.chart(chart)).reads ?? []).map((path) => path.join('.') || 'everything');
  }

  it.each([
    ['a field', '{{ .Values.a.b }}', ['a.b']],
    ['through `$`', '{{ range list 1 }}{{ $.Values.a }}{{ end }}', ['a']],
    ['a subtree', '{{ toYaml .Values.a }}', ['a']],
    ['everything', '{{ .Values | toYaml }}', ['everything']],
    [
      'a scope',
      '{{ with .Values.a }}{{ .b }}{{ with .c }}{{ .d }}{{ end }}{{ end }}',
      ['a', 'a.b', 'a.c', 'a.c.d'],
    ],
    ['a variable', '{{ $v := .Values.a }}{{ if true }}{{ $v.b }}{{ end }}', ['a.b']],
    ['a variable that is set anew', '{{ $v := .Values.a }}{{ $v = .Values.b }}{{ $v.c }}', ['a', 'b']],
    ['a range', '{{ range $k, $v := .Values.a }}{{ $v.b }}{{ end }}', ['a']],
    ['a range over names', '{{ range list "a" "b" }}{{ get $.Values . }}{{ end }}', ['a', 'b']],
    ['index and dig', '{{ index .Values "a" "b" }}{{ dig "c" "d" 1 .Values }}', ['a.b', 'c.d']],
    ['a key that is computed', '{{ index .Values.a .Release.Name }}', ['a']],
    ['a pipeline', '{{ .Values.a | default .Values.b | quote }}', ['a', 'b']],
    ['in parentheses', '{{ ((.Values.a).b).c }}', ['a.b.c']],
    ['what tpl is given', '{{ tpl .Values.a . }}', ['a']],
    ['nothing', '{{ .Release.Name }}', []],
  ])('%s', async (_, template, expected) => {
    expect(await reads(template)).toEqual(expected);
  });

  it('goes into helpers with what they are given', async () => {
    const helpers =
      '{{ define "root" }}{{ .Values.a }}{{ end }}{{ define "part" }}{{ .b }}{{ end }}{{ define "dict" }}{{ .top.Values.c }}{{ .it.d }}{{ end }}{{ define "again" }}{{ include "again" . }}{{ end }}';
    const template =
      '{{ include "root" . }}{{ template "part" .Values.x }}{{ include "dict" (dict "top" $ "it" .Values.y) }}{{ include "again" . }}';
    expect(await reads(template, { 'templates/_h.tpl': helpers })).toEqual(['a', 'c', 'x.b', 'y.d']);
  });

  it('does not take a question whether a map is empty for reading its entries', async () => {
    const values = { 'values.yaml': 'full: {x: 1}\nempty: {}\nflag: true\n' };
    const template = '{{ if and .Values.full .Values.flag }}{{ end }}{{ with .Values.empty }}{{ end }}';
    expect(await reads(template, values)).toEqual(['empty', 'flag']);
  });

  it('knows the part of each subchart, its global values, and what switches it on', async () => {
    const found = await reads('{{ .Values.own }}', {
      'Chart.yaml': metadata(
        'sample',
        'dependencies:\n  - {name: sub, version: 1.2.3, alias: other, condition: other.on, tags: [t]}\n',
      ),
      'charts/sub/Chart.yaml': metadata('sub'),
      'charts/sub/templates/a.yaml': '{{ .Values.x }}{{ .Values.global.g }}',
    });
    expect(found).toEqual(['global.g', 'other.global.g', 'other.on', 'other.x', 'own', 'tags.t']);
  });
});
