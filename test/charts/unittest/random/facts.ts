/** What stands in the documents of the fixture chart `app` as long as nobody sets a value: what random assertions that may hold ask for. */
import { Written, type Value } from './written.ts';

/** Where an assertion may hold. */
export interface Place {
  readonly template: string;
  /** Null: every document of the template. */
  readonly index: number | null;
}

export interface Fact extends Place {
  readonly path: string;
  /** What the assertion expects there. */
  readonly value: Value;
}

type Row = readonly [path: string, value: Value];

const at = (template: string, index: number | null, rows: readonly Row[]): Fact[] =>
  rows.map(([path, value]) => ({ template, index, path, value }));

const text = (written: string): Written => new Written(written);

const shapes = 'shapes.yaml';
const config = 'deep/config.yaml';
const workload = 'workload.yaml';
const about = 'deep/deeper/still/about.yml';

export const equalities: readonly Fact[] = [
  ...at(workload, 0, [
    ['kind', 'Deployment'],
    ['spec.replicas', 2],
    ['spec.replicas', text('2.0')],
    ['spec.replicas', '2'],
    ['metadata.labels["app.example.com/part"]', 'web'],
    ['spec.template.spec.containers[0].image', 'registry.example.com/app:1.0'],
    ['spec.template.spec.containers[0].args', ['--verbose', '--level=3']],
    ['spec.template.spec.containers[0].resources', {}],
    ['spec.template.spec.containers[0].ports[*].protocol', 'TCP'],
  ]),
  ...at(workload, 1, [
    ['spec.type', 'ClusterIP'],
    ['spec.ports[?(@.name == "http")]', { name: 'http', port: 80 }],
    ['spec.ports[1]', { protocol: 'UDP', port: 8080, name: 'admin' }],
  ]),
  ...at(workload, 2, [['spec', { clusterIP: 'None' }]]),
  ...at(config, null, [
    ['data.text', 'plain'],
    ['data.lines', text('"first line\\nsecond line\\nthird\\n"')],
    ['data.lines', text('"\\nfirst line   \\nsecond line  \\nthird\\n"')],
    ['data.folded', 'one two'],
    ['data.tabs', 'a\tb'],
    ['data.encoded', 'secret word'],
    ['data.encoded', 'c2VjcmV0IHdvcmQ='],
    ['data.region', 'eu'],
    ['data["key.with.dots"]', 'dotted'],
    ['raw', 'a text of its own'],
  ]),
  ...at(shapes, null, [
    ['numbers.int', 3],
    ['numbers.int', text('3.0')],
    ['numbers.int', text('0x3')],
    ['numbers.float', 1.5],
    ['numbers.whole', 1],
    ['numbers.whole', text('1.0')],
    ['numbers.exponent', 1000],
    ['numbers.exponent', text('1e3')],
    ['numbers.big', text('9223372036854775807')],
    ['numbers.huge', text('18446744073709551615')],
    ['numbers.hex', text('0x1F')],
    ['numbers.octal', text('0o17')],
    ['numbers.oldOctal', text('0644')],
    ['numbers.oldOctal', 420],
    ['numbers.underscored', text('1_000')],
    ['numbers.infinite', text('.inf')],
    ['numbers.text', '3'],
    ['words.yes', text('yes')],
    ['words.no', text('no')],
    ['words["true"]', true],
    ['words.none', null],
    ['words.date', text('2026-01-02')],
    ['words.date', '2026-01-02'],
    ['words.version', text('1.2.3')],
    ['words.quoted', 'true'],
    ['keys', text('{ 1: one, true: two, 2.5: three }')],
    ['empty', text('{ map: {}, list: [], text: "", zero: 0, "false": false }')],
    ['empty.list', []],
    ['empty.map', {}],
    ['nothing', null],
    ['matrix[0]', [1, 2, 3]],
    ['matrix[4]', { b: ['x', 'y'], a: 1 }],
    ['matrix[4]', text('{ a: 1.0, b: [x, y] }')],
    ['matrix[*].a', 1],
    ['anchors.merged', { a: 1, b: 2, c: 3 }],
  ]),
  ...at(about, null, [
    ['kubeVersion', 'v1.20.0'],
    ['kubeVersion', 'v1.25.0'],
    ['major', 1],
    ['isNew', false],
    ['apis', []],
    ['apis', ['route.example.com/v1']],
    ['release.Name', 'RELEASE-NAME'],
    ['release.Revision', 0],
    ['release.IsUpgrade', true],
    ['chart.version', text('1.2.3')],
    ['chart.appVersion', '4.5'],
    ['chart.store', '0.1.0'],
    ['chart.store', '9.0.0'],
  ]),
  ...at('many.yaml', null, [
    ['metadata.labels.parity', 0],
    ['kind', 'ConfigMap'],
  ]),
  ...at('many.yaml', 1, [
    ['kind', 'Secret'],
    ['metadata.labels.index', '1'],
    ['data.count', 1],
  ]),
  ...at('list.yaml', null, [
    ['items[*].apiVersion', 'v1'],
    ['items[0].metadata.labels', { tier: 'a' }],
  ]),
  ...at('charts/store/templates/claim.yaml', null, [
    ['spec.resources.requests.storage', '5Gi'],
    ['metadata.labels.region', 'eu'],
  ]),
];

