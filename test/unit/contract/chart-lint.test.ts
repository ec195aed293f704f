import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { lintChart } from '../../../src/contract/chart-lint/index.ts';
import { Failure } from '../../../src/stack/failure.ts';

const root = mkdtempSync(join(tmpdir(), 'chart-lint-'));
const folder = join(root, 'charts', 'shop');
afterEach(() => rmSync(root, { recursive: true, force: true }));

const chartYaml = 'apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: "4.0"\n';

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries({ 'Chart.yaml': chartYaml, ...files })) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** `file:line:column rule: message`, without the folder. */
async function lint(
  files: Readonly<Record<string, string>>,
  base: string | null = null,
  rendersDefaults = false,
): Promise<string[]> {
  write(files);
  const findings = await lintChart(folder, { base, rendersDefaults: () => Promise.resolve(rendersDefaults) });
  return findings.map(
    ({ source, rule, severity, message }) =>
      `${basename(source?.file ?? '')}:${source?.line}:${source?.column} ${severity} ${rule}: ${message}`,
  );
}

describe('Chart.yaml', () => {
  test('a good one has no findings', async () => {
    expect(await lint({ 'values.yaml': 'replicas: 1\n' })).toEqual([]);
  });

  test('says everything at its line', async () => {
    const text = [
      'apiVersion: v3',
      'name: store',
      'version: 1.0',
      'appVersion: 2.10',
      'kubeVersion: newest',
      'type: libary',
      'kubeversion: x',
      'dependencies:',
      '  - {name: db, repository: "oci://registry.example/charts"}',
    ];
    expect(await lint({ 'Chart.yaml': text.join('\n') })).toEqual([
      'Chart.yaml:1:13 error chart/metadata: apiVersion is neither v2 nor v1',
      'Chart.yaml:2:7 error chart/metadata: the chart is called "store" and its folder "shop"',
      'Chart.yaml:3:10 error chart/metadata: version 1 is a number: YAML may drop its last zero, and labels get what is left',
      'Chart.yaml:4:13 error chart/metadata: appVersion 2.1 is a number: YAML may change how it is written, and image tags get what is left',
      'Chart.yaml:5:14 error chart/metadata: kubeVersion "newest" is no range of versions',
      'Chart.yaml:6:7 error chart/metadata: type is "libary"',
      'Chart.yaml:7:1 warning chart/metadata: Helm knows no key "kubeversion"; did you mean "kubeVersion"?',
      'Chart.yaml:9:5 error chart/metadata: dependency db has no version',
    ]);
  });

  test('takes the ranges that Helm takes', async () => {
    expect(await lint({ 'Chart.yaml': `${chartYaml}kubeVersion: ">=1.21.0-0, <2.0.0-0"\n` })).toEqual([]);
  });

  test('is read strictly', async () => {
    expect(await lint({ 'Chart.yaml': 'name: shop\nname: shop\n' })).toEqual([
      expect.stringMatching(/^Chart\.yaml:2:1 error chart\/metadata: .*"name"/),
    ]);
  });
});

describe('values.schema.json', () => {
  const values = 'replicas: two\nmode: Fast\nimage:\n  tagg: x\nhosts: []\n';
  const schema = (rest: object): string =>
    JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', ...rest });

  test.each([
    [
      { properties: { replicas: { type: 'integer' } } },
      [
        'values.yaml:1:11 error chart/schema-defaults: the default of replicas must be integer, says values.schema.json',
      ],
    ],
    [
      { properties: { mode: { enum: ['fast', 'slow'] } } },
      [
        'values.yaml:2:7 error chart/schema-defaults: the default of mode must be equal to one of the allowed values (["fast","slow"]), says values.schema.json',
      ],
    ],
    [
      { properties: { image: { additionalProperties: false, properties: { tag: {} } } } },
      [
        'values.yaml:4:9 error chart/schema-defaults: the default of image.tagg must NOT have additional properties, says values.schema.json',
      ],
    ],
    [{ required: ['name'], properties: { hosts: { minItems: 1 } } }, []],
  ])('%j', async (rest, expected) => {
    expect(await lint({ 'values.yaml': values, 'values.schema.json': schema(rest) })).toEqual(expected);
  });

  test('that is none', async () => {
    const [said] = await lint({ 'values.yaml': values, 'values.schema.json': '{"type": 5}' });
    expect(said).toMatch(/^values\.schema\.json:1:1 error chart\/schema-defaults: .* no valid JSON Schema/);
  });

  test('of a newer draft', async () => {
    const text = JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { hosts: { prefixItems: [{ type: 'string' }], items: false } },
    });
    expect(await lint({ 'values.yaml': 'hosts: [a, b]\n', 'values.schema.json': text })).toEqual([
      'values.yaml:1:8 error chart/schema-defaults: the default of hosts must NOT have more than 1 items, says values.schema.json',
    ]);
  });

  test('is not read a second time if Helm has rendered the defaults with it', async () => {
    const files = { 'values.yaml': 'replicas: many\n', 'values.schema.json': '{"type": 5}' };
    expect(await lint(files, null, true)).toEqual([]);
  });
});

