/** Text of others in every report: shown, and nothing else. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../../src/contract/finding.ts';
import { checkAnnotations } from '../../../../src/report/check/annotations.ts';
import { checkJunit } from '../../../../src/report/check/junit.ts';
import { checkMarkdown, commentLimit } from '../../../../src/report/check/markdown.ts';
import { checkSarif } from '../../../../src/report/check/sarif.ts';
import { checkLines } from '../../../../src/report/check/terminal.ts';
import { recorder } from '../recorder.ts';
import { finding, hostile, outcome, result } from './results.ts';

/** A result that says it wherever a chart, a contract or a stack file can say something. */
function saying(text: string): CheckResult {
  const said = finding({
    rule: text,
    release: text,
    stack: text,
    case: text,
    object: { apiVersion: text, kind: text, namespace: text, name: text },
    path: [text, 0],
    template: text,
    message: text,
    hint: text,
    source: { file: text, line: 1, column: 1 },
    alsoIn: [text],
  });
  const place = { release: text, stack: text, case: text };
  return result({
    cases: [outcome({ name: text, release: text, stack: text, kubeVersion: text, findings: 1 })],
    findings: [
      said,
      { ...said, severity: 'warning' },
      { ...said, severity: 'notice', waiver: { reason: text, until: text } },
      { ...said, source: null },
    ],
    unjudged: [{ rule: text, ...place, reason: text }],
    coverage: {
      charts: ['a', 'b'].map(() => ({
        chart: text,
        templates: { reached: 0, total: 1, missed: [text] },
        branches: { reached: 0, total: 1, missed: [text] },
        values: { reached: 0, total: 1, missed: [text] },
      })),
    },
    renderer: text,
  });
}

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile), fc.string());

const texts = fc.array(anyText, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\n'));

/** Holds for the hostile texts, and for random ones. */
function always(holds: (text: string) => void): void {
  for (const text of hostile) holds(text);
  fc.assert(fc.property(texts, holds), { numRuns: 500 });
}

// oxlint-disable-next-line no-control-regex -- they are what must not be there
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('in a terminal', () => {
  test('nothing moves the cursor, and a runner that reads along finds no command', () => {
    always((text) => {
      const lines = checkLines(saying(text), recorder(), { verbose: true }).join('\n').split('\n');
      expect(
        lines.filter((line) => controls.test(line) || /^\s*::/.test(line) || line.includes('##[')),
      ).toEqual([]);
    });
  });
});

describe('in annotations', () => {
  test('each is one command, with its own properties and no others', () => {
    always((text) => {
      for (const line of checkAnnotations(saying(text))) {
        const [, properties = ''] = /^::(?:error|warning|notice)(?: ([^:]*))?::[^\n\r]*$/.exec(line) ?? [];
        const names = properties.split(',').map((property) => property.split('=')[0]);
        expect([['title'], ['file', 'line', 'col', 'title']]).toContainEqual(names);
        expect(controls.test(line)).toBe(false);
      }
    });
  });
});

describe('in XML', () => {
  const wellFormed =
    /^<\?xml[^>]*\?>\n(?:\s*(?:<\/?[a-z-]+(?: [a-z]+="[^"<>&]*(?:&(?:amp|lt|gt|quot|#10|#9);[^"<>&]*)*")*\/?>|[^<>&]|&(?:amp|lt|gt);))*$/;

  test('tags are ours only, and every character is one of XML', () => {
    always((text) => {
      const xml = checkJunit(saying(text), { failOn: 'error' });
      expect(xml).toMatch(wellFormed);
      expect(xml.isWellFormed() && !controls.test(xml) && !/[\ufffe\uffff]/.test(xml)).toBe(true);
      const opened = [...xml.matchAll(/<([a-z-]+)(?: [^>]*)?(?<!\/)>/g)].map(([, name]) => name);
      const closed = [...xml.matchAll(/<\/([a-z-]+)>/g)].map(([, name]) => name);
      expect(Map.groupBy(opened, String).size).toBe(Map.groupBy(closed, String).size);
      expect(opened).toHaveLength(closed.length);
    });
  });
});

describe('in SARIF', () => {
  test('no message holds a link, and addresses are relative', () => {
    always((text) => {
      const { runs } = checkSarif(saying(text), new Map(), { version: '1' });
      for (const { message, locations } of runs[0]?.results ?? []) {
        expect(message.text).not.toMatch(/\]\(/);
        expect(message.text).not.toBe('');
        const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
        expect(uri).toMatch(/^[A-Za-z0-9\-._~!'()*%/]*$/);
      }
    });
  });
});

describe('in Markdown', () => {
  const page = (text: string): string => checkMarkdown(saying(text), commentLimit);
  /** Without code spans, in which GitHub looks for nothing. */
  const outside = (markdown: string): string =>
    markdown.replaceAll(/(?<![\\`])(`+)(?!`)(.*?[^`])\1(?!`)/g, '');

  test('nobody is called, nothing is linked, and all HTML is ours', () => {
    always((text) => {
      const prose = outside(page(text));
      const tags = [...prose.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
      const ours = ['<details>', '</details>', '<summary>', '</summary>', '<br>'];
      expect(tags.filter((tag) => !ours.includes(tag))).toEqual([]);
      expect(prose).not.toMatch(/@\w|:\/\/|www\.|(?<!#)#\d|GH-\d|<!--/i);
      expect(prose).not.toMatch(/(?<!\\)[[\]]/);
    });
  });

  test('every line is one of ours: a heading, a row with its cells, a fold', () => {
    always((text) => {
      const lines = page(text).split('\n').slice(1);
      const strange = lines.filter(
        (line) => !/^(?:|Checked .*|\| .* \||\|(?:---\|)+|<details>.*|<\/details>)$/.test(line),
      );
      expect(strange).toEqual([]);
      const widths = new Set([4, 5, 3]);
      const cells = lines
        .filter((line) => line.startsWith('| '))
        .map((line) => line.split(/(?<!\\)\|/).length - 2);
      expect(cells.filter((count) => !widths.has(count))).toEqual([]);
    });
  });
});
