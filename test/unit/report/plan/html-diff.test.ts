import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Data } from '../../../../src/kubernetes/data.ts';
import { dataText } from '../../../../src/report/plan/html/data-text.ts';
import { parted } from '../../../../src/report/plan/html/emphasis.ts';
import { textDiff } from '../../../../src/report/plan/html/text-diff.ts';

describe('parted', () => {
  test.each([
    ['a tag', 'loki:2.9.1', 'loki:2.9.2', ['loki:', '2.9.1', ''], ['loki:', '2.9.2', '']],
    [
      'a host',
      'https://a.example/push',
      'https://b.example/push',
      ['https://', 'a.example', '/push'],
      ['https://', 'b.example', '/push'],
    ],
    ['more at the end', 'a b', 'a b c', ['a b', '', ''], ['a b', ' c', '']],
  ])('%s', (_name, before, after, one, other) => {
    const parts = parted(before, after);
    expect(parts?.map(({ start, differs, end }) => [start, differs, end])).toEqual([one, other]);
  });

  test.each([
    ['nothing in common', 'true', 'false'],
    ['the same', 'a b', 'a b'],
    ['an empty one', '', 'a'],
  ])('%s is told as a whole', (_name, before, after) => {
    expect(parted(before, after)).toBeNull();
  });

  test('the parts are the text, and no character is cut in two', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '/', '😀', '😁', '.', 'é') });
    fc.assert(
      fc.property(word, word, (before, after) => {
        const parts = parted(before, after);
        parts?.forEach(({ start, differs, end }, side) => {
          expect(start + differs + end).toBe([before, after][side]);
          expect([start, differs, end].every((part) => part.isWellFormed())).toBe(true);
        });
      }),
    );
  });
});

describe('dataText', () => {
  test('is YAML of the same data', () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('a', 'a b', '', '- x', 'true', '1', 'a: b', '#', '?', '---'),
    );
    const leaf = fc.oneof(
      key,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.constantFrom('0x1f', '.inf', 'a\nb', 'a\nb\n', ' a\nb', 'a\n\n', 'a #b', 'x:', '{', '1e3', '~'),
    );
    const { data } = fc.letrec<{ data: Data }>((tie) => ({
      data: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        leaf,
        fc.array(tie('data'), { maxLength: 4 }),
        fc.dictionary(key, tie('data'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(data, (value) => {
        const isText = typeof value === 'string' && value.includes('\n');
        expect(isText ? dataText(value) : parse(dataText(value))).toEqual(value);
      }),
    );
  });

  test('reads as a manifest does', () => {
    expect(dataText({ spec: { ports: [{ port: 80, name: 'http' }], args: [], script: 'a\nb\n' } })).toBe(
      'spec:\n  ports:\n    - port: 80\n      name: http\n  args: []\n  script: |\n    a\n    b',
    );
  });
});

test('a text diff keeps removed lines before those that come in their place', () => {
  const source = String(
    textDiff([
      { mark: 'skipped', count: 1 },
      { mark: 'same', text: '<a>' },
      { mark: 'removed', text: 'port: 1' },
      { mark: 'removed', text: '' },
      { mark: 'added', text: 'port: 2' },
      { mark: 'added', text: 'x' },
      { mark: 'removed', text: 'last' },
    ]),
  );
  expect(source.replaceAll('\n', '')).toBe(
    '<div class="text"><p class="skipped">1 unchanged line</p>' +
      '<div class="pair same"><div><span>&lt;a&gt;</span></div><div aria-hidden="true"><span>&lt;a&gt;</span></div></div>' +
      '<div class="pair"><del><span>port: <b>1</b></span><span></span></del><ins><span>port: <b>2</b></span><span>x</span></ins></div>' +
      '<div class="pair"><del><span>last</span></del></div></div>',
  );
});
