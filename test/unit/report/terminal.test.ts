import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recorder, screenOf } from './recorder.ts';

const screen = { isTTY: true, columns: 20, rows: 6 };

describe('where text goes', () => {
  test('results to stdout, the rest to stderr', () => {
    const target = recorder();
    target.out('result');
    target.note('progress');
    expect(target.written).toEqual([
      ['stdout', 'result\n'],
      ['stderr', 'progress\n'],
    ]);
  });

  test.each([
    ['a file', {}, false, false],
    ['a terminal', { isTTY: true }, true, true],
    ['a terminal without colours', { isTTY: true, environment: { NO_COLOR: '1' } }, true, false],
    ['a terminal that cannot move', { isTTY: true, environment: { TERM: 'dumb' } }, false, true],
    ['a terminal in CI', { isTTY: true, environment: { CI: 'true' } }, false, true],
  ])('%s', (_, options, interactive, coloured) => {
    const target = recorder(options);
    expect(target.interactive).toBe(interactive);
    expect(target.style('red', 'x')).toBe(coloured ? '\u001B[31mx\u001B[39m' : 'x');
    target.live(['running']);
    expect(target.stderr === '').toBe(!interactive);
  });
});

describe('live lines', () => {
  test('are drawn over, and stay below what is noted', () => {
    const target = recorder(screen);
    target.live(['a', 'b']);
    target.live(['a']);
    target.note('done: b');
    expect(screenOf(target.stderr)).toEqual(['done: b']);
    target.live(['a again']);
    expect(screenOf(target.stderr)).toEqual(['done: b', 'a again']);
    target.live([]);
    expect(screenOf(target.stderr)).toEqual(['done: b']);
  });

  test('are gone before a result is written', () => {
    const target = recorder(screen);
    target.live(['a']);
    target.out('result');
    expect(target.written.map(([name]) => name)).toEqual(['stderr', 'stderr', 'stdout']);
    expect(screenOf(target.stderr)).toEqual([]);
  });

  test('fit, in width and in height: what has left the screen could not be drawn over', () => {
    const target = recorder(screen);
    target.live(Array.from({ length: 9 }, (_, line) => `${line} is a line that is too long`));
    expect(screenOf(target.stderr)).toEqual([
      '0 is a line that is',
      '1 is a line that is',
      '2 is a line that is',
      '  … and 6 more',
    ]);
  });

  test('a terminal of unknown size has the usual one', () => {
    const target = recorder({ isTTY: true, columns: 0, rows: 0 });
    target.live(['x'.repeat(100)]);
    expect(screenOf(target.stderr)).toEqual(['x'.repeat(79)]);
  });

  test('whatever is drawn and noted in whatever order: all notes, then the last live lines', () => {
    const line = fc.stringMatching(/^[a-z]{0,30}$/);
    const action = fc.oneof(fc.record({ note: line }), fc.record({ live: fc.array(line, { maxLength: 8 }) }));
    fc.assert(
      fc.property(fc.array(action), fc.array(line, { maxLength: 4 }), (actions, last) => {
        const target = recorder(screen);
        for (const done of actions) {
          if ('note' in done) target.note(done.note);
          else target.live(done.live);
        }
        target.live(last);
        expect(screenOf(target.stderr)).toEqual([
          ...actions.flatMap((done) => ('note' in done ? [done.note] : [])),
          ...last.map((text) => text.slice(0, 19)),
        ]);
      }),
    );
  });
});
