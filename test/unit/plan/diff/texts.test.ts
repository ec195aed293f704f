import { describe, expect, test } from 'vitest';
import type { FieldChange } from '../../../../src/plan/plan.ts';
import { diffData } from '../../../../src/plan/diff/index.ts';
import { lineText, toldOf } from './told.ts';

const data = (text: string, key = 'config.yaml') => ({ data: { [key]: text } });
const differ = (before: string, after: string, key?: string): string[] =>
  toldOf(data(before, key), data(after, key), 'v1 ConfigMap');

const change = (before: string, after: string, key = 'run.sh'): FieldChange | undefined =>
  diffData(data(before, key), data(after, key), { apiVersion: 'v1', kind: 'ConfigMap' }).fields[0];
const lines = (before: string, after: string): string[] | undefined =>
  change(before, after)?.lines?.map(lineText);

describe('documents in texts', () => {
  test.each([
    [
      'a file of YAML',
      'config.yaml',
      'loki:\n  url: a\n  # why\n',
      'loki:\n  url: b\n',
      '~ data["config.yaml"] » loki.url "a" → "b"',
    ],
    ['YAML on one line, by the name of its file', 'a.yml', 'a: 1', 'a: 2', '~ data["a.yml"] » a 1 → 2'],
    ['YAML in a text of any name', 'config', 'a: 1\nb: 1\n', 'a: 1\nb: 2\n', '~ data.config » b 1 → 2'],
    [
      'a file of JSON',
      'dashboard.json',
      '{"panels": [{"id": 1, "title": "a"}]}',
      '{"panels":[{"id":1,"title":"b"}]}',
      '~ data["dashboard.json"] » panels[1].title "a" → "b"',
    ],
    ['a list', 'list.json', '[1, 2, 3]', '[0, 1, 2, 3]', '+ data["list.json"] » [0] 0'],
    [
      'JSON in YAML',
      'a.yaml',
      'x:\n  y: \'{"z": 1}\'\n',
      'x:\n  y: \'{"z": 2}\'\n',
      '~ data["a.yaml"] » x.y » z 1 → 2',
    ],
    ['another form', 'a.yaml', '{"a": 1}', 'a: 2\n', '~ data["a.yaml"] » a 1 → 2'],
  ])('%s', (_, key, before, after, line) => {
    expect(differ(before, after, key)).toEqual([line]);
  });

  test('in annotations and variables', () => {
    const pod = (size: number) => ({
      metadata: { annotations: { 'example.com/config': `{"size": ${size}}` } },
      spec: { containers: [{ name: 'm', env: [{ name: 'CONFIG', value: `{"size": ${size}}` }] }] },
    });
    expect(toldOf(pod(1), pod(2), 'v1 Pod')).toEqual([
      '~ metadata.annotations["example.com/config"] » size 1 → 2',
      '~ spec.containers[m].env[CONFIG].value » size 1 → 2',
    ]);
  });

  test('noise in them is noise, order and null are not', () => {
    const pod = (name: string, checksum: string, cpu: string): string =>
      `metadata:\n  annotations: {checksum/config: ${checksum}}\nspec:\n  secret: ${name}\n  limits: {cpu: ${cpu}}\n`;
    expect(differ(pod('a-xxxxxxxx', 'one', '1'), pod('a-b108a986', 'two', '1000m'))).toEqual([
      '(1 checksum) data["config.yaml"] » metadata.annotations["checksum/config"]',
      '(1 generated-name) data["config.yaml"] » spec.secret',
      '(1 spelling) data["config.yaml"] » spec.limits.cpu',
    ]);
    expect(differ('verbs: [a, b]\nx: null\nstatus: 1\n', 'verbs: [b, a]\nstatus: 2\n')).toEqual([
      '- data["config.yaml"] » verbs[0] "a"',
      '+ data["config.yaml"] » verbs[1] "a"',
      '~ data["config.yaml"] » status 1 → 2',
      '- data["config.yaml"] » x null',
    ]);
  });

  test('that differ in comments or form only are compared as texts', () => {
    const found = change('a: 1\n# old\n', 'a: 1\n# new\n', 'c.yaml');
    expect(found?.place).toEqual(['data', 'c.yaml']);
    expect(found?.lines?.map(lineText)).toEqual([' a: 1', '-# old', '+# new', ' ']);
    expect(change('{"a":1}', '{ "a": 1 }', 'c.json')?.lines?.map(lineText)).toEqual([
      '-{"a":1}',
      '+{ "a": 1 }',
    ]);
  });

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map((pair) => {
        const list = Array.from({ length: 9 }, () => `*${pair[0]}`).join(', ');
        return `${pair[1]}: &${pair[1]} [${list}]`;
      }),
    )
    .join('\n');
  test.each([
    ['an alias bomb', bomb],
    ['brackets without end', `a: ${'['.repeat(10_000)}\n`],
    ['too deep', `a: ${'['.repeat(80)}${']'.repeat(80)}\n`],
    ['too deep as JSON', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['too large', `a:\n${'- some longer text in a list\n'.repeat(10_000)}`],
    ['keys that stand twice', 'a: 1\na: 2\n'],
    ['numbers that are read as the same', 'a: 12345678901234567890\n'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['tags', 'a: !!binary aGVsbG8=\n'],
    ['no map or list', 'text\nand more\n'],
  ])('are texts: %s', (_, text) => {
    const start = performance.now();
    const found = change(text, `${text}\n# more`, 'c.yaml');
    expect(found?.place).toEqual(['data', 'c.yaml']);
    expect(found?.lines?.at(-1)).toEqual({ mark: 'added', text: '# more' });
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('no more than three, one in the other', () => {
    const nested = (depth: number, value: number): string =>
      depth === 0 ? `{"v": ${value}}` : JSON.stringify({ in: nested(depth - 1, value) });
    const [line] = differ(nested(5, 1), nested(5, 2), 'c.json');
    expect(line?.split(' » ')).toHaveLength(4);
  });
});

describe('lines', () => {
  test('around each change, gaps counted', () => {
    const text = (edit: string): string =>
      ['#!/bin/sh', ...Array.from({ length: 20 }, (_, index) => `echo ${index}`), edit, 'exit', 'end'].join(
        '\n',
      );
    expect(lines(text('old'), text('new'))).toEqual([
      '… 18',
      ' echo 17',
      ' echo 18',
      ' echo 19',
      '-old',
      '+new',
      ' exit',
      ' end',
    ]);
  });

  test('a gap of one line is that line', () => {
    const text = (a: string, b: string): string => [a, 1, 2, 3, 4, 5, 6, 7, b].join('\n');
    expect(lines(text('x', 'x'), text('y', 'y'))).toEqual([
      '-x',
      '+y',
      ' 1',
      ' 2',
      ' 3',
      ' 4',
      ' 5',
      ' 6',
      ' 7',
      '-x',
      '+y',
    ]);
  });

  test('the last line break is a line of its own', () => {
    expect(lines('a\nb', 'a\nb\n')).toEqual([' a', ' b', '+']);
  });

  test('generated names in them are noise', () => {
    const { fields, folded } = diffData(
      data('mount creds-xxxxxxxx\necho a', 'run.sh'),
      data('mount creds-b108a986\necho b', 'run.sh'),
      { apiVersion: 'v1', kind: 'ConfigMap' },
    );
    expect(fields[0]?.lines?.map(lineText)).toEqual([' mount creds-xxxxxxxx', '-echo a', '+echo b']);
    expect(folded).toEqual([{ noise: 'generated-name', count: 1, places: [['data', 'run.sh']] }]);
  });

  test('of nearly everything: what is the same at both ends stays', () => {
    const text = (start: string): string =>
      ['same', ...Array.from({ length: 3000 }, (_, index) => `${start} ${index}`), 'end'].join('\n');
    const start = performance.now();
    const told = lines(text('a'), text('b')) ?? [];
    expect(performance.now() - start).toBeLessThan(15_000);
    expect([told[0], told[1], told.at(-2), told.at(-1), told.length]).toEqual([
      ' same',
      '-a 0',
      '+b 2999',
      ' end',
      6002,
    ]);
  });
});
