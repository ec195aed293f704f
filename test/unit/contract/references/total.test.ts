/** Data of any shape gives verdicts, never an exception. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { acrossReleases } from '../../../../src/contract/references/across-releases.ts';
import { references } from '../../../../src/contract/references/references.ts';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import type { Hook, RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import type { Subject } from '../../../../src/systems/rule.ts';
import { asRendered, release } from './made.ts';
import { whole } from './whole-app.ts';

const kinds = [...new Set(whole.map(({ kind }) => kind)), 'PodMonitor', 'HTTPRoute', 'APIService', 'CronJob'];
const odd = ['constructor', '__proto__', 'toString', ''];

function judge(subject: Subject): number {
  const verdicts = references.flatMap((rule) => [...rule.check(subject)]);
  for (const verdict of verdicts)
    expect('notChecked' in verdict ? verdict.notChecked : verdict.message).toBeTypeOf('string');
  return (
    verdicts.length +
    acrossReleases([
      { key: 'a', subject },
      { key: 'b', subject },
    ]).length
  );
}

const json = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<Data>;
const hook = fc.option(
  fc.record({
    events: fc.array(fc.constantFrom('pre-install', 'post-delete', 'test', ...odd)),
    weight: fc.integer(),
    deletePolicies: fc.array(fc.constantFrom('hook-succeeded', 'before-hook-creation')),
  }),
);

test('of any JSON', () => {
  const manifest = fc.record({
    kind: fc.constantFrom(...kinds, ...odd),
    metadata: json,
    spec: json,
    data: json,
    subjects: json,
  });
  const described = fc.array(fc.tuple(manifest, hook), { maxLength: 6 });
  fc.assert(
    fc.property(described, (list) => {
      const objects = list.map(([data, when]) => asRendered(data as DataMap, when as Hook | null));
      expect(judge(release(objects))).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
});

test('of a release in which something has become something else', () => {
  const change = fc.tuple(fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), json);
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let objects: readonly RenderedObject[] = whole;
      for (const [which, steps, value] of changes) {
        const index = which % objects.length;
        objects = objects.map((one, place) =>
          place === index ? asRendered(disturbed(one.manifest, steps, value) as DataMap, one.hook) : one,
        );
      }
      expect(judge(release(objects))).toBeGreaterThan(0); // at least each object of release b
    }),
    { numRuns: 1000 },
  );
});

/** Follows the numbers into the data, as far as it goes, and puts the value there; never in place of it all. */
function disturbed(data: Data, [step = 0, ...rest]: readonly number[], value: Data): Data {
  const enter = (inner: Data): Data =>
    rest.length > 0 && typeof inner === 'object' && inner !== null ? disturbed(inner, rest, value) : value;
  if (Array.isArray(data)) {
    const items: readonly Data[] = data;
    return items.length === 0
      ? value
      : items.map((item, index) => (index === step % items.length ? enter(item) : item));
  }
  const entries = Object.entries(data as DataMap);
  return Object.fromEntries(
    entries.map(([key, item], index) => [key, index === step % entries.length ? enter(item) : item]),
  );
}
