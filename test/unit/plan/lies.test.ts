import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { lieRules, lies, type Suspect } from '../../../src/plan/lies.ts';
import { otherValues } from '../../../src/plan/other-values.ts';
import type { ObjectChange, ReleasePlan } from '../../../src/plan/plan.ts';
import {
  chart,
  drift,
  field,
  hook,
  object,
  objectChange,
  release,
  secret,
  step,
} from '../../setup/plan-parts.ts';

const web = object('Deployment', 'web', 'shop');
const replicas = objectChange(web, { fields: [field(['spec', 'replicas'])] });
const unchanged = objectChange(web, { change: 'unchanged' });
const noValues = { before: null, after: null };

interface Given {
  readonly rendered: readonly ObjectChange[];
  readonly plan?: Partial<ReleasePlan>;
  readonly values?: { readonly before: DataMap; readonly after: DataMap };
  readonly keys?: readonly string[];
}

/** Release `shop`; nothing is planned unless keys changed. */
function suspect({ rendered, plan = {}, values, keys }: Given): Suspect {
  return {
    plan: release('shop', { operation: keys === undefined ? 'same' : 'update', ...plan }),
    rendered,
    step: keys === undefined ? null : step('update', 'Release', 'shop', { changedKeys: keys }),
    values: values ?? noValues,
  };
}

const told = (given: Given): string[] =>
  lies([suspect(given)], { stack: 'dev' }).map(
    ({ rule, severity, message }) => `${severity} ${rule}: ${message}`,
  );

const unplanned =
  'plan/unplanned-change: release shop renders otherwise than it was applied last (Deployment shop/web), and Pulumi plans nothing:';
const empty =
  'plan/empty-update: Pulumi plans an update of release shop, and every object renders as it was applied last:';

describe('the render changed, and Pulumi plans nothing', () => {
  test('since another chart was released by hand', () => {
    const plan = { chart: chart('shop', '1.1.0') };
    expect(told({ rendered: [replicas], plan })).toEqual([
      `warning ${unplanned} it was released by hand since, with chart shop 1.0.0 (revision 6); the stack has 1.1.0`,
    ]);
  });

  test('since other values were', () => {
    const values = {
      before: { replicaCount: 5, auth: { password: 'hunter2' }, extra: null },
      after: { replicaCount: 2, auth: { password: 'hunter3' }, labels: {} },
    };
    expect(told({ rendered: [replicas], values })).toEqual([
      `warning ${unplanned} it was released by hand since, with other values (revision 6): auth.password and replicaCount`,
    ]);
  });

  test('since the last deployment failed', () => {
    const plan = {
      record: { revision: 7, status: 'failed', updated: '2026-02-20T08:00:00Z', appliedRevision: 6 },
    } as const;
    expect(told({ rendered: [replicas], plan })).toEqual([
      `warning ${unplanned} revision 7 failed, and what is applied is of revision 6, while Pulumi takes its inputs for deployed`,
    ]);
  });

  test('since the chart looks at something else', () => {
    const values = { before: { a: 1 }, after: { a: 1 } };
    const reason =
      'chart and values are the same, so the chart looks at something else: the version or the APIs of the cluster, what is in it (lookup), the time, or chance';
    expect(told({ rendered: [replicas, unchanged], values })).toEqual([`warning ${unplanned} ${reason}`]);
  });

  test('since the chart generates secrets', () => {
    const generated = objectChange(web, { fields: [secret(['data', 'password'])] });
    expect(told({ rendered: [generated] })).toEqual([
      `notice ${unplanned} its inputs are the same, and only secret values differ, which templates that generate them (randAlphaNum, genCA) or read them from the cluster (lookup) render anew each time`,
    ]);
  });

  test('of every kind of change', () => {
    for (const change of ['created', 'deleted', 'renamed', 'kept'] as const)
      expect(told({ rendered: [objectChange(web, { change })] })).toHaveLength(1);
    const rolled = objectChange(web, { folded: [{ noise: 'checksum', count: 1, places: [] }] });
    expect(told({ rendered: [rolled] })).toHaveLength(1);
  });

  test('but not of what changes nothing', () => {
    const spelled = objectChange(web, { folded: [{ noise: 'spelling', count: 1, places: [] }] });
    expect(told({ rendered: [unchanged, spelled] })).toEqual([]);
  });
});

describe('a name that Pulumi makes up', () => {
  const renamed = objectChange(web, { folded: [{ noise: 'generated-name', count: 1, places: [] }] });

  test('is what an update after a rotation is for', () => {
    expect(told({ rendered: [renamed], keys: ['values.loginSecret'] })).toEqual([]);
  });

  test('is no other render where nothing is planned', () => {
    expect(told({ rendered: [renamed] })).toEqual([]);
  });
});

