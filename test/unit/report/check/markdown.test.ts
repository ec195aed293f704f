import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, inert } from '../../../../src/report/check/markdown-text.ts';
import { checkMarkdown, commentLimit, summaryLimit } from '../../../../src/report/check/markdown.ts';
import { finding, mixed, outcome, result } from './results.ts';

test('one of everything', () => {
  expect(checkMarkdown(mixed, commentLimit)).toBe(
    [
      '### ❌ Contract check: 1 error, 1 warning',
      '',
      'Checked 3 cases of 1 release in 0.31 s: 1 error, 1 warning; 1 waived, 2 not checked.',
      '',
      '| Rule | Case | Where | What is wrong |',
      '|---|---|---|---|',
      '| `SF-9` | prod: web/ha and 1 more case | `contracts/web.yaml:12` Deployment shop/web, spec.replicas | two replicas share one volume<br>→ Set replicas to 1. |',
      '',
      '',
      '<details><summary>1 warning</summary>',
      '',
      '| Rule | Case | Where | What is wrong |',
      '|---|---|---|---|',
      '| `values/unknown` | prod: web/ha | `deploy.yaml:3` | no template reads "replicaz" |',
      '',
      '</details>',
      '',
      '<details><summary>1 waived</summary>',
      '',
      '| Rule | Case | Where | Until | Reason |',
      '|---|---|---|---|---|',
      '| `hardening/probes` | prod: web/ha | Deployment shop/web, spec.replicas | 2027\\-01\\-31 | a batch job |',
      '',
      '</details>',
      '',
      '<details><summary>2 not checked</summary>',
      '',
      '| Rule | Cases | What is not known |',
      '|---|---|---|',
      '| `SF-12` | 2 | the keys of Secret shop/login, which somebody else makes |',
      '',
      '</details>',
      '',
      '<details><summary>3 cases</summary>',
      '',
      '| | Case | Objects | Rules | Findings |',
      '|---|---|---|---|---|',
      '| ❌ | prod: web/ha \\(1.33\\) | 14 | 40 | 2 |',
      '| ✅ | prod: web/short\\-key \\(1.33\\) (failed) | 0 | 0 | 0 |',
      '| ❌ | prod: web/ha \\(1.31\\) | 14 | 40 | 1 |',
      '',
      '</details>',
      '',
      '<details><summary>Coverage</summary>',
      '',
      '| Chart | Templates | Branches | Values |',
      '|---|---|---|---|',
      '| web | 7/8 | 199/200 | 0/0 |',
      '',
      '</details>',
      '',
    ].join('\n'),
  );
});

test.each([
  ['✅', result(), 'no findings'],
  ['⚠️', result({ findings: [finding({ severity: 'warning' })] }), '1 warning'],
  ['✅', result({ findings: [finding({ severity: 'notice' })] }), '1 notice'],
  ['✅', result({ findings: [finding({ waiver: { reason: 'x', until: '2027-01-01' } })] }), 'no findings'],
])('%s', (mark, given, text) => {
  expect(checkMarkdown(given, commentLimit).split('\n')[0]).toBe(`### ${mark} Contract check: ${text}`);
});

describe('what GitHub takes', () => {
  const many = (count: number, message: string) =>
    result({
      cases: Array.from({ length: 500 }, (_, index) => outcome({ name: `case-${index}` })),
      findings: Array.from({ length: count }, (_, index) =>
        finding({ severity: index % 3 === 0 ? 'warning' : 'error', message: `${index} ${message}` }),
      ),
    });

  test('errors stay, the rest is counted', () => {
    const page = checkMarkdown(many(600, 'é'.repeat(100)), commentLimit);
    expect(page.length).toBeLessThanOrEqual(commentLimit.characters);
    expect(page).toContain('### ❌ Contract check: 400 errors, 200 warnings');
    const [, errors, warnings, cases] =
      /_Left out, since GitHub takes no more: (\d+) errors, (\d+) warnings, (\d+) cases\. The JSON report has all\._\n$/.exec(
        page,
      ) ?? [];
    const rows = page.match(/^\| `SF-9`/gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(100);
    expect([Number(errors) + rows, warnings, cases]).toEqual([400, '200', '500']);
  });

  test('folds that are begun are ended', () => {
    const page = checkMarkdown(many(300, 'x'.repeat(400)), { characters: 60_000, bytes: 200_000 });
    expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length);
  });

  test('never more than it takes, by characters and by bytes', () => {
    const anyLimit = fc.record({
      characters: fc.integer({ min: 1_000, max: 80_000 }),
      bytes: fc.integer({ min: 1_000, max: 80_000 }),
    });
    fc.assert(
      fc.property(
        anyLimit,
        fc.integer({ min: 0, max: 300 }),
        fc.string({ unit: 'binary' }),
        (limit, count, text) => {
          const page = checkMarkdown(many(count, text), limit);
          expect(page.length).toBeLessThanOrEqual(limit.characters);
          expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit.bytes);
          expect(page.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a summary takes more', () => {
    const page = checkMarkdown(many(600, 'x'.repeat(100)), summaryLimit);
    expect(page).not.toContain('Left out');
  });
});

test.each([
  ['@all', '@\u200ball'],
  ['a|b', 'a\\|b'],
  ['a\n\n# b', 'a \\#\u200b b'],
  ['<b> & `c`', '&lt;b&gt; &amp; \\`c\\`'],
  ['https://x.example', 'https:\u200b//x.example'],
  ['see #12 and GH-3', 'see \\#\u200b12 and GH\u200b\\-3'],
])('%j is read as it is written', (text, expected) => expect(inert(text)).toBe(expected));

test.each([
  ['', ''],
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['a|b\nc', '`a\\|b c`'],
  ['a\\|b', '`a\\\u200b\\|b`'],
  ['<!-- x', '`<\u200b!-- x`'],
])('%j as code', (text, expected) => expect(code(text)).toBe(expected));
