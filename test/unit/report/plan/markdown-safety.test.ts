import * as fc from 'fast-check';
import { parsers } from 'prettier/plugins/markdown';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import { planCounts } from '../../../../src/report/plan/counts.ts';
import { commentLimit, leastLimit, planMarkdown } from '../../../../src/report/plan/markdown.ts';
import { tainted } from '../../../setup/hostile-text.ts';
import { hostilePlan, hugePlan, offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';
import { readMarkdown } from './markdown-reader.ts';
import { anyText, expectSafe, limits, ourTags } from './safe-markdown.ts';

const runUrl = 'https://github.com/acme/shop/actions/runs/1';
const page = (given: Plan, limit = commentLimit): string =>
  planMarkdown(given, { limit, runUrl, reportPath: 'plan.html' });
const lineWith = (text: string, part: string): string =>
  text.split('\n').find((line) => line.includes(part)) ?? '';

const plans = fc
  .tuple(
    fc.constantFrom(samplePlan(), offlinePlan(), quietPlan(), hugePlan(70)),
    fc.array(anyText, { minLength: 1, maxLength: 12 }),
  )
  .map(([given, texts]) => tainted(given, texts));
describe('whatever stands in a plan', () => {
  test('the page fits, is closed, calls nobody and holds no HTML but ours; its numbers are the plan’s', () => {
    fc.assert(
      fc.property(plans, limits, (given, limit) => {
        const text = page(given, limit);
        expectSafe(text, limit);
        const [first = ''] = text.split('\n');
        expect(first).toMatch(
          given.tier === 'live'
            ? /^### \S+ Live plan of /
            : /^### \S+ Offline plan of .*\(placeholders; base /u,
        );
        expect(text).toContain(`Digest: \`${given.digest}\``);

        const { objects } = planCounts(given);
        const counts =
          given.verdict.outcome === 'no-changes'
            ? `${objects.unchanged} object`
            : `Objects: ${objects.created} to create, ${objects.changed + objects.renamed} to change, ${objects.deleted} to delete`;
        expect(text).toContain(counts);
        const left = lineWith(text, '_Left out, since');
        const said = (name: RegExp): number => Number(name.exec(left)?.[1] ?? 0);
        const rows = text.match(/^\| (?:❌|⚠️|ℹ️) /gmu) ?? [];
        expect(rows.length + said(/(\d+) risks?[,.]/)).toBe(given.risks.length);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['the sample', samplePlan()],
    ['an offline plan', offlinePlan()],
    ['a hostile plan', hostilePlan()],
    ['a huge plan', hugePlan(100)],
  ])('%s reads the same to a parser of Markdown', async (_, given) => {
    const text = page(given);
    const { code, others } = await parsed(text);
    expect(code).toEqual(codeIn(text));
    expect(others).toEqual([]);
  });

  test('random ones do', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (given) => {
        const text = page(given, { characters: 9_000, bytes: 30_000 });
        const { code, others } = await parsed(text);
        expect(code).toEqual(codeIn(text));
        expect(others).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test.each(['界', '&', '@', '#', '`', '😀', '|', '\\', 'x'])(
    'the smallest page has verdict, digest and what to do, with names of %s',
    (character) => {
      const given = tainted(samplePlan(), [character.repeat(300)]);
      const text = page(given, leastLimit);
      expectSafe(text, leastLimit);
      expect(text).toMatch(/^### ❌ Live plan of /);
      expect(text).toContain(`Digest: \`${given.digest}\``);
      expect(text).toContain('Next: solve what is refused');
    },
  );
});

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const codeIn = (text: string): string[] => readMarkdown(text).blocks.map(({ lines }) => lines.join('\n'));

/** By Prettier's parser, which is remark's: the blocks of code, and what must not be there. */
async function parsed(text: string): Promise<{ readonly code: string[]; readonly others: string[] }> {
  const tree = (await parsers.markdown.parse(text, {} as never)) as Node;
  const code: string[] = [];
  const tags: string[] = [];
  const others: string[] = [];
  const visit = ({ type, value = '', children = [] }: Node): void => {
    if (type === 'code') code.push(value);
    if (type === 'html') tags.push(...(value.match(/<[^>]*>/g) ?? []));
    if (/image|reference|definition|footnote/i.test(type)) others.push(type);
    children.forEach(visit);
  };
  visit(tree);
  others.push(...tags.filter((tag) => !ourTags.includes(tag)));
  const count = (wanted: string): number => tags.filter((tag) => tag === wanted).length;
  if (count('<details>') !== count('</details>')) others.push('a fold that is not closed');
  return { code, others };
}