describe('the values table of the README', () => {
  const values = [
    'replicas: 2',
    'image:',
    '  tag: ""',
    '  pullPolicy: Always',
    'hosts:',
    '  - name: a',
    'extra: {b: 1, a: "x|y"}',
    'empty: null',
    '# -- Long text',
    '# @default -- see below',
    'config: |',
    '  a',
    'annotations:',
    '  a.b/c: d',
  ].join('\n');
  const table = (...rows: string[]): string =>
    [
      '# shop',
      '',
      '## Values',
      '',
      '| Key | Type | Default | Description |',
      '|-----|------|---------|-------------|',
      ...rows,
      '',
      'More.',
    ].join('\n');
  const good = [
    '| annotations."a.b/c" | string | `"d"` |  |',
    '| config | string | see below | Long text |',
    '| empty | string | `nil` |  |',
    '| extra | object | `{"a":"x\\|y","b":1}` | in one |',
    '| hosts[0].name | string | `"a"` |  |',
    '| image.pullPolicy | string | `"Always"` |  |',
    '| image.tag | string | `""` |  |',
    '| replicas | int | `2` |  |',
  ];

  test('that agrees', async () => {
    expect(await lint({ 'values.yaml': values, 'README.md': table(...good) })).toEqual([]);
  });

  test('that does not', async () => {
    const rows = good.slice(0, 6).concat('| replicaz | int | `2` |  |', '| replicas | int | `3` |  |');
    expect(await lint({ 'values.yaml': values, 'README.md': table(...rows) })).toEqual([
      'README.md:13:1 error chart/readme-values: values.yaml has no "replicaz"; did you mean "replicas"?',
      'README.md:14:1 error chart/readme-values: the default of replicas is written as 3, and is 2',
      "values.yaml:3:3 error chart/readme-values: the README's table has no row for image.tag",
    ]);
  });

  test('is not asked for', async () => {
    expect(await lint({ 'values.yaml': values, 'README.md': '# shop\n\n| a | b |\n|---|---|\n' })).toEqual(
      [],
    );
  });
});

describe('the version', () => {
  const git = (...args: string[]): void => {
    const author = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...author, ...args], { cwd: root, stdio: 'pipe' });
  };
  const commit = (): void => {
    git('add', '-A');
    git('commit', '-q', '-m', 'change');
  };
  const begin = (): void => {
    write({ 'values.yaml': 'a: 1\n', 'templates/a.yaml': 'a: 1\n', 'README.md': '# shop\n' });
    git('init', '-q', '-b', 'main');
    commit();
    git('checkout', '-q', '-b', 'change');
  };

  test('must rise when a template changed', async () => {
    begin();
    write({ 'templates/a.yaml': 'a: 2\n' });
    commit();
    expect(await lint({}, 'main')).toEqual([
      'Chart.yaml:3:10 error chart/version-bump: templates/a.yaml changed since main, and the version is still 1.2.3',
    ]);
    expect(await lint({ 'Chart.yaml': chartYaml.replace('1.2.3', '1.2.2') }, 'main')).toEqual([
      'Chart.yaml:3:10 error chart/version-bump: Chart.yaml and 1 more changed since main, and the version is still 1.2.2 (it was 1.2.3)',
    ]);
    expect(await lint({ 'Chart.yaml': chartYaml.replace('1.2.3', '1.3.0') }, 'main')).toEqual([]);
  });

  test('may stay when only the README changed, or what is new', async () => {
    begin();
    expect(await lint({ 'README.md': '# the shop\n' }, 'main')).toEqual([]);
  });

  test('names a base that is not there', async () => {
    begin();
    await expect(lint({}, '--output=x')).rejects.toThrow(Failure);
    await expect(lint({}, 'nowhere')).rejects.toMatchObject({ code: 'configuration' });
  });
});
