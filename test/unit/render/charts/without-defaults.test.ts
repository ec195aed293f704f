import * as fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inspectArchive } from '../../../../src/render/charts/archive.ts';
import { packageFiles } from '../../../../src/render/charts/package.ts';
import { emptyPaths, removePaths, withDefaultsFor } from '../../../../src/render/charts/without-defaults.ts';
import { droppedValues } from '../../../../src/stack/removed-defaults.ts';

const chart = (values: string, chartYaml = 'apiVersion: v2\nname: web\nversion: 1.0.0\n'): Buffer =>
  packageFiles('web', [
    { path: 'Chart.yaml', content: Buffer.from(chartYaml) },
    { path: 'values.yaml', content: Buffer.from(values) },
    { path: 'templates/a.yaml', content: Buffer.from('a: {{ .Values.a }}\n') },
  ]);

describe('what does not reach Helm', () => {
  test('is nulls and empty lists in maps; not those in lists, references or secrets', () => {
    expect(
      droppedValues({
        a: null,
        b: { c: { d: null, e: 1, none: [] }, f: 'x' },
        list: [null, { g: null, h: [] }],
        nothing: [],
        name: { $backing: 'secret/n/x', field: 'name' },
      }),
    ).toEqual({
      nulls: [['a'], ['b', 'c', 'd']],
      emptyLists: [['b', 'c', 'none'], ['nothing']],
    });
  });
});

describe('emptyPaths', () => {
  test.each<[string, string, string[][], string]>([
    ['a list', 'a: [1, 2]\nb: 2\n', [['a']], 'a: []\nb: 2\n'],
    [
      'a list of maps',
      'a:\n  b:\n    - name: x\n      c: 0644\nd: on\n',
      [['a', 'b']],
      'a:\n  b: []\nd: on\n',
    ],
    ['what is no list', 'a: null\n', [['a']], 'a: []\n'],
    [
      'for a subchart, whose default is not known',
      'b: 1\n',
      [['cache', 'hosts']],
      'b: 1\ncache:\n  hosts: []\n',
    ],
    [
      'for a subchart, where nothing else is set',
      '# none\n',
      [['cache', 'hosts']],
      '# none\n\ncache:\n  hosts: []\n',
    ],
  ])('%s', (_, text, paths, expected) => {
    expect(emptyPaths(text, paths, ['cache'])).toBe(expected);
  });

  test('gives back the very text where there is nothing, or an empty list', () => {
    const text = 'a:   []   # as it was\nb: {c: []}\n';
    expect(emptyPaths(text, [['a'], ['b', 'c'], ['d'], ['a', 'e']], [])).toBe(text);
  });
});

describe('removePaths', () => {
  test.each<[string, string, string[][], string]>([
    ['a scalar', 'a: 1\nb: 2\n', [['a']], 'b: 2\n'],
    ['a whole map', 'a:\n  b: 1\n  c: 2\nd: 3\n', [['a']], 'd: 3\n'],
    ['the last key of a map, which stays a map', 'a:\n  b: 1\nc: 2\n', [['a', 'b']], 'a: {}\nc: 2\n'],
    ['in a flow map', 'a: { b: 1, c: 2 }\n', [['a', 'b']], 'a: { c: 2 }\n'],
    ['several', 'a: 1\nb:\n  c: 1\n  d: 2\n', [['a'], ['b', 'c']], 'b:\n  d: 2\n'],
    [
      'what else is written stays as it is',
      'mode: 0644\non: yes\nf: 1e3\ns: "x"\nt: \'y\'\nz: 1\n',
      [['z']],
      'mode: 0644\non: yes\nf: 1e3\ns: "x"\nt: \'y\'\n',
    ],
    [
      'a text of several lines stays',
      'text: |\n  one\n    two\nz: 1\n',
      [['z']],
      'text: |\n  one\n    two\n',
    ],
  ])('%s', (_, text, paths, expected) => {
    expect(removePaths(text, paths)).toBe(expected);
  });

  test('gives back the very text when nothing stands there', () => {
    const text = 'a:   1 # as it was\n';
    expect(removePaths(text, [['b'], ['a', 'c'], ['a', 'c', 'd']])).toBe(text);
  });

  test('refuses to remove what an alias needs', () => {
    expect(() => removePaths('a: &x {b: 1}\nc: *x\n', [['a']])).toThrow('referred to elsewhere');
  });

  test('removes exactly what is asked, whatever the rest', () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[ -~]{0,12}$/));
    const map = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.oneof(leaf, fc.array(leaf)), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), map, { minKeys: 1 }),
        fc.nat(),
        (values, pick) => {
          const paths = Object.entries(values).flatMap(([outer, inner]) =>
            Object.keys(inner).map((key) => [outer, key]),
          );
          const [outer = '', inner = ''] = paths[pick % paths.length] ?? [];
          const { [inner]: _, ...rest } = values[outer] ?? {};
          expect(removePaths(JSON.stringify(values), [[outer, inner]])).toBe(
            removePaths(JSON.stringify({ ...values, [outer]: { ...rest, gone: 1 } }), [[outer, 'gone']]),
          );
        },
      ),
    );
  });
});

describe('withDefaultsFor', () => {
  test('gives back the same bytes when the chart has no such default', async () => {
    const archive = chart('a: 1\n');
    expect(await withDefaultsFor(archive, { nulls: [['b']], emptyLists: [['c']] })).toBe(archive);
  });

  test('keeps every other file, and is the same on every machine', async () => {
    const edited = await withDefaultsFor(chart('a: 1\nb: [2]\n'), { nulls: [['a']], emptyLists: [['b']] });
    expect(edited.equals(chart('b: []\n'))).toBe(true);
    expect(await inspectArchive(edited)).toMatchObject({ name: 'web', version: '1.0.0' });
    expect(gunzipSync(edited).toString()).toContain('a: {{ .Values.a }}');
  });

  test("refuses a subchart's default, by its name or alias", async () => {
    const yaml =
      'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - {name: redis, alias: cache, version: 1.0.0}\n  - {name: db, version: 1.0.0}\n';
    await expect(
      withDefaultsFor(chart('cache: {}\n', yaml), {
        nulls: [
          ['cache', 'size'],
          ['db', 'x'],
          ['redis', 'y'],
        ],
        emptyLists: [],
      }),
    ).rejects.toThrow('values.cache.size, values.db.x is null, which would remove a default of a subchart');
  });
});
