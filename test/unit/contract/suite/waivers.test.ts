import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../src/contract/finding.ts';
import type { Waiver } from '../../../../src/contract/suite/suite.ts';
import { applyWaivers, utcDay, type WaiverContext } from '../../../../src/contract/suite/waivers.ts';

const finding = (changes: Partial<Finding> = {}): Finding => ({
  rule: 'hardening/probes',
  severity: 'error',
  release: 'web',
  stack: null,
  case: 'ha',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  path: [],
  template: null,
  message: 'no probe',
  hint: null,
  source: null,
  waiver: null,
  ...changes,
});

const source = { file: 'contract.yaml', line: 9, column: 5 };
const waiver = (changes: Partial<Waiver> = {}): Waiver => ({
  rule: 'hardening/probes',
  object: null,
  case: null,
  reason: 'it has its own health check',
  until: '2027-01-31',
  source,
  ...changes,
});

const context: WaiverContext = { today: '2026-11-21', isComplete: true, release: 'web' };
const isWaived = (one: Waiver, of: Finding): boolean =>
  applyWaivers([of], [one], context).findings[0]?.waiver !== null;

describe('what a waiver is for', () => {
  test.each<[string, Partial<Waiver>, Partial<Finding>]>([
    ['the rule', {}, {}],
    ['every rule of a pack', { rule: 'hardening/*' }, {}],
    ['an object', { object: 'Deployment/web' }, {}],
    ['objects of any kind', { object: '*/web' }, {}],
    ['objects of any name', { object: 'Deployment/*' }, {}],
    ['a case', { case: 'ha' }, {}],
    ['cases', { case: 'h*' }, {}],
    ['all combinations of a matrix', { case: 'grid' }, { case: 'grid [tls=on]' }],
    ['some of them', { case: '*tls=on*' }, { case: 'grid [tls=on, logs=rwx]' }],
    ['a finding about no object', {}, { object: null }],
    ['a finding about no case', {}, { case: null }],
  ])('%s', (_, of, changes) => {
    expect(isWaived(waiver(of), finding(changes))).toBe(true);
  });

  test.each<[string, Partial<Waiver>, Partial<Finding>]>([
    ['another rule', {}, { rule: 'hardening/resources' }],
    ['a rule whose id starts alike', {}, { rule: 'hardening/probes-slow' }],
    ['another pack', { rule: 'hardening/*' }, { rule: 'hardening-more/probes' }],
    [
      'another object',
      { object: 'Deployment/web' },
      { object: { apiVersion: 'v1', kind: 'Service', namespace: null, name: 'web' } },
    ],
    ['no object, if one is named', { object: '*/*' }, { object: null }],
    ['another case', { case: 'ha' }, { case: 'ha-more' }],
    ['no case, if one is named', { case: '*' }, { case: null }],
  ])('not %s', (_, of, changes) => {
    expect(isWaived(waiver(of), finding(changes))).toBe(false);
  });

  test('the findings keep their order, and those that are waived say why and until when', () => {
    const other = finding({ rule: 'SF-9' });
    expect(applyWaivers([other, finding()], [waiver()], context)).toEqual({
      findings: [other, finding({ waiver: { reason: 'it has its own health check', until: '2027-01-31' } })],
      about: [],
    });
  });

  test('of two waivers the first counts, and the other is not unused', () => {
    const { findings, about } = applyWaivers(
      [finding()],
      [waiver(), waiver({ rule: 'hardening/*', reason: 'all of it' })],
      context,
    );
    expect(findings[0]?.waiver?.reason).toBe('it has its own health check');
    expect(about).toEqual([]);
  });
});

describe('until when', () => {
  test.each([
    ['2027-01-30', true],
    ['2027-01-31', true],
    ['2027-02-01', false],
    ['2030-01-01', false],
  ])('on %s a waiver until 2027-01-31 holds: %s', (today, holds) => {
    const { findings, about } = applyWaivers([finding()], [waiver()], { ...context, today });
    expect(findings[0]?.waiver === null).toBe(!holds);
    expect(about.map(({ rule }) => rule)).toEqual(holds ? [] : ['waiver/expired']);
  });

  test.each([
    ['2027-01-31T23:59:59.999Z', '2027-01-31'],
    ['2027-02-01T00:00:00.000Z', '2027-02-01'],
    ['2027-02-01T01:00:00.000+02:00', '2027-01-31'],
  ])('the day of %s in UTC is %s', (time, day) => {
    expect(utcDay(new Date(time))).toBe(day);
  });

  test('an expired waiver is a finding at its line, whether it is used or not', () => {
    const { about } = applyWaivers(
      [finding(), finding({ case: 'b' })],
      [waiver({ until: '2026-11-20' }), waiver({ until: '2026-11-20', rule: 'SF-9' })],
      context,
    );
    expect(about).toEqual([
      {
        ...finding({ rule: 'waiver/expired', case: null, object: null, source }),
        message: 'the waiver of hardening/probes held until 2026-11-20; it was for 2 of the findings',
        hint: 'Mend what it was for, or decide anew until when it is accepted.',
      },
      {
        ...finding({ rule: 'waiver/expired', case: null, object: null, source }),
        message: 'the waiver of SF-9 held until 2026-11-20; it was for 0 of the findings',
        hint: 'What it was for is gone: remove it.',
      },
    ]);
  });
});

describe('a waiver that is for nothing', () => {
  test('is a finding at its line', () => {
    const { about } = applyWaivers([], [waiver()], context);
    expect(about).toMatchObject([
      {
        rule: 'waiver/unused',
        severity: 'warning',
        release: 'web',
        message: 'the waiver of hardening/probes is for no finding',
        source,
      },
    ]);
  });

  test('is none when only some of the cases were run', () => {
    expect(applyWaivers([], [waiver()], { ...context, isComplete: false }).about).toEqual([]);
  });
});
