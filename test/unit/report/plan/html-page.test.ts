import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import { planHtml } from '../../../../src/report/plan/html/index.ts';
import { plan, risk } from '../../../setup/plan-parts.ts';
import { hostilePlan, hugePlan, offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';

const options = {
  generatedAt: '2026-03-01T10:00:00Z',
  runUrl: 'https://github.com/acme/shop/actions/runs/1',
};
const pageOf = (of: Plan): string => planHtml(of, options);

/** What the reader sees, without tags. */
const textOf = (page: string): string =>
  page
    .slice(page.indexOf('<body'), page.indexOf('<script>'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const plans: readonly (readonly [string, () => Plan])[] = [
  ['with everything', samplePlan],
  ['quiet', quietPlan],
  ['offline', offlinePlan],
  ['hostile', hostilePlan],
  ['empty', plan],
];

describe('the page', () => {
  test.each(plans)('%s: nothing but its own style and script may do anything', (_name, of) => {
    const page = pageOf(of());
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const hashOf = (tag: 'style' | 'script'): string => {
      const [, source = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page) ?? [];
      return createHash('sha256').update(source).digest('base64');
    };
    expect(policy).toBe(
      `default-src 'none'; style-src &#39;sha256-${hashOf('style')}&#39;; script-src &#39;sha256-${hashOf('script')}&#39;; base-uri 'none'; form-action 'none'`.replaceAll(
        "'",
        '&#39;',
      ),
    );
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<style/g)).toHaveLength(1);
    // No tag of it loads anything, and no attribute holds a style or a script.
    expect(page.match(/<(?:link|img|iframe|object|embed|base|form|video|audio|source)[\s>]/g)).toBeNull();
    expect(page.match(/<[a-z][^<>]*\s(?:src|style|on[a-z]+)=/g)).toBeNull();
  });

  test.each(plans)('%s: every id is there once, and every link inside leads somewhere', (_name, of) => {
    const page = pageOf(of());
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('is in the order of a review', () => {
    const text = textOf(pageOf(samplePlan()));
    const order = [
      'Refused',
      'Live plan',
      '1 finding is an error',
      '5 to create',
      'the API server refuses another serviceName',
      'three replicas share one state volume',
      'Deployment observability/sf2loki',
      'unchanged objects',
      'Hooks that will run, in order',
      'Not a part of the change',
      'Backing resources 5',
      'Pulumi steps',
      'Graph 8',
      'may not be listed',
      'sha256:9c9c',
      'Timings',
    ];
    let from = 0;
    const misplaced = order.filter((part) => {
      const found = text.indexOf(part, from);
      from = Math.max(from, found);
      return found === -1;
    });
    expect(misplaced).toEqual([]);
  });

  test('changed objects stand before created, deleted and unchanged ones', () => {
    const page = pageOf(samplePlan());
    const places = [
      'sf2loki/Deployment/sf2loki',
      'sf2loki/NetworkPolicy/sf2loki',
      'sf2loki/ClusterRole/sf2loki',
    ];
    const found = places.map((id) => page.indexOf(`id="${id}"`));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(-1);
  });

  test('the tier is told in words', () => {
    expect(textOf(pageOf(offlinePlan()))).toContain('Offline plan');
    expect(textOf(pageOf(quietPlan()))).toMatch(
      /^ Skip to the plan ✓ No changes data-platform\/dev Live plan/,
    );
  });

  test('what is not there is said in one line', () => {
    expect(textOf(pageOf(plan()))).toContain('Risks none Findings none Releases none');
  });

  test('a secret is told as such, without any value', () => {
    const field = /LOKI_TOKEN\].*?<\/dd>/s.exec(pageOf(samplePlan()))?.[0];
    expect(field).toContain('Its value is a secret and is not shown.');
    expect(field).not.toMatch(/<(?:ins|del)>/);
  });

  test('the same plan gives the same page', () => {
    expect(pageOf(samplePlan())).toBe(pageOf(samplePlan()));
    expect(textOf(planHtml(samplePlan(), { generatedAt: null, runUrl: null }))).not.toContain('written 20');
  });

  test.each([
    ['javascript:alert(1)', 'run javascript:alert(1)'],
    ['data:text/html,x', 'run data:text/html,x'],
  ])('an address that is none of the web is no link: %s', (runUrl, shown) => {
    const page = planHtml(plan(), { generatedAt: null, runUrl });
    expect(page).not.toContain(`href="${runUrl}"`);
    expect(textOf(page)).toContain(shown);
  });

  test('a risk leads to its object', () => {
    const page = pageOf({
      ...samplePlan(),
      risks: [
        risk('delete', 'error', {
          release: 'sf2loki',
          object: samplePlan().releases[0]?.objects[0]?.object ?? null,
        }),
      ],
    });
    expect(page).toContain(
      '<a href="#sf2loki/NetworkPolicy/sf2loki">NetworkPolicy observability/sf2loki</a>',
    );
  });

  test('stays in proportion to the plan', () => {
    const huge = hugePlan(4000);
    expect(pageOf(huge).length).toBeLessThan(2 * JSON.stringify(huge).length);
  });
});
