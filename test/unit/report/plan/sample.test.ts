/** The samples stand for all plans in the tests of all formats: they must have one of everything. */
import { describe, expect, test } from 'vitest';
import type { FieldPlace } from '../../../../src/kubernetes/field.ts';
import type { FieldChange, Plan } from '../../../../src/plan/plan.ts';
import { hostilePlan, hugePlan, offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';

const { releases, backing, findings, risks, graph, gaps, unjudged, steps } = samplePlan();
const objects = releases.flatMap((release) => release.objects);
const drift = releases.flatMap((release) => release.drift);
const fields: FieldChange[] = [
  ...objects.flatMap((object) => object.fields),
  ...backing.flatMap((one) => one.fields),
];
const kinds = (items: readonly string[]): string[] => [...new Set(items)].toSorted();

describe('the sample', () => {
  test.each([
    [
      'releases',
      releases.map(({ operation }) => operation),
      ['create', 'delete', 'replace', 'same', 'update'],
    ],
    [
      'objects',
      objects.map(({ change }) => change),
      ['changed', 'created', 'deleted', 'kept', 'renamed', 'unchanged'],
    ],
    [
      'noise',
      objects.flatMap(({ folded }) => folded.map(({ noise }) => noise)),
      ['chart-label', 'checksum', 'order', 'spelling'],
    ],
    [
      'CRDs',
      releases.flatMap(({ crds }) => crds.map(({ state }) => state)),
      ['created', 'missing', 'outdated', 'same', 'unknown'],
    ],
    [
      'hooks',
      releases.flatMap(({ hooks }) => hooks.map(({ change }) => change)),
      ['changed', 'created', 'unchanged'],
    ],
    ['drift', drift.map(({ fate }) => fate), ['kept', 'recreated', 'reset']],
    ['what told of it', drift.map(({ by }) => by), ['dry-run', 'fields']],
    ['fields', fields.map(({ change }) => change), ['added', 'changed', 'removed']],
    [
      'lines',
      fields.flatMap(({ lines }) => lines ?? []).map(({ mark }) => mark),
      ['added', 'removed', 'same', 'skipped'],
    ],
    [
      'backing resources',
      backing.map(({ operation }) => operation),
      ['create', 'forget', 'replace', 'same', 'update'],
    ],
    ['findings', findings.map(({ severity }) => severity), ['error', 'notice', 'warning']],
    ['risks', risks.map(({ severity }) => severity), ['error', 'notice', 'warning']],
  ])('has every kind of %s', (_, present, expected) => {
    expect(kinds(present)).toEqual(expected);
  });

  test('has every kind of step in its places, secrets, waivers, and a graph', () => {
    const has = (fits: (step: FieldPlace[number]) => boolean): boolean =>
      fields.some(({ place }) => place.some(fits));
    expect(has((step) => typeof step === 'number')).toBe(true);
    expect(has((step) => typeof step === 'object' && 'item' in step)).toBe(true);
    expect(has((step) => typeof step === 'object' && 'document' in step)).toBe(true);
    expect(fields.some(({ secret }) => secret)).toBe(true);
    expect(findings.some(({ waiver }) => waiver !== null)).toBe(true);
    expect([steps, unjudged, gaps, graph.nodes, graph.edges].every(({ length }) => length > 0)).toBe(true);
    expect(quietPlan().verdict.outcome).toBe('no-changes');
  });

  test('offline there is no cluster', () => {
    const offline = offlinePlan();
    expect(offline.steps).toEqual([]);
    expect(offline.releases.every(({ record, drift: none }) => record === null && none.length === 0)).toBe(
      true,
    );
    expect(offline.base?.ref).toBe('origin/main');
  });
});

test('the hostile plan has the shape of the sample, and an attack in every text of others', () => {
  const hostile = hostilePlan();
  const shape = (given: Plan): unknown => [
    given.releases.map((release) => [release.operation, release.objects.map(({ change }) => change)]),
    given.risks.map(({ id }) => id),
    given.graph.edges.length,
  ];
  expect(shape(hostile)).toEqual(shape(samplePlan()));
  for (const { message } of hostile.findings)
    expect(findings.map((one) => one.message)).not.toContain(message);
  expect(hostile.graph.nodes.map(({ id }) => id)).toEqual(
    expect.arrayContaining(hostile.graph.edges.map(({ to }) => to)),
  );
});

test.each([0, 1, 50, 51, 1000])('a huge plan of %i objects has them', (count) => {
  const huge = hugePlan(count);
  expect(huge.releases.flatMap((release) => release.objects)).toHaveLength(count);
  expect(huge.releases).toHaveLength(Math.ceil(count / 50));
});
