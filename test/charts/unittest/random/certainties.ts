/** Parameters that hold of documents and texts of the fixture chart `app` as a whole, and what makes its templates fail. */
import * as fc from 'fast-check';
import type { Place } from './facts.ts';
import type { Mapping } from './written.ts';

const shapes = 'shapes.yaml';
const workload = 'workload.yaml';

/** The parameters that hold of documents as a whole. */
export interface Certainty extends Place {
  readonly parameters: Mapping;
}

const certain = (template: string, index: number | null, parameters: Mapping): Certainty => ({
  template,
  index,
  parameters,
});

export const kinds: readonly Certainty[] = [
  certain(workload, 0, { of: 'Deployment' }),
  certain(workload, 1, { of: 'Service' }),
  certain(workload, null, { of: 'Service' }),
  certain('many.yaml', null, { of: 'ConfigMap' }),
  certain('deep/deeper/bottom.yaml', null, { of: 'Bottom' }),
  certain('sometimes.yaml', null, { of: 'Extra' }),
];

export const versions: readonly Certainty[] = [
  certain(workload, 0, { of: 'apps/v1' }),
  certain(workload, null, { of: 'v1' }),
  certain('many.yaml', null, { of: 'v1' }),
  certain(shapes, null, { of: 'example.com/v1' }),
  certain('deep/nested.yaml', null, { of: 'v1' }),
];

export const existing: readonly Certainty[] = [
  certain(workload, 0, { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'NAMESPACE' }),
  certain(workload, null, { kind: 'Service', apiVersion: 'v1', name: 'RELEASE-NAME-headless', any: true }),
  certain(workload, null, { kind: 'Service', apiVersion: 'v1' }),
  certain('many.yaml', null, { kind: 'ConfigMap', apiVersion: 'v1', any: true }),
  certain('many.yaml', null, { kind: 'Secret', apiVersion: 'v1', name: 'many-1', any: true }),
  certain('deep/deeper/bottom.yaml', null, { kind: 'Bottom', apiVersion: 'v9' }), // none is as good as any
  certain('deep/config.yaml', null, { kind: 'ConfigMap', apiVersion: 'v1', name: 'config' }),
];

export const counts: readonly Certainty[] = [
  certain(workload, null, { count: 3 }),
  certain(workload, 0, { count: 3 }),
  certain(workload, 0, { count: 1, filterAware: true }),
  certain('many.yaml', null, { count: 3 }),
  certain('comments.yaml', null, { count: 0 }),
  certain('sometimes.yaml', null, { count: 0 }),
  certain('NOTES.txt', null, { count: 1 }),
];

export const lengths: readonly Certainty[] = [
  certain(workload, 1, { path: 'spec.ports', count: 2 }),
  certain(workload, 0, { path: 'spec.template.spec.containers[*].ports', count: 2 }),
  certain(shapes, null, { path: 'matrix', count: 7 }),
  certain(shapes, null, { path: 'matrix[*]', count: 0 }),
  certain(shapes, null, { path: 'empty.list', count: 0 }),
  certain(shapes, null, { path: 'empty.map', count: 0 }),
  certain(shapes, null, { paths: ['matrix[0]', 'matrix[0]'] }),
  certain(shapes, null, { paths: ['matrix[0]', 'matrix[1]'] }),
  certain(shapes, null, { paths: ['matrix[1]', 'matrix[4].b'], count: 2 }),
  certain('list.yaml', null, { path: 'items', count: 3 }),
];

export const empties: readonly Certainty[] = [
  ...['empty.map', 'empty.list', 'empty.text', 'empty.zero', 'empty["false"]', 'nothing', 'words.none'].map(
    (path) => certain(shapes, null, { path }),
  ),
  certain(workload, 0, { path: 'spec.template.spec.containers[0].resources' }),
  certain('deep/fails.yaml', null, { path: 'required' }),
];

export const rawTexts: readonly Certainty[] = [
  certain('NOTES.txt', null, { value: 'Installed RELEASE-NAME in NAMESPACE\nRevision 0.\n' }),
  certain('plain.txt', null, { value: 'Just text for RELEASE-NAME\nwith trailing spaces\n' }),
  certain('plain.txt', null, { value: 'Just text for RELEASE-NAME   \nwith trailing spaces\n' }),
  certain('deep/config.yaml', null, { value: 'a text of its own' }),
  certain('shapes.yaml', null, { value: '<nil>' }),
];

export const rawPatterns: readonly Certainty[] = [
  certain('NOTES.txt', null, { pattern: '^Installed \\S+ in' }),
  certain('NOTES.txt', null, { pattern: '(?m)^Revision \\d\\.$' }),
  certain('plain.txt', null, { pattern: 'NAME\nwith' }),
  certain('deep/config.yaml', null, { pattern: 'own$' }),
];

export const patterns: readonly Certainty[] = [
  certain(workload, 0, {
    path: 'spec.template.spec.containers[*].image',
    pattern: '^registry\\.example\\.com/',
  }),
  certain(workload, 1, { path: 'spec.ports[*].name', pattern: '^(http|admin)$' }),
  certain(shapes, null, { path: 'numbers.text', pattern: '^\\d$' }),
  certain(shapes, null, { path: 'numbers.int', pattern: '3' }),
  certain('deep/config.yaml', null, { path: 'data.encoded', pattern: '^secret', decodeBase64: true }),
  certain('deep/config.yaml', null, { path: 'data.broken', pattern: '!', decodeBase64: true }),
  certain('deep/config.yaml', null, { path: 'data.lines', pattern: '(?s)first.*third' }),
  certain('deep/config.yaml', null, { path: 'data.lines', pattern: '^\n' }),
];

/** What makes a template fail, and how. */
export const refusals: readonly {
  readonly set: Mapping;
  readonly template: string;
  readonly message: string;
}[] = [
  {
    set: { fail: 'template' },
    template: 'deep/fails.yaml',
    message: "replicas (2) and fail don't go together\nsecond line",
  },
  { set: { fail: 'template' }, template: 'deep/fails.yaml', message: 'second line' },
  { set: { fail: 'required' }, template: 'deep/fails.yaml', message: 'fail: needs [a value]' },
  { set: { fail: 'required' }, template: 'deep/fails.yaml', message: 'needs [a value]' },
  { set: { fail: 'helper' }, template: 'deep/config.yaml', message: 'refused by a helper: nobody set it' },
  { set: { fail: 'helper' }, template: 'shapes.yaml', message: 'nobody set it' },
  {
    set: { fail: 'deep' },
    template: 'deep/nested.yaml',
    message: "can't evaluate field missing in type interface {}",
  },
  { set: { image: 'text' }, template: 'workload.yaml', message: "can't evaluate field repository" },
  {
    set: { 'store.fail': 'store' },
    template: 'charts/store/templates/claim.yaml',
    message: 'the store refuses',
  },
  { set: { fail: 'yaml' }, template: 'deep/fails.yaml', message: 'did not find expected' },
  { set: { fail: 'template', image: 'text' }, template: 'deep/fails.yaml', message: 'second line' },
];

/** Why the fixture charts fail, or nearly. */
export const failure = fc.constantFrom(
  "replicas (2) and fail don't go together",
  "execution error at (app/templates/deep/fails.yaml:2:4): replicas (2) and fail don't go together\nsecond line",
  'second line',
  'fail: needs [a value]',
  'needs [a value]',
  'refused by a helper: nobody set it',
  'refused by .*',
  'the store refuses',
  'nil pointer',
  'replicas',
  "values don't meet the specifications of the schema",
  "can't evaluate field",
  '(',
  'no such thing',
  '.+',
);
