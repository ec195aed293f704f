import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html } from '../../../../src/report/plan/html/markup.ts';
import { hostile } from '../../../setup/hostile-text.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', 'a', ' ', '\n', '\u202E', '\u0000') }),
  fc.constantFrom(...hostile),
);

/** As a browser reads it. */
const unescaped = (source: string): string =>
  source
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('html', () => {
  test('no text leaves its place, and all of it is there', () => {
    fc.assert(
      fc.property(text, (value) => {
        const source = String(html`${value}`);
        expect(source).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        const shown = value
          .toWellFormed()
          .replaceAll(
            /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
            (one) => `⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
          );
        expect(unescaped(source)).toBe(shown);
      }),
    );
  });

  test.each([
    ['markup', html`<b>${'<'}</b>`, '<i><b>&lt;</b></i>'],
    ['a list of both', ['<', html`<br />`, 1], '<i>&lt;<br />1</i>'],
    ['nothing', null, '<i></i>'],
    ['what nobody sees', 'a\u200B\u202Eb\u0000', '<i>a⟨U+200B⟩⟨U+202E⟩b⟨U+0000⟩</i>'],
    ['a lone surrogate', '\uD800', '<i>\uFFFD</i>'],
  ])('%s', (_name, value, expected) => {
    expect(String(html`<i>${value}</i>`)).toBe(expected);
  });

  test('the layout of a template is not that of the page', () => {
    expect(
      String(
        html`<ul>
          ${' a\n  b'}
        </ul>`,
      ),
    ).toBe('<ul>\n a\n  b\n</ul>');
  });
});
