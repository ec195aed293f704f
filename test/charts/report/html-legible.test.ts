/** The HTML report can be read by everybody: by contrast, by structure, by keyboard. */
import { describe, expect, test } from 'vitest';
import { offlinePlan, quietPlan, samplePlan } from '../../setup/sample-plan.ts';
import { chromium } from './browser.ts';
import { faint } from './probes.ts';
import { reportPage } from './report-page.ts';

describe.skipIf(chromium === null)('the HTML report is legible', () => {
  const page = reportPage();

  test.each(['light', 'dark'] as const)('every text can be read in %s colours', async (scheme) => {
    await page.browser.scheme(scheme);
    for (const plan of [samplePlan(), quietPlan(), offlinePlan()]) {
      await page.open(plan);
      await page.click('#open-all');
      const { judged, found } = await page.browser.evaluate<{ judged: number; found: string[] }>(faint);
      expect(found).toEqual([]);
      expect(judged).toBeGreaterThan(30);
    }
    const isDark = await page.browser.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(isDark).toBe(scheme === 'dark' ? 'rgb(21, 23, 26)' : 'rgb(246, 246, 243)');
    await page.browser.scheme('light');
  });

  test('has its landmarks, no heading that skips a level, and the search among the first stops of the keyboard', async () => {
    await page.open(samplePlan());
    const { nodes } = (await page.browser.send('Accessibility.getFullAXTree')) as {
      nodes: { ignored: boolean; role?: { value: string } }[];
    };
    const roles = nodes.filter(({ ignored }) => !ignored).map(({ role }) => role?.value);
    for (const landmark of ['banner', 'navigation', 'search', 'main']) expect(roles).toContain(landmark);
    const levels = await page.browser.evaluate<number[]>(
      `[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(({ localName }) => Number(localName[1]))`,
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    await page.browser.key('Tab');
    expect(await page.browser.evaluate('document.activeElement.textContent')).toBe('Skip to the plan');
    const stops: string[] = [];
    for (let stop = 0; stop < 20 && !stops.includes('find'); stop++) {
      await page.browser.key('Tab');
      stops.push(await page.browser.evaluate('document.activeElement.id'));
    }
    expect(stops).toContain('find');
  });
});
