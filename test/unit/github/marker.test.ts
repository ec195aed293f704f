import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, isOf, markerIn, markerLine, payloadOf } from '../../../src/github/marker.ts';

const word = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());
const content = fc.record({
  stack: word,
  directory: word,
  digest: fc.option(word),
  commit: fc.option(word),
  text: word,
});

describe('the marker', () => {
  test('gives back what was put in, below any text, with any ends of lines', () => {
    fc.assert(
      fc.property(content, word, fc.constantFrom('\n', '\r\n'), (given, text, end) => {
        const body = `${text}\n\n${markerLine(payloadOf(given), null)}`.replaceAll('\n', end);
        expect(markerIn(body)).toMatchObject({ content: given, signature: null, isLast: true });
      }),
    );
  });

  test('the text above it keeps its hash whatever the ends of lines are', () => {
    fc.assert(
      fc.property(
        content,
        fc.array(fc.constantFrom('a', 'é', '\n', ' ', '```'), { maxLength: 30 }),
        (given, parts) => {
          const text = parts.join('').trim();
          const body = `${text}\n\n${markerLine(payloadOf(given), null)}`.replaceAll('\n', '\r\n');
          expect(hashOf(markerIn(body)?.above ?? '')).toBe(hashOf(text));
        },
      ),
    );
  });

  test('is one line of an HTML comment that nothing inside can end', () => {
    fc.assert(
      fc.property(content, (given) => {
        expect(markerLine(payloadOf(given), 'x'.repeat(43))).toMatch(/^<!-- [\w: -]+ -->$/);
      }),
    );
  });

  test('belongs to exactly one identity', () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        const marker = markerIn(markerLine(payloadOf(a), null));
        const areSame = a.stack === b.stack && a.directory === b.directory;
        expect(marker !== null && isOf(marker, a)).toBe(true);
        expect(marker !== null && isOf(marker, b)).toBe(areSame);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['text before it on the line', `> ${markerLine(payloadOf(sample()), null)}`],
    ['text after it on the line', `${markerLine(payloadOf(sample()), null)} x`],
    ['another version', markerLine(payloadOf(sample()), null).replace(' v1 ', ' v2 ')],
    ['no base64url', '<!-- k8s-deploy:comment v1 e30= - -->'],
    ['no JSON', '<!-- k8s-deploy:comment v1 AAAA - -->'],
    ['a list', markerLine(Buffer.from('[]').toString('base64url'), null)],
    ['parts missing', markerLine(Buffer.from('{"stack":"a"}').toString('base64url'), null)],
    ['a signature of another length', markerLine(payloadOf(sample()), 'abc')],
    ['endless', `<!-- k8s-deploy:comment v1 ${'A'.repeat(100_000)} - -->`],
  ])('is none: %s', (_, body) => {
    expect(markerIn(body)).toBeNull();
  });

  test('the last one counts', () => {
    const [first, last] = ['first', 'last'].map((stack) =>
      markerLine(payloadOf({ ...sample(), stack }), null),
    );
    expect(markerIn(`${first}\n${last}\nthanks!`)).toMatchObject({
      content: { stack: 'last' },
      isLast: false,
    });
  });
});

function sample() {
  return { stack: 'prod', directory: '.', digest: null, commit: null, text: '' };
}
