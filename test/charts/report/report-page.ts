/** The HTML report as it is read: in a browser, opened from a file, with no network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { planHtml } from '../../../src/report/plan/html/index.ts';
import { Browser, chromium } from './browser.ts';

export const options = {
  generatedAt: '2026-03-01T10:00:00Z',
  runUrl: 'https://github.com/acme/shop/actions/runs/1',
};

export interface ReportPage {
  readonly browser: Browser;
  /** Emptied afterwards. */
  readonly folder: string;
  /** The report of a plan; gives its address. */
  open(plan: Plan, hash?: string): Promise<string>;
  show(text: string): Promise<string>;
  click(selector: string): Promise<void>;
}

/** Of the tests around it: one browser for all of them. */
export function reportPage(): ReportPage {
  let folder = '';
  let started: Browser | undefined;
  const running = (): Browser => {
    if (started === undefined) throw new Error('the browser is started before the first test');
    return started;
  };
  const show = async (text: string, hash = ''): Promise<string> => {
    const file = join(folder, 'plan.html');
    writeFileSync(file, text);
    const address = pathToFileURL(file).href + hash;
    await running().open('about:blank'); // otherwise another hash would be the same page
    await running().open(address);
    return address;
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-html-'));
    started = await Browser.start(chromium ?? '');
    await started.size(1280, 900);
  });
  afterAll(async () => {
    await started?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get browser() {
      return running();
    },
    get folder() {
      return folder;
    },
    open: (plan, hash) => show(planHtml(plan, options), hash),
    show,
    click: (selector) => running().evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`),
  };
}
