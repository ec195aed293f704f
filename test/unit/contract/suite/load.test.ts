import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSuite } from '../../../../src/contract/suite/load.ts';
import { caseOf, contractDirectory, known, suite } from './contract-directory.ts';

const names = (yaml: string): string[] => suite(yaml).cases.map(({ name }) => name);

test('what is not said has a default', () => {
  const { target, cases, coverage, packs, without, rules, snapshots, waivers, crds } = suite(
    'release: shop\ncases: {minimal: {}}\n',
  );
  expect(target).toEqual({ kind: 'release', release: 'shop' });
  expect({ packs, without, rules, snapshots, waivers, crds }).toEqual({
    packs: [],
    without: [],
    rules: [],
    snapshots: [],
    waivers: [],
    crds: [],
  });
  expect(coverage).toEqual({ templates: null, branches: null, values: null });
  expect(cases).toEqual([
    {
      name: 'minimal',
      key: 'minimal',
      releaseName: null,
      namespace: null,
      isUpgrade: false,
      values: [],
      set: [],
      kubeVersions: null,
      apiVersions: [],
      options: null,
      external: [],
      fails: null,
      source: { file: 'contract.yaml', line: 2, column: 9 },
      given: expect.any(Function),
      valueSource: expect.any(Function),
    },
  ]);
});

test('a full contract file', () => {
  const all = suite(
    `# yaml-language-server: $schema=contract.schema.json
chart: ./chart
name: web
namespace: shop
packs: [hardening, web]
without: [references]
kubeVersions: ["1.31", "1.33", "1.33"]
apiVersions: [monitoring.coreos.com/v1]
crds: [crds/*.yaml]
external: [{kind: Secret, name: db, keys: [url]}]
options: {replicas: 1, auth: {mode: jwt}}
cases:
  minimal: {}
  ha:
    inherits: minimal
    name: web-ha
    namespace: other
    upgrade: true
    kubeVersions: ["1.30"]
    apiVersions: []
    options: {replicas: 2}
    external: [{kind: PriorityClass, name: high}]
  refused: {inherits: ha, fails: {pattern: "32 (bytes|characters)"}}
rules:
  - id: database-env
    on: kind == "Deployment"
    assert: >-
      has(spec)
    message: no spec
    cases: ["ha*"]
snapshots: [{on: kind == "NetworkPolicy"}]
waivers: [{rule: hardening/probes, object: Deployment/web, case: "ha*", reason: soon, until: 2027-01-31}]
coverage: {templates: 90, values: 0}
`,
    { 'crds/b.yaml': 'kind: CustomResourceDefinition\nspec: {group: b}\n', 'crds/a.yaml': crds },
  );
  expect(all).toMatchObject({
    file: 'contract.yaml',
    target: { kind: 'chart', ref: './chart' },
    packs: ['hardening', 'web'],
    without: ['references'],
    crds: [{ spec: { group: 'a' } }, { spec: { group: 'c' } }, { spec: { group: 'b' } }],
    coverage: { templates: 90, branches: null, values: 0 },
    waivers: [
      {
        rule: 'hardening/probes',
        object: 'Deployment/web',
        case: 'ha*',
        reason: 'soon',
        until: '2027-01-31',
        source: { line: 32, column: 11 },
      },
    ],
    snapshots: [{ on: 'kind == "NetworkPolicy"', cases: null, source: { line: 31, column: 18 } }],
    rules: [
      {
        id: 'database-env',
        severity: 'error',
        optional: false,
        assert: 'has(spec)',
        cases: ['ha*'],
        source: { line: 25, column: 9 },
        parts: { on: { line: 26, column: 9 }, assert: { line: 27, column: 13 } },
      },
    ],
  });
  expect(caseOf(all, 'minimal')).toMatchObject({
    releaseName: 'web',
    namespace: 'shop',
    isUpgrade: false,
    kubeVersions: ['1.31', '1.33'],
    apiVersions: ['monitoring.coreos.com/v1'],
    options: { replicas: 1, auth: { mode: 'jwt' } },
    external: [{ kind: 'Secret', name: 'db', keys: ['url'] }],
  });
  const ha = {
    releaseName: 'web-ha',
    namespace: 'other',
    isUpgrade: true,
    kubeVersions: ['1.30'],
    apiVersions: [],
    options: { replicas: 2, auth: { mode: 'jwt' } },
    external: [{ name: 'db' }, { name: 'high' }],
  };
  expect(caseOf(all, 'ha')).toMatchObject({ ...ha, fails: null });
  expect(caseOf(all, 'refused')).toMatchObject({
    ...ha,
    fails: { kind: 'pattern', pattern: '32 (bytes|characters)' },
  });
  expect(all.positionOf(['packs', 1])).toEqual({ file: 'contract.yaml', line: 5, column: 20 });
});

