import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorsOf } from '../../../../src/report/plan/html/anchors.ts';
import { hostile } from '../../../setup/hostile-text.ts';
import { object, objectChange, release } from '../../../setup/plan-parts.ts';

describe('anchorsOf', () => {
  test('an object has its release, kind and name; of two, the second has its namespace, too', () => {
    const [web, other] = [object('Job', 'web', 'one'), object('Job', 'web', 'two')];
    const entry = release('shop', { objects: [objectChange(web), objectChange(other)] });
    const anchors = anchorsOf({ releases: [entry] });
    expect(anchors.of(entry)).toBe('release/shop');
    expect(anchors.release('shop')).toBe('release/shop');
    expect(anchors.object('shop', web)).toBe('shop/Job/web');
    expect(anchors.object('shop', other)).toBe('shop/Job/two/web');
    expect(anchors.object('other', web)).toBeNull();
  });

  test('a renamed one is found by both names', () => {
    const [before, after] = [object('Service', 'a'), object('Service', 'b')];
    const anchors = anchorsOf({
      releases: [release('shop', { objects: [objectChange(after, { change: 'renamed', before })] })],
    });
    expect(anchors.object('shop', before)).toBe('shop/Service/b');
  });

  test('no two are the same, and none has a space', () => {
    const name = fc.oneof(
      fc.constantFrom('a', 'b', 'release', 'a/b', 'a~2', ' ', ...hostile),
      fc.string({ unit: 'binary' }),
    );
    const entry = fc.record({ key: name, kind: name, name, namespace: fc.option(name) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (items) => {
        const releases = items.map(({ key, ...id }) =>
          release(key, {
            objects: [objectChange({ apiVersion: 'v1', ...id }), objectChange({ apiVersion: 'v1', ...id })],
          }),
        );
        const anchors = anchorsOf({ releases });
        const ids = releases.flatMap((one) => [one, ...one.objects]).map((one) => anchors.of(one));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => /\s|^$/.test(id))).toEqual([]);
      }),
    );
  });
});
