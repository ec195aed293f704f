import { describe, expect, test } from 'vitest';
import { planCounts } from '../../../../src/report/plan/counts.ts';
import {
  chartText,
  comparedText,
  driftText,
  foldedText,
  headline,
  hookText,
  managerText,
  objectName,
  orderText,
  recordText,
  riskPlace,
} from '../../../../src/report/plan/wording.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import {
  chart,
  drift,
  driftField,
  hook,
  noCounts,
  object,
  plan,
  planFinding,
  release,
  risk,
} from '../../../setup/plan-parts.ts';
import { offlinePlan, samplePlan } from '../../../setup/sample-plan.ts';

const head = (parts: Partial<Plan>): string => {
  const given = plan(parts);
  return headline(given, planCounts(given));
};
const changes = { outcome: 'changes', reasons: [] } as const;

describe('the headline', () => {
  test.each<[Partial<Plan>, string]>([
    [{}, 'Live plan of data-platform/dev: no changes, everything is as declared'],
    [{ tier: 'offline' }, 'Offline plan of data-platform/dev: no changes'],
    [
      {
        verdict: changes,
        counts: { ...noCounts, create: 2, update: 1, delete: 1, same: 7, read: 2 },
        findings: [planFinding('a', 'error'), planFinding('b', 'warning')],
        risks: [risk('delete', 'warning'), risk('hook-rerun', 'notice')],
      },
      'Live plan of data-platform/dev: 2 to create, 1 to change, 1 to delete; 1 error, 2 warnings',
    ],
    [
      {
        verdict: { outcome: 'refused', reasons: [] },
        findings: [planFinding('a', 'error', { waiver: { reason: 'known', until: '2026-12-31' } })],
      },
      'Live plan of data-platform/dev, refused: no changes, everything is as declared',
    ],
    [{ verdict: changes }, 'Live plan of data-platform/dev: no resource changes'],
  ])('%#', (parts, expected) => {
    expect(head(parts)).toBe(expected);
  });
});

test('counts of the live tier are Pulumi’s, of the offline tier those of the stack', () => {
  expect(planCounts(samplePlan())).toEqual({
    resources: { ...noCounts, create: 2, update: 1, replace: 2, delete: 1, forget: 1, same: 5 },
    objects: { created: 5, changed: 3, deleted: 4, unchanged: 4, kept: 1, renamed: 1 },
    hooks: 5,
    drift: 3,
    findings: { error: 1, warning: 2, notice: 1, waived: 1 },
    risks: { error: 1, warning: 3, notice: 2 },
  });
  expect(planCounts(offlinePlan()).resources).toEqual({
    ...noCounts,
    create: 2,
    update: 2,
    replace: 2,
    delete: 1,
    forget: 1,
    same: 2,
  });
});

test.each<[Partial<Plan>, string]>([
  [{}, 'Cluster dev-eu-1, Kubernetes 1.33.3: what was applied last → what would be'],
  [
    { tier: 'offline', base: { ref: 'main', commit: '0123456789', behind: 1 } },
    'Against main (0123456), which has 1 commit more than what is previewed; rendered for Kubernetes 1.33.3, without cluster and secrets',
  ],
  [
    { tier: 'offline', base: { ref: 'main', commit: '0123456789', behind: 0 } },
    'Against main (0123456); rendered for Kubernetes 1.33.3, without cluster and secrets',
  ],
])('what is compared: %#', (parts, expected) => {
  expect(comparedText(plan(parts))).toBe(expected);
});

describe('a chart', () => {
  const before = (name: string, version: string, appVersion: string | null = version) => ({
    name,
    version,
    appVersion,
  });
  test.each([
    ['the same', chart('web', '1.0.0'), before('web', '1.0.0'), 'web 1.0.0'],
    ['another version', chart('web', '1.1.0'), before('web', '1.0.0'), 'web 1.0.0 → 1.1.0'],
    [
      'what it installs',
      chart('web', '1.0.0', '3.2'),
      before('web', '1.0.0', '3.1'),
      'web 1.0.0 (app 3.1 → 3.2)',
    ],
    ['no more', chart('web', '1.0.0', null), before('web', '1.0.0', '3.1'), 'web 1.0.0 (app 3.1 → none)'],
    ['another chart', chart('web', '1.0.0'), before('old', '7.0.0'), 'old 7.0.0 → web 1.0.0'],
    ['new', chart('web', '1.0.0', '3.1'), null, 'web 1.0.0'],
    ['gone', null, before('web', '1.0.0', '3.1'), 'web 1.0.0'],
    ['unknown', null, null, ''],
  ])('%s', (_, now, was, expected) => {
    expect(chartText({ chart: now, chartBefore: was })).toBe(expected);
  });

  test('who signed it, where that was asked for', () => {
    const signed = {
      name: 'web',
      version: '1.0.0',
      appVersion: null,
      reference: '',
      digest: '',
      signedBy: 'acme',
    };
    expect(chartText({ chart: signed, chartBefore: null })).toBe('web 1.0.0, signed by acme');
  });
});

test('the record of Helm', () => {
  expect(recordText(release('web'), 'live')).toBe('Helm revision 6, deployed');
  expect(recordText(release('web', { record: null }), 'live')).toBe('no Helm release yet');
  expect(recordText(release('web', { record: null }), 'offline')).toBe('');
});

test('objects that are renamed', () => {
  const web = object('Service', 'web');
  expect(objectName({ object: web, before: null })).toBe('Service observability/web');
  expect(objectName({ object: web, before: object('Service', 'old') })).toBe(
    'Service observability/old → web',
  );
  expect(objectName({ object: web, before: object('Service', 'old', 'shop') })).toBe(
    'Service shop/old → Service observability/web',
  );
});

test('noise of several objects counts together', () => {
  expect(
    foldedText([
      { noise: 'checksum', count: 1, places: [] },
      { noise: 'spelling', count: 1, places: [] },
      { noise: 'checksum', count: 2, places: [] },
      { noise: 'server', count: 2, places: [] },
    ]),
  ).toBe('3 checksum annotations, 1 other spelling of the same value, 2 fields set by the server');
  expect(foldedText([])).toBe('');
});

test('hooks, drift, replacements, risks', () => {
  const job = object('Job', 'migrate');
  expect(hookText(hook(job))).toBe('pre-upgrade: Job observability/migrate');
  expect(hookText(hook(job, { weight: -5, change: 'changed' }))).toBe(
    'pre-upgrade: Job observability/migrate (weight -5, changed)',
  );
  expect(driftText(drift(job, { state: 'missing', fate: 'recreated' }))).toBe(
    'Job observability/migrate is missing; up creates it again',
  );
  expect(managerText(driftField(['a']))).toBe('by kubectl-edit, 2026-03-01 09:30 UTC');
  expect(managerText(driftField(['a'], { manager: null, time: null }))).toBe('');
  expect(orderText({ order: null })).toBe('');
  expect(orderText({ order: 'create-first' })).toContain('the new one comes first');
  expect(riskPlace(risk('delete', 'warning'))).toBe('');
  expect(riskPlace(risk('delete', 'warning', { release: 'web', object: job, place: ['spec', 0] }))).toBe(
    'web: Job observability/migrate, spec[0]',
  );
});
