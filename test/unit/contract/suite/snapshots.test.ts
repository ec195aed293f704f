import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readSnapshots,
  snapshotFileText,
  writeSnapshots,
} from '../../../../src/contract/suite/snapshot-file.ts';
import { snapshotTexts } from '../../../../src/contract/suite/snapshot-text.ts';
import {
  compareSnapshots,
  snapshotLabel,
  updatedSnapshots,
  type SnapshotContext,
  type Taken,
} from '../../../../src/contract/suite/snapshots.ts';
import type { SuiteCase } from '../../../../src/contract/suite/suite.ts';
import { textAt, type Data, type DataMap } from '../../../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import { stackDirectory } from '../../stack/stack-directory.ts';
import { suite } from './contract-directory.ts';

function object(manifest: DataMap): RenderedObject {
  return {
    manifest,
    apiVersion: textAt(manifest, 'apiVersion') ?? '',
    kind: textAt(manifest, 'kind') ?? '',
    name: textAt(manifest, 'metadata', 'name') ?? '',
    namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
    template: 'web/templates/x.yaml',
    hook: null,
    isCrd: false,
    hash: '',
    duplicateKeys: [],
  };
}

const service = (port: number, name = 'web'): RenderedObject =>
  object({ kind: 'Service', spec: { ports: [{ port }] }, metadata: { name }, apiVersion: 'v1' });

const taken = (label: string, ...objects: RenderedObject[]): Taken => ({ case: label, label, objects });

const source = { file: 'contracts/web.yaml', line: 5, column: 3 };
const context = (labels: readonly string[], isCi = true): SnapshotContext => ({
  release: 'web',
  source,
  isCi,
  known: new Set(labels),
});

const contract = 'contracts/web.yaml';
const kept = 'contracts/__snapshots__/web.yaml';

/** A directory whose snapshots are those of `cases`. */
function written(...cases: Taken[]): string {
  const directory = stackDirectory({ [contract]: '' });
  const labels = new Set(cases.map(({ label }) => label));
  writeSnapshots(directory, contract, updatedSnapshots(readSnapshots(directory, contract), cases, labels));
  return directory;
}

const textIn = (directory: string): string => readFileSync(join(directory, kept), 'utf8');

