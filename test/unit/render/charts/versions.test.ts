import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  isVersion,
  nearestVersions,
  sameVersion,
} from '../../../../src/render/charts/versions.ts';

describe('chart versions', () => {
  it('are in the order of semver.org, whatever order they come in', () => {
    const ordered = [
      'latest',
      '0.9.0',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      'v1.0.1',
      '1.2',
      '1.10.0',
      '2',
    ];
    const shuffled = fc.shuffledSubarray(ordered, { minLength: ordered.length });
    fc.assert(
      fc.property(shuffled, (versions) => {
        expect(versions.toSorted(compareVersions)).toEqual(ordered);
      }),
    );
  });

  it.each([
    ['1.2.3', 'v1.2.3', true],
    ['1.2.3+build', '1.2.3_build', true],
    ['1.2.3', '1.2.30', false],
    ['1.2.3-rc.1', '1.2.3', false],
  ])('%s and %s are the same: %s', (one, other, same) => expect(sameVersion(one, other)).toBe(same));

  it.each([
    ['1', true],
    ['v1.2', true],
    ['1.2.3-rc.1+b.2', true],
    ['1.2.3.4', false],
    ['latest', false],
    ['', false],
  ])('%j is a version: %s', (text, yes) => expect(isVersion(text)).toBe(yes));

  it('names the neighbours of the one that is missing, newest first', () => {
    const there = ['0.1.0', '0.2.0', '0.3.0', '1.0.0', '1.1.0', '2.0.0', '3.0.0'];
    expect(nearestVersions(there, '1.0.5', 3)).toEqual(['1.1.0', '1.0.0', '0.3.0']);
    expect(nearestVersions(there, '9.0.0', 2)).toEqual(['3.0.0', '2.0.0']);
    expect(nearestVersions(there, '0.0.1', 2)).toEqual(['0.2.0', '0.1.0']);
    expect(nearestVersions(there, null, 1)).toEqual(['3.0.0']);
    expect(nearestVersions([], '1.0.0')).toEqual([]);
  });
});