const crds = `# two
kind: CustomResourceDefinition
spec: {group: a}
---
---
kind: CustomResourceDefinition
spec: {group: c}
`;

test('paths start at the folder of the contract file, and positions are named as the caller wants', () => {
  const directory = contractDirectory('cases: {}\n', {
    'contracts/web/web.yaml': `chart: ../../charts/web
cases: {a: {valueFiles: [values/a.yaml]}, b: {valueFiles: [../common.yaml]}}
`,
    'contracts/web/values/a.yaml': 'image:\n  tag: x\n',
    'contracts/common.yaml': 'image: {tag: z}\n',
    'charts/web/Chart.yaml': 'name: web\n',
  });
  const { target, cases } = loadSuite({
    ...known,
    directory,
    file: 'contracts/web/web.yaml',
    shownFile: (file) => `stack/${file}`,
  });
  expect(target).toEqual({ kind: 'chart', ref: './charts/web' });
  expect(cases.map(({ values }) => values)).toEqual([[{ image: { tag: 'x' } }], [{ image: { tag: 'z' } }]]);
  expect(cases.map((one) => one.valueSource(['image', 'tag'])?.file)).toEqual([
    'stack/contracts/web/values/a.yaml',
    'stack/contracts/common.yaml',
  ]);
});

test('a release needs a stack file', () => {
  const directory = contractDirectory('release: shop\ncases: {a: {}}\n');
  expect(() => loadSuite({ ...known, releases: null, directory, file: 'contract.yaml' })).toThrow(
    'contract.yaml:1:10 release: no release "shop": there is no stack file; give a chart',
  );
});

test('a contract file that is not there', () => {
  const directory = contractDirectory('');
  expect(() => loadSuite({ ...known, directory, file: 'contarct.yaml' })).toThrow(
    expect.objectContaining({
      code: 'configuration',
      message: 'contract file: there is no file "contarct.yaml"; did you mean "contract.yaml"?',
    }),
  );
});

describe('inheritance', () => {
  const given = (yaml: string, name: string): unknown =>
    caseOf(suite(`chart: chart\nvalues: {who: contract}\ncases:\n${yaml}`), name).given();

  test.each([
    ['later parents are above earlier ones', '  x: {inherits: [a, b]}\n', { who: 'b', a: 1, b: 1 }],
    [
      'the case is above its parents',
      '  x: {inherits: [a, b], values: {who: x}}\n',
      { who: 'x', a: 1, b: 1 },
    ],
    [
      'a common ancestor is below all that inherit from it',
      '  left: {inherits: root, values: {who: left}}\n  right: {inherits: root}\n  x: {inherits: [left, right]}\n',
      { who: 'left', root: 1 },
    ],
    [
      'a parent may stand below in the file',
      '  x: {inherits: late}\n  late: {inherits: a}\n',
      { who: 'a', a: 1 },
    ],
    ['null removes what is below', '  x: {inherits: a, values: {a: null}}\n', { who: 'a', a: null }],
  ])('%s', (_, more, values) => {
    const base =
      '  a: {values: {who: a, a: 1}}\n  b: {values: {who: b, b: 1}}\n  root: {values: {who: root, root: 1}}\n';
    expect(given(base + more, 'x')).toEqual(values);
  });

  test('a failure is not inherited, and neither is a matrix', () => {
    const all = suite(`chart: chart
cases:
  refused: {values: {key: short}, fails: "32", matrix: {tls: {with: {tls: true}, none: {}}}}
  mended: {inherits: refused, values: {key: long}}
`);
    expect(all.cases.map(({ name, fails }) => [name, fails])).toEqual([
      ['refused [tls=with]', { kind: 'text', text: '32' }],
      ['refused [tls=none]', { kind: 'text', text: '32' }],
      ['mended', null],
    ]);
    expect(caseOf(all, 'mended').given()).toEqual({ key: 'long' });
  });
});

