import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import type { ObjectId } from '../../../src/kubernetes/object-id.ts';
import { fieldText } from '../../../src/kubernetes/field.ts';
import type { Mismatch } from '../../../src/deploy/outcome.ts';
import type { PlacedObject } from '../../../src/plan/facts.ts';
import { leftOver, liveMismatches, recordMismatches } from '../../../src/plan/mismatches.ts';
import type { Drift } from '../../../src/plan/plan.ts';

const web: ObjectId = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const manifest = (image: string, more: DataMap = {}, id = web): DataMap => ({
  apiVersion: id.apiVersion,
  kind: id.kind,
  metadata: { name: id.name, namespace: 'shop' },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'main', image }] } }, ...more },
});
const object = (data: DataMap, id = web): PlacedObject => ({
  id,
  manifest: data,
  template: null,
  hash: JSON.stringify(data),
});

/** `changed Deployment web: spec.replicas`. */
const texts = (found: readonly Mismatch[]): string[] =>
  found.map(({ state, object: { kind, name }, places }) =>
    `${state} ${kind} ${name} ${places.map(fieldText).join(', ')}`.trim(),
  );

describe('what Helm recorded, against what was planned', () => {
  const service = { ...web, apiVersion: 'v1', kind: 'Service' };
  const other: PlacedObject = object(
    { kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } },
    service,
  );

  test.each<readonly [string, readonly PlacedObject[], readonly PlacedObject[], boolean, readonly string[]]>([
    ['the same', [object(manifest('a:1'))], [object(manifest('a:1'))], false, []],
    [
      'another image',
      [object(manifest('a:1'))],
      [object(manifest('a:2'))],
      false,
      ['changed Deployment web spec.template.spec.containers[main].image'],
    ],
    [
      'an object less',
      [object(manifest('a:1')), other],
      [object(manifest('a:1'))],
      false,
      ['missing Service web'],
    ],
    [
      'an object more',
      [object(manifest('a:1'))],
      [object(manifest('a:1')), other],
      false,
      ['left Service web'],
    ],
    [
      'a name that was yet to come',
      [object(manifest('a:1', { secret: 'login-xxxxxxxx' }))],
      [object(manifest('a:1', { secret: 'login-0a1b2c3d' }))],
      true,
      [],
    ],
    [
      'a version that was yet to come',
      [object(manifest('a:1', { version: '(new)' }))],
      [object(manifest('a:1', { version: '4711' }))],
      true,
      [],
    ],
    [
      'the same text where nothing was to come',
      [object(manifest('a:1', { version: '(new)' }))],
      [object(manifest('a:1', { version: '4711' }))],
      false,
      ['changed Deployment web spec.version'],
    ],
    [
      'an image, whatever is yet to come',
      [object(manifest('a:1', { version: '(new)' }))],
      [object(manifest('a:2', { version: '4711' }))],
      true,
      ['changed Deployment web spec.template.spec.containers[main].image'],
    ],
  ])('%s', (_, planned, recorded, isWaiting, expected) => {
    expect(texts(recordMismatches(planned, recorded, { isWaiting }))).toEqual(expected);
  });
});

describe('what is in the cluster, against what Helm recorded', () => {
  const found = (live: DataMap | null, applied = manifest('a:1')) => [
    { id: web, applied, live, dryRun: null },
  ];
  const place = ['spec', 'replicas'];
  const drift = (fate: Drift['fate']): Drift => ({
    object: web,
    state: 'changed',
    by: 'fields',
    fate,
    fields: [
      {
        place,
        change: 'changed',
        secret: false,
        before: 2,
        after: 3,
        lines: null,
        manager: null,
        time: null,
      },
    ],
  });
  const scaled = {
    ...manifest('a:1', { replicas: 3 }),
    metadata: { name: 'web', namespace: 'shop', managedFields: [{ subresource: 'scale' }] },
  };

  test.each<readonly [string, DataMap | null, readonly Drift[], readonly string[]]>([
    ['as it was applied', manifest('a:1'), [], []],
    ['by hand', manifest('a:2'), [], ['changed Deployment web spec.template.spec.containers[main].image']],
    ['gone', null, [], ['missing Deployment web']],
    ['gone as the plan said', null, [{ ...drift('kept'), state: 'missing', fields: [] }], []],
    ['other replicas', manifest('a:1', { replicas: 3 }), [], ['changed Deployment web spec.replicas']],
    ['other replicas, as the plan said', manifest('a:1', { replicas: 3 }), [drift('kept')], []],
    [
      'other replicas, though the plan set them back',
      manifest('a:1', { replicas: 3 }),
      [drift('reset')],
      ['changed Deployment web spec.replicas'],
    ],
    ['scaled by an autoscaler', scaled, [], []],
  ])('%s', (_, live, expected, told) => {
    expect(texts(liveMismatches(found(live), expected))).toEqual(told);
  });

  test('a Job that removes itself is not missed', () => {
    const job = { kind: 'Job', metadata: { name: 'web' }, spec: { ttlSecondsAfterFinished: 0 } };
    expect(liveMismatches(found(null, job), [])).toEqual([]);
  });
});

test('what should have gone is left unless it is on its way out', () => {
  const going = { metadata: { deletionTimestamp: '2026-11-21T09:00:00Z' } };
  const gone = [null, going, manifest('a:1')].map((live) => ({ id: web, live }));
  expect(texts(leftOver(gone))).toEqual(['left Deployment web']);
});