/** Members of lists. */
export const members: readonly Fact[] = [
  ...at(workload, 0, [
    ['spec.template.spec.containers[0].args', '--verbose'],
    ['spec.template.spec.containers', { name: 'sidecar' }],
    ['spec.template.spec.containers', { name: 'sidecar', image: 'registry.example.com/sidecar:2' }],
    ['spec.template.spec.containers[0].ports', { containerPort: 80 }],
  ]),
  ...at(workload, 1, [
    ['spec.ports', { name: 'http', port: 80 }],
    ['spec.ports', { port: 8080 }],
    ['spec.ports', {}],
  ]),
  ...at(shapes, null, [
    ['matrix', null],
    ['matrix', { a: 1 }],
    ['matrix', { a: text('1.0') }],
    ['matrix', [1, 2, 3]],
    ['matrix[0]', 2],
    ['matrix[0]', text('2.0')],
    ['matrix[*]', 1],
    ['empty.list', null],
  ]),
  ...at('list.yaml', null, [['items', { kind: 'Pod' }]]),
  ...at(about, null, [['apis', 'route.example.com/v1']]),
];

/** Parts of maps. */
export const parts: readonly Fact[] = [
  ...at(workload, 0, [
    ['metadata.labels', { team: 'blue' }],
    ['metadata.labels', { team: 'blue', app: 'red' }],
    ['spec.template.spec.containers[*]', {}],
  ]),
  ...at(shapes, null, [
    ['anchors.merged', { a: 1, c: 3 }],
    ['anchors.merged', { a: text('1.0') }],
    ['anchors.*', { a: 1 }],
    ['numbers', { int: 3, whole: 1 }],
    ['words', { none: null }],
    ['words', { absent: null }],
    ['matrix[4]', { b: ['x', 'y'] }],
    ['matrix[4]', { b: ['x'] }],
  ]),
  ...at('many.yaml', null, [['metadata.labels', { parity: 0 }]]),
];

export const typesOf: readonly Fact[] = [
  ...at(shapes, null, [
    ['numbers.int', 'int'],
    ['numbers.whole', 'int'],
    ['numbers.whole', 'float64'],
    ['numbers.float', 'float64'],
    ['numbers.huge', 'uint64'],
    ['numbers.big', 'int'],
    ['numbers.infinite', 'float64'],
    ['words.yes', 'string'],
    ['words["true"]', 'bool'],
    ['words.none', ''],
    ['words.date', 'time.Time'],
    ['matrix', '[]interface {}'],
    ['anchors', 'map[string]interface {}'],
    ['keys', 'map[interface {}]interface {}'],
    ['nothing', 'nil'],
  ]),
];
