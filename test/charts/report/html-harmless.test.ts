/** Nothing that others wrote does anything in the HTML report, and it asks nobody for anything. */
import { describe, expect, test } from 'vitest';
import { hostilePlan, offlinePlan, quietPlan, samplePlan } from '../../setup/sample-plan.ts';
import { chromium } from './browser.ts';
import { overhang, searchFor, vocabulary } from './probes.ts';
import { options, reportPage } from './report-page.ts';

describe.skipIf(chromium === null)('the HTML report is harmless', () => {
  const page = reportPage();

  test.each([
    ['with everything', samplePlan],
    ['quiet', quietPlan],
    ['offline', offlinePlan],
    ['hostile', hostilePlan],
  ])(
    'a plan %s opens without a request and without a complaint, and is no wider than the window',
    async (_name, plan) => {
      await page.browser.scheme('light');
      for (const width of [1280, 400]) {
        await page.browser.size(width, 900);
        const address = await page.open(plan());
        await page.click('#open-all');
        expect(await page.browser.evaluate(overhang)).toBe(0);
        await page.browser.evaluate(searchFor('alert'));
        expect(page.browser.noise).toEqual({ requests: [address], console: [], dialogs: [] });
      }
      await page.browser.size(1280, 900);
    },
  );

  test('hostile text is text: no element, attribute or address comes of it', async () => {
    await page.open(samplePlan());
    const ours = await page.browser.evaluate(vocabulary);
    await page.open(hostilePlan());
    expect(await page.browser.evaluate(vocabulary)).toEqual(ours);
    const addresses = `[...document.querySelectorAll('a')].map((link) => link.getAttribute('href')).filter((to) => !to.startsWith('#'))`;
    expect(await page.browser.evaluate(addresses)).toEqual([options.runUrl]);
    expect(
      await page.browser.evaluate('document.body.textContent.includes("<script>alert(1)</script>")'),
    ).toBe(true);
    expect(page.browser.noise.dialogs).toEqual([]);
  });

  test('the policy refuses a script and a style of others', async () => {
    await page.open(samplePlan());
    await page.browser.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = true" style="width:7px">')`,
    );
    await page.browser.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await page.browser.evaluate('window.ran === undefined')).toBe(true);
    expect(page.browser.noise.console.join('\n')).toMatch(/Content Security Policy/);
  });
});
