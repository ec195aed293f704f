import { expect, test } from 'vitest';
import { leaseOf } from '../../../src/kubernetes/lease.ts';

const renewed = '2026-11-21T10:00:00.000000Z';
const at = (seconds: number): number => Date.parse(renewed) + seconds * 1000;
const live = {
  spec: { holderIdentity: 'pod-1', leaseDurationSeconds: 30, renewTime: renewed, leaseTransitions: 2 },
};

test('a lease lasts as long as it says after it was renewed', () => {
  expect(leaseOf(live, at(29))).toEqual({
    holder: 'pod-1',
    acquired: null,
    renewed,
    seconds: 30,
    transitions: 2,
    isExpired: false,
  });
  expect(leaseOf(live, at(31)).isExpired).toBe(true);
});

test('one that was given back, or never taken, has no holder and cannot run out', () => {
  expect(leaseOf({ spec: { holderIdentity: '' } }, at(0))).toMatchObject({ holder: null, isExpired: false });
  expect(leaseOf({}, at(0))).toMatchObject({ holder: null, renewed: null, isExpired: false });
});