describe('the file', () => {
  test('cases, objects and keys are in order', () => {
    const directory = written(
      taken(
        'minimal',
        service(80),
        object({
          kind: 'ConfigMap',
          metadata: { name: 'a', namespace: 'x' },
          data: { b: '2', a: '1', '10': 'x', '9': 'y' },
          apiVersion: 'v1',
        }),
      ),
      taken('grid [tls=on]', service(443)),
    );
    expect(textIn(directory)).toBe(
      `# Written by \`k8s-deploy check --update\`: objects as the cases render them. Review it as you would review code.
grid [tls=on]:
  Service/web: |
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      ports:
        - port: 443
minimal:
  ConfigMap/x/a: |
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: a
      namespace: x
    data:
      "10": x
      "9": y
      a: "1"
      b: "2"
  Service/web: |
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      ports:
        - port: 80
`,
    );
  });

  test('the order of keys in the manifest makes no difference', () => {
    const [one] = snapshotTexts([
      object({ kind: 'A', metadata: { name: 'a' }, spec: { x: 1, z: 2 } }),
    ]).values();
    const [other] = snapshotTexts([
      object({ spec: { z: 2, x: 1 }, metadata: { name: 'a' }, kind: 'A' }),
    ]).values();
    expect(one).toBe(other);
  });

  test('objects of one kind and name do not hide each other', () => {
    expect([...snapshotTexts([service(1), service(2), service(3)]).keys()]).toEqual([
      'Service/web',
      'Service/web#2',
      'Service/web#3',
    ]);
  });

  test('of other objects, no secret', () => {
    const settings = { 'app.yaml': 'user: app\npassword: hunter22\n', 'plain.yaml': 'user: app\n' };
    const [text = ''] = snapshotTexts([object({ kind: 'ConfigMap', data: settings })]).values();
    expect(text).not.toContain('hunter22');
    expect(text).toContain('app.yaml: (secret)');
    expect(text).toContain('user: app');
  });

  test('of a Secret only the keys are kept', () => {
    const secret = object({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      data: { url: 'aHVudGVyMg==' },
      stringData: { password: 'hunter2' },
    });
    const [text = ''] = snapshotTexts([secret]).values();
    expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(text).toContain('url: (secret)');
    expect(text).toContain('password: (secret)');
  });

  test('whatever the objects hold, it is read back as it was written', () => {
    const value = fc.letrec<{ value: Data; map: DataMap }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          'yes',
          '0o17',
          '<<',
          '',
          ' a',
          'a\nb\n',
          'a\r\nb',
          '# x',
          '\u007f\ufeff\u2028',
          '*a',
          '\t\n \n',
        ),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('map'),
      ),
      map: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('on', '1', '-')), tie('value'), {
        maxKeys: 3,
      }),
    }));
    const directory = stackDirectory({ [contract]: '' });
    fc.assert(
      fc.property(
        value.map,
        fc.stringMatching(/^[A-Za-z0-9][-.\w]{0,8}( \[[a-z]=[0-9a-z]\])?$/),
        (spec, label) => {
          const texts = snapshotTexts([object({ kind: 'X', metadata: { name: 'x' }, spec })]);
          writeSnapshots(directory, contract, new Map([[label, texts]]));
          const back = readSnapshots(directory, contract).cases.get(label)?.objects;
          expect([...(back ?? [])].map(([id, { text }]) => [id, text])).toEqual([...texts]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('nothing is left beside it, and it is gone when nothing is kept', () => {
    const directory = written(taken('a', service(80)));
    expect(readdirSync(join(directory, 'contracts/__snapshots__'))).toEqual(['web.yaml']);
    writeSnapshots(directory, contract, new Map());
    expect(existsSync(join(directory, kept))).toBe(false);
    writeSnapshots(directory, contract, new Map());
  });

  test('too large to be read again: refused, and the old one stays', () => {
    const directory = written(taken('a', service(80)));
    const before = textIn(directory);
    const huge = new Map([['a', new Map([['X/x', 'x'.repeat(1024 * 1024)]])]]);
    expect(() => writeSnapshots(directory, contract, huge)).toThrow(
      /^the snapshots of "contracts\/web.yaml" would have \d+ bytes; at most 1048576 are kept$/,
    );
    expect(textIn(directory)).toBe(before);
  });

  test('a folder that a link takes out of the directory', () => {
    const outside = stackDirectory({ 'web.yaml': 'a: {X/x: "text"}\n' });
    const directory = stackDirectory({ [contract]: '' }, { 'contracts/__snapshots__': outside });
    expect(() => readSnapshots(directory, contract)).toThrow('leads out of the stack directory');
    const cases = new Map([['a', new Map([['X/x', 'y']])]]);
    expect(() => writeSnapshots(directory, contract, cases)).toThrow(
      'leads out of the directory, where nothing is written',
    );
    expect(() => writeSnapshots(directory, contract, new Map())).toThrow('leads out of the directory');
    expect(readFileSync(join(outside, 'web.yaml'), 'utf8')).toBe('a: {X/x: "text"}\n');
    expect(statSync(join(outside, 'web.yaml')).isFile()).toBe(true);
  });

  test.each([
    [
      '- a\n',
      'contracts/__snapshots__/web.yaml:1:1: expected a map, found an empty list; remove the file and write it anew with --update',
    ],
    [
      'a: text\n',
      'contracts/__snapshots__/web.yaml:1:4 a: expected a map, found text; remove the file and write it anew with --update',
    ],
    [
      'a: {X/x: {b: c}}\n',
      'contracts/__snapshots__/web.yaml:1:10 a["X/x"]: expected the text of an object; write it anew with --update',
    ],
    ['a: "x\n', 'contracts/__snapshots__/web.yaml:1:4: this quote is never closed'],
  ])('refused: %j', (text, message) => {
    const directory = stackDirectory({ [contract]: '', [kept]: text });
    expect(() => readSnapshots(directory, contract)).toThrow(expect.objectContaining({ message }));
  });
});

describe('comparison', () => {
  const compare = (directory: string, now: readonly Taken[], of: SnapshotContext) =>
    compareSnapshots(readSnapshots(directory, contract), now, of);

  test('the same is no finding', () => {
    const now = [taken('a', service(80)), taken('b', service(81), service(82, 'other'))];
    expect(compare(written(...now), now, context(['a', 'b']))).toEqual([]);
  });

  test.each([
    [true, 'error'],
    [false, 'warning'],
  ])('missing, in CI: %s', (isCi, severity) => {
    const findings = compare(written(), [taken('a', service(80))], context(['a'], isCi));
    expect(findings).toMatchObject([
      {
        rule: 'snapshot/missing',
        severity,
        release: 'web',
        case: 'a',
        message: 'no snapshot is kept of Service/web in a',
        hint: 'Run check --update, look at contracts/__snapshots__/web.yaml, and commit it.',
        source,
      },
    ]);
  });

  test('changed: the difference, at the place in the file', () => {
    const directory = written(taken('a', service(80, 'first'), service(80)));
    expect(compare(directory, [taken('a', service(80, 'first'), service(81))], context(['a']))).toMatchObject(
      [
        {
          rule: 'snapshot/changed',
          severity: 'error',
          source: { file: kept, line: 11, column: 3 },
          message: `Service/web differs from its snapshot:
@@ -4,4 +4,4 @@
   name: web
 spec:
   ports:
-    - port: 80
+    - port: 81`,
        },
      ],
    );
  });

  test('an object that is gone is a change, in a case that was run', () => {
    const directory = written(taken('a', service(80), service(80, 'other')));
    expect(compare(directory, [taken('a', service(80, 'other'))], context(['a']))).toMatchObject([
      {
        rule: 'snapshot/changed',
        message: 'a snapshot is kept of Service/web, and the case has it no longer',
        source: { line: 11, column: 3 },
      },
    ]);
  });

  test('a case that was not run says nothing; one that is not there is obsolete', () => {
    const directory = written(taken('a', service(80)), taken('b', service(80)), taken('gone', service(80)));
    expect(compare(directory, [], context(['a', 'b']))).toMatchObject([
      {
        rule: 'snapshot/obsolete',
        severity: 'warning',
        case: null,
        message: 'snapshots are kept of gone, and are asked for of no such case',
        source: { line: 20, column: 1 },
      },
    ]);
  });

  test('a long difference is cut, and one of everything is not made', () => {
    const directory = written(
      taken(
        'a',
        object({ kind: 'A', metadata: { name: 'a' }, list: Array.from({ length: 500 }, (_, i) => i) }),
      ),
    );
    const some = object({
      kind: 'A',
      metadata: { name: 'a' },
      list: Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? i : -i)),
    });
    const [finding] = compare(directory, [taken('a', some)], context(['a']));
    expect(finding?.message.split('\n')).toHaveLength(62);
    expect(finding?.message).toMatch(/\n… and \d+ more lines$/);
    const all = object({ kind: 'A', metadata: { name: 'a' }, list: Array.from({ length: 5000 }, () => 'x') });
    expect(compare(directory, [taken('a', all)], context(['a']))[0]?.message).toContain(
      '(nearly everything differs)',
    );
  });
});

