import { expect, test } from 'vitest';
import { ChartCount } from '../../../src/contract/coverage.ts';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import type { Render } from '../../../src/kubernetes/rendered.ts';
import type { ChartFacts } from '../../../src/render/renderer.ts';
import { renderedObject } from '../../setup/rendered.ts';

const facts: ChartFacts = {
  name: 'shop',
  version: '1.0.0',
  appVersion: null,
  kubeVersion: null,
  type: 'application',
  values: { replicas: 1, ingress: { enabled: false, hosts: ['a'] }, labels: {} },
  schema: null,
  templates: [
    'shop/templates/NOTES.txt',
    'shop/templates/_helpers.tpl',
    'shop/templates/deployment.yaml',
    'shop/templates/ingress.yaml',
  ],
  branches: [
    { template: 'shop/templates/ingress.yaml', line: 1, text: '{{ if .Values.ingress.enabled }}' },
    { template: 'shop/templates/ingress.yaml', line: 4, text: '{{ range .Values.ingress.hosts }}' },
  ],
  reads: null,
  lookups: null,
};

const renderOf = (...templates: string[]): Render => ({
  objects: templates.map((template) => renderedObject({}, { template: `shop/templates/${template}` })),
  notes: '',
  values: {},
  warnings: [],
});

const missed = (count: ChartCount): readonly (readonly string[])[] => {
  const { templates, branches, values } = count.result();
  return [templates.missed, branches.missed, values.missed];
};

test('names what no case reached', () => {
  const count = new ChartCount(facts);
  count.add(renderOf('deployment.yaml'), [], { replicas: 1 });
  expect(count.result().templates).toEqual({ reached: 1, total: 2, missed: ['shop/templates/ingress.yaml'] });
  expect(missed(count)).toEqual([
    ['shop/templates/ingress.yaml'],
    [
      'shop/templates/ingress.yaml:1 {{ if .Values.ingress.enabled }}',
      'shop/templates/ingress.yaml:4 {{ range .Values.ingress.hosts }}',
    ],
    ['replicas', 'ingress.enabled', 'ingress.hosts', 'labels'],
  ]);
});

test('joins what several cases reached', () => {
  const count = new ChartCount(facts);
  const cases: [readonly number[], DataMap][] = [
    [[0], { replicas: 2, ingress: { enabled: true } }],
    [[1], { ingress: { hosts: ['b'] }, labels: { a: 'b' } }],
  ];
  for (const [reached, given] of cases)
    count.add(renderOf('deployment.yaml', 'ingress.yaml'), reached, given);
  expect(missed(count)).toEqual([[], [], []]);
});

test('a null above a value removes it, which is another value', () => {
  const count = new ChartCount(facts);
  count.add(renderOf(), null, { ingress: null });
  expect(count.result().values.missed).toEqual(['replicas', 'labels']);
});