describe('Pulumi plans an update, and the render is the same', () => {
  test('since no template reads a value', () => {
    expect(told({ rendered: [unchanged], keys: ['values.replicas', 'values.image.tags'] })).toEqual([
      `warning ${empty} no template makes anything else of values.replicas and values.image.tags. Helm makes a new revision`,
    ]);
  });

  test('since only Helm’s manners change', () => {
    const plan = { hooks: [hook(object('Job', 'migrate', 'shop'))] };
    expect(told({ rendered: [unchanged], keys: ['atomic', 'timeout'], plan })).toEqual([
      `notice ${empty} atomic and timeout only tell Helm how to go about it. Helm makes a new revision and runs 1 hook`,
    ]);
  });

  test('since the chart is another one', () => {
    expect(told({ rendered: [unchanged], keys: ['chart'] })).toEqual([
      `notice ${empty} the chart has other bytes under the same version, without effect on these values. Helm makes a new revision`,
    ]);
    expect(
      told({ rendered: [unchanged], keys: ['chart', 'version'], plan: { chart: chart('shop', '1.1.0') } }),
    ).toEqual([
      `notice ${empty} chart shop renders the same in version 1.1.0 as in 1.0.0. Helm makes a new revision`,
    ]);
  });

  test('for other reasons, and for none', () => {
    expect(told({ rendered: [], keys: ['namespaceLabels'] })).toEqual([
      `notice ${empty} namespaceLabels reaches no template. Helm makes a new revision`,
    ]);
    const failed = { record: { revision: 7, status: 'failed', updated: '', appliedRevision: 6 } } as const;
    expect(told({ rendered: [], keys: [], plan: failed })).toEqual([
      `notice ${empty} its last deployment (revision 7) failed, and Pulumi tries again. Helm makes a new revision`,
    ]);
    expect(told({ rendered: [], keys: [] })).toEqual([
      `notice ${empty} Pulumi does not tell which of its inputs changed. Helm makes a new revision`,
    ]);
  });

  test('though it sets back what was changed by hand', () => {
    const plan = { drift: [drift(web), drift(web, { fate: 'kept' })] };
    expect(told({ rendered: [unchanged], keys: ['timeout'], plan })).toEqual([
      `notice ${empty} timeout only tells Helm how to go about it. Helm makes a new revision; 1 object that somebody changed by hand is set back`,
    ]);
  });

  test('but not if something changes, or a hook does', () => {
    expect(told({ rendered: [replicas], keys: ['values.replicaCount'] })).toEqual([]);
    const plan = { hooks: [hook(web, { change: 'changed' })] };
    expect(told({ rendered: [unchanged], keys: ['values.migration'], plan })).toEqual([]);
  });
});

test('what both say alike is no lie', () => {
  expect(told({ rendered: [unchanged] })).toEqual([]);
  for (const operation of ['create', 'delete', 'replace', 'forget', 'import'] as const)
    expect(told({ rendered: [replicas], plan: { operation } })).toEqual([]);
});

test('a finding is of its release and stack, and its rule is explained', () => {
  const [finding] = lies([suspect({ rendered: [replicas] })], { stack: 'dev' });
  expect(finding).toMatchObject({
    release: 'shop',
    stack: 'dev',
    case: null,
    object: null,
    waiver: null,
    alsoIn: [],
  });
  expect(lieRules.map(({ id }) => id)).toEqual(['plan/unplanned-change', 'plan/empty-update']);
  for (const { title, why } of lieRules) {
    expect(title).not.toMatch(/\.$/);
    expect(why.length).toBeGreaterThan(100);
  }
});

describe('values that differ', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<DataMap>;

  test('are none of the same', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(otherValues(one, structuredClone(one))).toEqual([]);
        expect(otherValues(one, other)).toHaveLength(otherValues(other, one).length);
      }),
    );
  });

  test.each<[DataMap, DataMap, string[]]>([
    [{ a: 1 }, { a: 1, b: null, c: {} }, []],
    [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, ['a.c']],
    [{ a: { b: 1 } }, {}, ['a.b']],
    [{ a: [1, { x: 1, y: 2 }] }, { a: [1, { y: 2, x: 1 }] }, []],
    [{ a: [1] }, { a: [2] }, ['a']],
    [{ 'a.b': 1 }, { 'a.b': 2 }, ['["a.b"]']],
  ])('%j and %j', (before, after, expected) => {
    expect(otherValues(before, after)).toEqual(expected);
  });
});