describe('update', () => {
  test('cases that were not run keep theirs; those that are gone lose them; the others get the new', () => {
    const directory = written(
      taken('a', service(1)),
      taken('b', service(1)),
      taken('c', service(1)),
      taken('gone', service(1)),
    );
    const before = readSnapshots(directory, contract);
    const after = updatedSnapshots(
      before,
      [taken('a', service(2)), taken('c'), taken('new', service(3))],
      new Set(['a', 'b', 'c', 'new']),
    );
    expect([...after.keys()].toSorted()).toEqual(['a', 'b', 'new']);
    expect(after.get('a')?.get('Service/web')).toContain('port: 2');
    expect(after.get('b')?.get('Service/web')).toContain('port: 1');
  });

  test('done twice, the file is the same byte for byte', () => {
    const directory = written(taken('a', service(1), service(2, 'x')), taken('b', service(3)));
    const { cases } = readSnapshots(directory, contract);
    const texts = new Map(
      [...cases].map(([label, { objects }]) => [
        label,
        new Map([...objects].map(([id, { text }]) => [id, text])),
      ]),
    );
    expect(snapshotFileText(texts)).toBe(textIn(directory));
  });
});

test('a case of several Kubernetes versions has a snapshot for each', () => {
  const { cases } = suite(
    'chart: chart\ncases: {a: {}, b: {kubeVersions: ["1.31", "1.33"]}, c: {kubeVersions: ["1.31"]}}\n',
  );
  expect(cases.map((one: SuiteCase) => snapshotLabel(one, '1.33'))).toEqual(['a', 'b (1.33)', 'c']);
});
