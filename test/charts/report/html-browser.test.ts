/** The HTML report in use: search, folding, views, links, paper. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bundleOne } from '../../../scripts/bundle.ts';
import { planHtml } from '../../../src/report/plan/html/index.ts';
import { hugePlan, samplePlan } from '../../setup/sample-plan.ts';
import { chromium } from './browser.ts';
import { highlighted, objectsSeen, openCount, searchFor } from './probes.ts';
import { options, reportPage } from './report-page.ts';

test('Chromium is there, at least in CI', ({ skip }) => {
  if (chromium === null && process.env['CI'] === undefined)
    skip('no chromium on the PATH, so nobody looks at the HTML report: apt-get install chromium');
  expect(chromium).not.toBeNull();
});

describe.skipIf(chromium === null)('the HTML report', () => {
  const page = reportPage();

  describe('search', () => {
    test('shows what has all words in it or in the titles above it, unfolded and highlighted', async () => {
      await page.open(samplePlan());
      await page.click('#close-all');
      await page.browser.evaluate(searchFor('deployment REPLICAS'));
      expect(await page.browser.evaluate(objectsSeen)).toEqual([
        'Deployment observability/sf2loki',
        'Deployment leoflow/leoflow',
        'Deployment edge/edge-workers',
      ]);
      const fields = `[...document.querySelectorAll('#releases .fields > div')].filter((field) => field.checkVisibility()).map((field) => field.querySelector('code').textContent)`;
      expect(await page.browser.evaluate(fields)).toEqual(['spec.replicas']);
      const words = await page.browser.evaluate<string[]>(highlighted);
      expect(new Set(words.map((word) => word.toLowerCase()))).toEqual(new Set(['deployment', 'replicas']));
      expect(await page.browser.evaluate('document.getElementById("found").value')).toMatch(/^\d+ found$/);
    });

    test('without words, everything is as it was before', async () => {
      await page.open(samplePlan());
      const before = [await page.browser.evaluate(objectsSeen), await page.browser.evaluate(openCount)];
      await page.browser.evaluate(searchFor('nowhere-to-be-found'));
      expect(await page.browser.evaluate(objectsSeen)).toEqual([]);
      expect(await page.browser.evaluate('document.getElementById("found").value')).toBe('0 found');
      await page.browser.evaluate(searchFor('leoflow-auth jwtSecret'));
      expect(await page.browser.evaluate(objectsSeen)).toEqual(['Secret leoflow/leoflow-auth']);
      await page.browser.evaluate(searchFor(''));
      expect([await page.browser.evaluate(objectsSeen), await page.browser.evaluate(openCount)]).toEqual(
        before,
      );
      expect(await page.browser.evaluate(highlighted)).toEqual([]);
    });

    test('finds risks and findings, too', async () => {
      await page.open(samplePlan());
      await page.browser.evaluate(searchFor('readiness'));
      const cards = `[...document.querySelectorAll('.cards > li')].filter((card) => card.checkVisibility()).map((card) => card.querySelector('code').textContent)`;
      expect(await page.browser.evaluate(cards)).toEqual(['hardening/probes']);
    });
  });

  test('all folds and unfolds by its buttons, and one by the keyboard', async () => {
    await page.open(samplePlan());
    const all = await page.browser.evaluate<number>(`document.querySelectorAll('main details').length`);
    await page.click('#open-all');
    expect(await page.browser.evaluate(openCount)).toBe(all);
    await page.click('#close-all');
    expect(await page.browser.evaluate(openCount)).toBe(0);
    await page.browser.evaluate(`document.querySelector('.release > summary').focus()`);
    await page.browser.key('Enter');
    expect(await page.browser.evaluate(openCount)).toBe(1);
  });

  test('without its script it is all there, folds, and shows no button that does nothing', async () => {
    await page.browser.send('Emulation.setScriptExecutionDisabled', { value: true });
    await page.open(samplePlan());
    expect(await page.browser.evaluate(`document.getElementById('tools').checkVisibility()`)).toBe(false);
    expect(await page.browser.evaluate(`document.getElementById('copy').checkVisibility()`)).toBe(false);
    await page.browser.evaluate(`document.querySelector('#release\\\\/sf2loki > summary').focus()`);
    const before = await page.browser.evaluate<number>(openCount);
    await page.browser.key('Enter');
    expect(await page.browser.evaluate(openCount)).toBe(before - 1);
    await page.browser.send('Emulation.setScriptExecutionDisabled', { value: false });
  });

  test('side by side or one below the other, as the reader wants; below each other where it is narrow', async () => {
    const isBeside = `(() => {
      const [del, ins] = ['del', 'ins'].map((tag) => document.querySelector('.fields .pair > ' + tag).getBoundingClientRect());
      return ins.left >= del.right && ins.top === del.top;
    })()`;
    await page.open(samplePlan());
    expect(await page.browser.evaluate(isBeside)).toBe(true);
    await page.click('#unified');
    expect(await page.browser.evaluate(isBeside)).toBe(false);
    const twice = `[...document.querySelectorAll('.same > [aria-hidden]')].some((side) => side.checkVisibility())`;
    expect(await page.browser.evaluate(twice)).toBe(false);
    await page.click('#side-by-side');
    expect(await page.browser.evaluate(twice)).toBe(true);
    await page.browser.size(400, 900);
    expect(await page.browser.evaluate(isBeside)).toBe(false);
    await page.browser.size(1280, 900);
  });

  test('a link leads to a folded object and opens it', async () => {
    await page.open(samplePlan(), '#sf2loki/Secret/sf2loki-token');
    const target = `(() => {
      const element = document.getElementById('sf2loki/Secret/sf2loki-token');
      const { top } = element.getBoundingClientRect();
      const bar = document.querySelector('.bar').getBoundingClientRect();
      return { open: element.open, isSeen: top >= bar.bottom - 1 && top < innerHeight };
    })()`;
    expect(await page.browser.evaluate(target)).toEqual({ open: true, isSeen: true });
    await page.browser.evaluate(`location.hash = '#leoflow/Ingress/leoflow'`);
    expect(
      await page.browser.evaluate(
        `new Promise((resolve) => setTimeout(() => resolve(document.getElementById('leoflow/Ingress/leoflow').open), 50))`,
      ),
    ).toBe(true);
  });

  test('the digest is copied', async () => {
    await page.open(samplePlan());
    await page.click('#copy');
    expect(await page.browser.evaluate('getSelection().toString()')).toBe(samplePlan().digest);
  });

  test('on paper everything that may change is unfolded, without what is of use on a screen only', async () => {
    await page.open(samplePlan());
    await page.click('#close-all');
    expect((await page.browser.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.browser.send('Emulation.setEmulatedMedia', { media: 'print' });
    const shown = (selector: string): Promise<boolean> =>
      page.browser.evaluate(`document.querySelector('${selector}').getClientRects().length > 0`);
    expect(await shown('.object .pair')).toBe(true);
    expect(await shown('.object pre > ins')).toBe(true);
    expect(await shown('.bar')).toBe(false);
    await page.browser.send('Emulation.setEmulatedMedia', { media: '' });
  });

  test('4,000 objects open, and are searched, in the time of a page', async () => {
    const text = planHtml(hugePlan(4000), options);
    const start = performance.now();
    await page.show(text);
    const opened = performance.now();
    await page.browser.evaluate(searchFor('app-042 key-3'));
    const searched = performance.now();
    expect(
      (await page.browser.evaluate<string[]>(objectsSeen)).every((title) => title.includes('app-042')),
    ).toBe(true);
    await page.click('#open-all');
    await page.browser.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
    const unfolded = performance.now();
    // Each takes about half a second on two idle cores.
    expect(opened - start).toBeLessThan(8000);
    expect(searched - opened).toBeLessThan(8000);
    expect(unfolded - searched).toBeLessThan(8000);
  });

  test('the bundle, which is what leaves, does the same', async () => {
    const bundle = join(page.folder, 'html.mjs');
    await bundleOne('src/report/plan/html/index.ts', bundle);
    const bundled = (await import(pathToFileURL(bundle).href)) as { planHtml: typeof planHtml };
    await page.show(bundled.planHtml(samplePlan(), options));
    await page.browser.evaluate(searchFor('deployment replicas'));
    expect(await page.browser.evaluate<string[]>(objectsSeen)).toHaveLength(3);
    await page.click('#close-all');
    expect(await page.browser.evaluate(openCount)).toBe(0);
    expect(page.browser.noise.console).toEqual([]);
  });
});
