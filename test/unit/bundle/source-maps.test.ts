import { SourceMap } from 'node:module';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoded, encoded, type Segment } from '../../../scripts/bundle/mappings.ts';
import { ofOwnSources } from '../../../scripts/bundle/source-maps.ts';

const small = fc.nat({ max: 100_000 });
const origin = fc.record({
  source: fc.nat({ max: 3 }),
  line: small,
  column: small,
  name: fc.option(fc.nat({ max: 9 }), { nil: null }),
});
/** As in a map: by growing columns. */
const line = fc
  .uniqueArray(small, { maxLength: 20 })
  .chain((columns) =>
    fc.tuple(
      ...columns
        .toSorted((a, b) => a - b)
        .map((column) =>
          fc.record({ column: fc.constant(column), origin: fc.option(origin, { nil: null }) }),
        ),
    ),
  );
const lines: fc.Arbitrary<Segment[][]> = fc.array(line, { minLength: 1, maxLength: 10 });

const sources = ['../src/cli.ts', '../node_modules/zod/index.js', '../pulumi/declare.ts', 'unused:x'];
const ours = [0, 2];

/** Where a place of a bundle comes from, in whole lines of text: `../src/cli.ts:12:3`. */
function placeIn(map: SourceMap, row: number, column: number): string | null {
  const found = map.findEntry(row, column);
  return 'originalSource' in found && found.originalSource !== undefined
    ? `${found.originalSource}:${found.originalLine}:${found.originalColumn}`
    : null;
}

describe('mappings', () => {
  test('what is encoded is decoded again', () => {
    fc.assert(
      fc.property(lines, (given) => {
        expect(decoded(encoded(given))).toEqual(given);
      }),
    );
  });

  test('the example of the specification', () => {
    expect(decoded('AAgBC,A')).toEqual([
      [
        { column: 0, origin: { source: 0, line: 16, column: 1, name: null } },
        { column: 0, origin: null },
      ],
    ]);
  });
});

describe('a map of own sources', () => {
  test('keeps the place of what is ours, and tells none of what is not', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const whole = {
          version: 3,
          file: '',
          sourceRoot: '',
          sources,
          names: ['a'],
          mappings: encoded(given),
        };
        const own = ofOwnSources(whole);
        expect(own.sources).toEqual(['../src/cli.ts', '../pulumi/declare.ts']);
        const map = new SourceMap({ ...own, sources: [...own.sources], names: [], sourcesContent: [] });
        const wanted = given.flatMap((segments, row) =>
          segments.flatMap(({ column, origin: from }) =>
            from === null || !ours.includes(from.source) ? [] : [{ row, column, from }],
          ),
        );
        expect(wanted.map(({ row, column }) => placeIn(map, row, column))).toEqual(
          wanted.map(({ from }) => `${sources[from.source]}:${from.line}:${from.column}`),
        );
        const kept = decoded(own.mappings).flat();
        expect(kept.filter(({ origin: from }) => from !== null)).toHaveLength(wanted.length);
      }),
    );
  });

  test('a place in a package is not taken for the one of ours before it', () => {
    const segment = (column: number, source: number): Segment => ({
      column,
      origin: { source, line: 4, column: 2, name: null },
    });
    const mappings = encoded([[segment(0, 0), segment(10, 1), segment(20, 1), segment(30, 2)]]);
    const { mappings: own } = ofOwnSources({ sources, names: [], mappings });
    expect(decoded(own)).toEqual([[segment(0, 0), { column: 10, origin: null }, { ...segment(30, 1) }]]);
  });
});
