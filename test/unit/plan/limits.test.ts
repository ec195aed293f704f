import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeLimits, parseRisk } from '../../../src/plan/limits.ts';
import { riskIds, type Limits, type ObjectChange } from '../../../src/plan/plan.ts';
import { Failure } from '../../../src/stack/failure.ts';
import { backing, object, objectChange, release, risk, step } from '../../setup/plan-parts.ts';

const free: Limits = { maxDeletes: null, maxReplaces: null, deny: [] };
const changes = (change: ObjectChange['change'], count: number): ObjectChange[] =>
  Array.from({ length: count }, (_, index) =>
    objectChange(object('Service', `${change}-${index}`), { change }),
  );

/** Of five deletions and four replacements. */
const plan = {
  risks: [],
  releases: [
    release('gone', { operation: 'delete', objects: [...changes('deleted', 2), ...changes('kept', 1)] }),
    release('web', {
      objects: [...changes('deleted', 1), ...changes('renamed', 2), ...changes('changed', 3)],
    }),
    release('same', { operation: 'same', objects: changes('deleted', 9) }),
    release('left', { operation: 'forget', objects: changes('deleted', 9) }),
    release('moved', { operation: 'replace' }),
  ],
  backing: [
    backing('Secret', 'shop/old', 'delete'),
    backing('Secret', 'shop/login', 'replace'),
    backing('StateBucket', 'state', 'forget'),
    backing('Secret', 'shop/a', 'update'),
  ],
  steps: [
    step('delete', 'Release', 'gone'),
    step('replace', 'Release', 'moved'),
    step('delete', 'Secret', 'old'),
  ],
};

describe('limits', () => {
  test('count each thing once', () => {
    expect(judgeLimits(plan, { ...free, maxDeletes: 4, maxReplaces: 3 })).toEqual([
      '1 release, 3 objects and 1 resource would be deleted, and --max-deletes is 4',
      '1 release, 2 objects and 1 resource would be replaced, and --max-replaces is 3',
    ]);
    expect(judgeLimits(plan, { ...free, maxDeletes: 5, maxReplaces: 4 })).toEqual([]);
    expect(judgeLimits(plan, free)).toEqual([]);
  });

  test('one is one too many of none', () => {
    const one = { ...plan, releases: [release('web', { objects: changes('deleted', 1) })], backing: [] };
    expect(judgeLimits(one, { ...free, maxDeletes: 0 })).toEqual([
      '1 object would be deleted, and --max-deletes is 0',
    ]);
    expect(judgeLimits({ ...one, releases: [] }, { ...free, maxDeletes: 0, maxReplaces: 0 })).toEqual([]);
  });

  test('another cluster replaces', () => {
    const steps = [step('replace', 'Provider', 'cluster')];
    expect(judgeLimits({ ...plan, releases: [], backing: [], steps }, { ...free, maxReplaces: 0 })).toEqual([
      '1 resource would be replaced, and --max-replaces is 0',
    ]);
  });

  test('risks that are errors refuse', () => {
    const risks = [
      risk('adopt', 'error'),
      risk('foreign-object', 'error'),
      risk('adopt', 'error'),
      risk('delete', 'warning'),
    ];
    expect(judgeLimits({ ...plan, risks }, free)).toEqual(['3 risks are errors (adopt, foreign-object)']);
    expect(judgeLimits({ ...plan, risks: risks.slice(0, 1) }, free)).toEqual(['1 risk is an error (adopt)']);
  });

  test('denied risks refuse, whatever their severity', () => {
    const risks = [risk('exposure', 'notice'), risk('exposure', 'warning'), risk('mutable-tag', 'notice')];
    const nothing = { ...plan, releases: [], backing: [], steps: [], risks };
    expect(judgeLimits(nothing, { ...free, deny: ['exposure', 'exposure', 'adopt', 'delete'] })).toEqual([
      '2 risks of the kind exposure, which --deny refuses',
    ]);
  });

  test('who denies deletions means volume claims and namespaces too', () => {
    const risks = [risk('volume-claim', 'warning')];
    expect(judgeLimits({ ...plan, risks }, { ...free, deny: ['delete'] })).toEqual([
      '1 release, 3 objects and 1 resource would be deleted, which --deny delete refuses',
    ]);
    expect(judgeLimits({ ...plan, risks }, { ...free, deny: ['replace'] })).toEqual([
      '1 release, 2 objects and 1 resource would be replaced, which --deny replace refuses',
    ]);
  });

  test('a larger limit never refuses more', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (maxDeletes, more) => {
        const [tight, wide] = [maxDeletes, maxDeletes + more].map(
          (most) => judgeLimits(plan, { ...free, maxDeletes: most }).length,
        );
        expect(wide).toBeLessThanOrEqual(tight ?? 0);
      }),
    );
  });
});

describe('--deny', () => {
  test('takes all risks, each once, also several at a time', () => {
    expect(parseRisk(riskIds)).toEqual(riskIds);
    expect(parseRisk(['delete, adopt', 'delete'])).toEqual(['delete', 'adopt']);
    expect(parseRisk([])).toEqual([]);
  });

  test('names every slip and what was meant', () => {
    const parse = (): unknown => parseRisk(['delet', 'exposure', 'nothing-like-it', 'constructor']);
    expect(parse).toThrow(Failure);
    expect(parse).toThrow(
      '--deny knows no risk "delet"; did you mean "delete"?\n--deny knows no risk "nothing-like-it"\n--deny knows no risk "constructor"',
    );
    expect(() => parseRisk([''])).toThrow('--deny knows no risk ""');
  });
});