describe('the matrix', () => {
  test('every combination is a case, in the order of the file', () => {
    const all = suite(`chart: chart
cases:
  grid:
    values: {tls: {enabled: false, name: x}, mode: none}
    matrix:
      tls: {on: {tls: {enabled: true}}, off: {}}
      logs: {rwx: {mode: rwx}, rwo: {mode: rwo}, none: {}}
`);
    expect(all.cases.map(({ name }) => name)).toEqual([
      'grid [tls=on, logs=rwx]',
      'grid [tls=on, logs=rwo]',
      'grid [tls=on, logs=none]',
      'grid [tls=off, logs=rwx]',
      'grid [tls=off, logs=rwo]',
      'grid [tls=off, logs=none]',
    ]);
    expect(new Set(all.cases.map(({ key }) => key))).toEqual(new Set(['grid']));
    expect(caseOf(all, 'grid [tls=on, logs=rwo]').given()).toEqual({
      tls: { enabled: true, name: 'x' },
      mode: 'rwo',
    });
  });

  test('a later dimension is above an earlier one', () => {
    const all = suite('chart: chart\ncases: {a: {matrix: {x: {x: {who: x}}, b: {b: {who: b}}}}}\n');
    expect(caseOf(all, 'a [x=x, b=b]').given()).toEqual({ who: 'b' });
  });

  test('some are excluded, by one dimension or by more', () => {
    const grid = '{x: {a: {}, b: {}, c: {}}, y: {"1": {}, "2": {}}}';
    const exclude = '[{x: a, y: "2"}, {x: c}]';
    expect(names(`chart: chart\ncases: {g: {matrix: ${grid}, exclude: ${exclude}}}\n`)).toEqual([
      'g [x=a, y=1]',
      'g [x=b, y=1]',
      'g [x=b, y=2]',
    ]);
  });

  test('as many as the limit, and no more', () => {
    const choices = (count: number): string =>
      `{${Array.from({ length: count }, (_, index) => `c${index}: {}`).join(', ')}}`;
    const matrix = `{x: ${choices(10)}, y: ${choices(10)}, z: ${choices(10)}}`;
    expect(names(`chart: chart\ncases: {g: {matrix: ${matrix}}}\n`)).toHaveLength(1000);
  });
});

test('a thousand cases share what they have in common', () => {
  const cases = Array.from(
    { length: 1000 },
    (_, index) => `  c${index}: {inherits: base, values: {n: ${index}}}\n`,
  );
  const { cases: all } = suite(
    `chart: chart
valueFiles: [common.yaml]
cases:
  base: {values: {x: 1}}
${cases.join('')}`,
    { 'common.yaml': 'a: {b: 1}\n' },
  );
  expect(all).toHaveLength(1001);
  const [, first, second] = all;
  expect(second?.values[0]).toBe(first?.values[0]);
  expect(second?.values[1]).toBe(first?.values[1]);
});

test('the file is read as text of its own folder even if the folder is deep', () => {
  const directory = contractDirectory('');
  const file = 'a/b/c.yaml';
  mkdirSync(join(directory, dirname(file)), { recursive: true });
  writeFileSync(join(directory, file), 'chart: ../../chart\ncases: {x: {}}\n');
  expect(loadSuite({ ...known, directory, file }).target).toEqual({ kind: 'chart', ref: './chart' });
});
