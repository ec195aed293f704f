import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fit, type Item, type Page, type Part } from '../../../../src/report/check/fitting.ts';
import { ranks } from '../../../../src/report/plan/budget.ts';

const item = (rank: number, ...lines: string[]): Item => ({ rank, lines, detail: null });
const part = (name: string, items: readonly Item[], title = ''): Part => ({ title, head: [], items, name });
const page = (...parts: Part[]): Page => ({ start: ['start'], parts, end: ['end'], whole: 'Elsewhere.' });
const wide = { characters: 1_000_000, bytes: 1_000_000 };

describe('a page', () => {
  test('that has room for all says nothing of room, and keeps its order', () => {
    const late = part('late', [item(9, 'first')]);
    const early = part('early', [item(1, 'second')], 'Fold');
    expect(
      fit(page(late, early), wide)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual(['start', 'first', '<details><summary>Fold</summary>', 'second', '</details>', 'end']);
  });

  test('that has not gives it to what ranks first, wherever it stands', () => {
    const text = 'x'.repeat(100);
    const given = page(
      part('warning', [item(ranks.warnings, `late ${text}`)]),
      part('error', [item(ranks.errors, `early ${text}`)]),
    );
    const short = fit(given, { characters: 250, bytes: 250 });
    expect(short).toContain('early');
    expect(short).not.toContain('late');
    expect(short).toContain('_Left out, since GitHub takes no more: 1 warning. Elsewhere._');
  });

  test('that has room for nothing has its first and last lines', () => {
    const given = page(part('error', [item(0, 'x')]));
    expect(fit(given, { characters: 10, bytes: 10 })).toBe(
      'start\n\n_Left out, since GitHub takes no more: 1 error. Elsewhere._\nend\n',
    );
  });

  test('says in each part how much of it is missing, and once how much of what', () => {
    const rows = (label: string): Part =>
      part(
        'object',
        Array.from({ length: 10 }, (_, index) => item(1, `${label}${index}${'x'.repeat(20)}`)),
      );
    const short = fit(page(rows('a'), rows('b')), { characters: 500, bytes: 500 });
    expect(short.match(/^[ab]\d/gm)?.join(' ')).toBe('a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5');
    expect(short.match(/^_….*$/gm)).toEqual(['_… and 4 more_']);
    expect(short).toContain(': 4 objects.');
  });

  test('lists what it has no details for; a big one does not keep small ones out', () => {
    const detailed = (name: string, size: number): Item => ({
      rank: 1,
      lines: [name],
      detail: { rank: 2, name: 'diff', size, lines: () => ['d'.repeat(size)] },
    });
    const items = [detailed('big', 5_000), detailed('small', 10)];
    const short = fit(page(part('object', items)), { characters: 300, bytes: 300 });
    expect(short).toMatch(/^big\nsmall\nd{10}$/m);
    expect(short).toContain('1 diff.');
  });

  test('never puts into lines what clearly has no place', () => {
    const refused = (): never => {
      throw new Error('asked for');
    };
    const detail = { rank: 2, name: 'diff', size: 10_000, lines: refused };
    const huge = page(part('object', [{ rank: 1, lines: ['named'], detail }]));
    expect(fit(huge, { characters: 5_000, bytes: 50_000 })).toContain('named');
    expect(fit(huge, { characters: 50_000, bytes: 5_000 })).toContain('1 diff.');
  });
});

describe('any page', () => {
  const text = fc
    .oneof(fc.string({ maxLength: 30 }), fc.constantFrom('é', '界', '🚀', '````', '```', ''))
    .map((one) => `· ${one.replaceAll('\n', ' ').toWellFormed()}`);
  interface Wish {
    readonly rank: number;
    readonly text: string;
    readonly detail: { readonly rank: number; readonly text: string } | null;
  }
  const rank = fc.nat({ max: 4 });
  const wish: fc.Arbitrary<Wish> = fc.record({
    rank,
    text,
    detail: fc.option(fc.record({ rank, text }), { nil: null }),
  });
  const parts = fc.array(
    fc.record({
      name: fc.constantFrom('object', 'risk', 'hook'),
      title: fc.constantFrom('', 'Fold'),
      wishes: fc.array(wish, { maxLength: 6 }),
    }),
    { maxLength: 4 },
  );
  /** Each item and detail can be told from all others: `i3.1` and `d3.1`. */
  const built = (given: readonly { name: string; title: string; wishes: readonly Wish[] }[]): Page =>
    page(
      ...given.map(({ name, title, wishes }, at): Part => ({
        name,
        title,
        head: [`head ${at}`],
        items: wishes.map((one, index) => {
          const { detail } = one;
          const lines = [`<i${at}.${index}>`, one.text, `</i${at}.${index}>`];
          return {
            rank: one.rank,
            lines,
            detail:
              detail === null
                ? null
                : {
                    rank: detail.rank + 5,
                    name: 'diff',
                    size: detail.text.length,
                    lines: () => ['```', `<d${at}.${index}>`, `</d${at}.${index}>`, '```'],
                  },
          };
        }),
      })),
    );

  test('fits, in characters and in bytes; what is there is whole; what is not is counted', () => {
    const limit = fc.record({
      characters: fc.integer({ min: 160, max: 1_500 }),
      bytes: fc.integer({ min: 160, max: 1_500 }),
    });
    fc.assert(
      fc.property(parts, limit, (given, most) => {
        const asked = built(given);
        const whole = fit(asked, most);
        expect(whole.length).toBeLessThanOrEqual(most.characters);
        expect(Buffer.byteLength(whole)).toBeLessThanOrEqual(most.bytes);
        expect(whole.isWellFormed()).toBe(true);
        expect(whole.startsWith('start\n') && whole.endsWith('end\n')).toBe(true);

        const lines = whole.split('\n');
        const count = (line: RegExp): number => lines.filter((one) => line.test(one)).length;
        expect(count(/^<i\d/)).toBe(count(/^<\/i\d/));
        expect(count(/^<d\d/)).toBe(count(/^<\/d\d/));
        expect(count(/^<details>/)).toBe(count(/^<\/details>/));
        expect(
          lines.filter(
            (one) => one.startsWith('<d') && /\d/.test(one) && !lines.includes(one.replace('d', 'i')),
          ),
        ).toEqual([]);

        const said = (name: string): number =>
          Number(
            new RegExp(`(\\d+) ${name}s?[,.]`).exec(
              lines.find((one) => one.startsWith('_Left out')) ?? '',
            )?.[1] ?? 0,
          );
        const shown = new Set(lines);
        for (const name of ['object', 'risk', 'hook']) {
          const ids = given.flatMap(({ name: own, wishes }, at) =>
            own === name ? wishes.map((_, index) => `<i${at}.${index}>`) : [],
          );
          expect(said(name)).toBe(ids.filter((id) => !shown.has(id)).length);
        }
        const details = given.flatMap(({ wishes }) => wishes.filter(({ detail }) => detail !== null)).length;
        expect(said('diff')).toBe(details - count(/^<d\d/));
      }),
      { numRuns: 10_000 },
    );
  });

  test('leaves out nothing of a part before what ranks below it', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 160, max: 800 }), (given, characters) => {
        const shown = new Set(fit(built(given), { characters, bytes: 10_000 }).split('\n'));
        for (const [at, { wishes }] of given.entries()) {
          const ordered = wishes
            .map((one, index) => ({ rank: one.rank, isShown: shown.has(`<i${at}.${index}>`) }))
            .toSorted((a, b) => a.rank - b.rank)
            .map(({ isShown }) => isShown);
          expect(ordered.toSorted((a, b) => Number(b) - Number(a))).toEqual(ordered);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
