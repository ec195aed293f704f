/** What runs, and how much of it: replicas, budgets, images. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageReference, isOlder, mutability } from '../../../../src/plan/risks/image-reference.ts';
import { deployment, manifest, places, told } from './world.ts';

const scaler = (minReplicas: number): string =>
  manifest(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'web',
    `spec: {minReplicas: ${minReplicas}, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}`,
  );

describe('scaled to nothing', () => {
  test('a Deployment', () => {
    const [before, after] = [deployment('web', { replicas: 3 }), deployment('web', { replicas: 0 })];
    expect(told({ before, after })).toEqual([
      'warning: Deployment shop/web goes from 3 replicas to 0: nothing of it runs',
    ]);
    expect(told({ before: before + scaler(2), after: after + scaler(2) })).toEqual([
      'warning: Deployment shop/web goes from 3 replicas to 0: nothing of it runs, and HorizontalPodAutoscaler shop/web leaves it there: 0 turns autoscaling off',
    ]);
  });

  test('by its autoscaler', () => {
    expect(told({ before: scaler(2), after: scaler(0) })).toEqual([
      'warning: HorizontalPodAutoscaler shop/web may scale web to 0, and kept at least 2 before: without load nothing of it runs',
    ]);
  });

  test('fewer, none before, and none from the start', () => {
    const none = deployment('web', { replicas: 0 });
    expect(
      told({ before: deployment('web', { replicas: 3 }), after: deployment('web', { replicas: 1 }) }),
    ).toEqual([]);
    expect(told({ before: none, after: none.replace('1.0.0', '1.1.0') })).toEqual([]);
    expect(told({ after: none }, 'scale-to-zero')).toEqual([]);
  });
});

describe('budgets', () => {
  const budget = (spec: string): string =>
    manifest(
      'policy/v1',
      'PodDisruptionBudget',
      'web',
      `spec: {${spec}, selector: {matchLabels: {app: web}}}`,
    );
  const of = (replicas: number, spec: string): string => deployment('web', { replicas }) + budget(spec);

  test.each([
    ['maxUnavailable: 0', 2, 'maxUnavailable 0'],
    ['maxUnavailable: 0%', 2, 'maxUnavailable 0%'],
    ['maxUnavailable: 1%', 2, null], // rounded up: 1
    ['minAvailable: 2', 2, 'minAvailable 2'],
    ['minAvailable: 1', 2, null],
    ['minAvailable: 100%', 3, 'minAvailable 100%'],
    ['minAvailable: 51%', 2, 'minAvailable 51%'], // rounded up: 2
    ['minAvailable: 50%', 2, null],
  ])('%s of %i', (spec, replicas, what) => {
    const expected = `warning: PodDisruptionBudget shop/web has ${what ?? ''} and selects Deployment shop/web with ${replicas} pods: no pod may be evicted, so a node that runs one cannot be drained`;
    expect(told({ before: deployment('web', { replicas }), after: of(replicas, spec) })).toEqual(
      what === null ? [] : [expected],
    );
  });

  test('that stay while replicas sink', () => {
    const spec = 'minAvailable: 1';
    const line =
      'warning: PodDisruptionBudget shop/web has minAvailable 1 and selects Deployment shop/web with 1 pod: no pod may be evicted, so a node that runs one cannot be drained';
    expect(told({ before: of(2, spec), after: of(1, spec) })).toEqual([line]);
    expect(told({ before: of(2, spec) + scaler(2), after: of(2, spec) + scaler(1) })).toEqual([line]);
    // Nobody could drain before either, and without pods there is nothing to evict.
    expect(told({ before: of(1, spec), after: of(1, spec).replace('1.0.0', '1.1.0') })).toEqual([]);
    expect(told({ before: of(0, spec), after: of(0, 'minAvailable: 2') })).toEqual([]);
  });
});

describe('images', () => {
  const web = (image: string): string => deployment('web', { image });

  test('that go back', () => {
    const world = { before: web('web:1.10.0'), after: web('web:1.9.4') };
    expect(told(world)).toEqual([
      'warning: Deployment shop/web, container main: docker.io/library/web goes back from 1.10.0 to 1.9.4; what the newer one has written, the older one may not read',
    ]);
    expect(places(world, 'image-downgrade')).toEqual([
      ['spec', 'template', 'spec', 'containers', { item: { name: 'main' } }, 'image'],
    ]);
    expect(told({ before: web('web:1.10.0'), after: web('other:1.9.4') })).toEqual([]);
  });

  test.each([
    ['1.2.3', '1.2.2', true],
    ['v1.2.3', '1.2.2', true],
    ['1.10', '1.9', true],
    ['1.2.3', '1.2.3', false],
    ['1.2.3', '1.2.4', false],
    ['1.2.3', '1.2', false],
    ['1.2.3', '1.1', true],
    ['1.2', '1.2.3', false],
    ['1.2.3', '1.2.3-alpine', false],
    ['1.2.3-bookworm', '1.2.2-alpine', true],
    ['1.2.3', '1.2.3-rc1', true],
    ['1.2.3-rc.2', '1.2.3-rc.1', true],
    ['1.2.3-rc.1', '1.2.3', false],
    ['20240131', '1.2.3', false],
    ['2024.1.2', '2023.12.30', true],
    ['16', '15', true],
    ['latest', '1.2.3', false],
    ['sha-4f2a91c', '1.2.3', false],
  ])('%s, then %s', (before, after, older) => {
    expect(isOlder(before, after)).toBe(older);
  });

  test('of two versions at most one is the older one', () => {
    const tag = fc.stringMatching(/^v?\d{1,3}(\.\d{1,3}){0,3}(-[a-z]{1,5}\d?)?$/);
    fc.assert(
      fc.property(tag, tag, (a, b) => {
        expect(isOlder(a, a)).toBe(false);
        expect(isOlder(a, b) && isOlder(b, a)).toBe(false);
      }),
    );
  });

  test.each([
    [null, 'moving'],
    ['latest', 'moving'],
    ['main', 'moving'],
    ['stable-alpine', 'moving'],
    ['main-4f2a91c', null],
    ['nightly-20240131', null],
    ['1', 'floating'],
    ['v1.2', 'floating'],
    ['1.2-alpine', 'floating'],
    ['1.2.3', null],
    ['1.2.3-rc1', null],
    ['sha-4f2a91c', null],
  ])('tag %s', (tag, expected) => {
    expect(mutability(tag)).toBe(expected);
  });

  test.each([
    ['web', 'docker.io/library/web', null, null],
    ['team/web:1', 'docker.io/team/web', '1', null],
    ['localhost:5000/web', 'localhost:5000/web', null, null],
    ['reg.example.com:5000/a/web:1.2@sha256:ab', 'reg.example.com:5000/a/web', '1.2', 'sha256:ab'],
    ['index.docker.io/web', 'docker.io/library/web', null, null],
  ])('%s', (image, repository, tag, digest) => {
    expect(imageReference(image)).toEqual({ repository, tag, digest });
  });

  test('with tags that move', () => {
    expect(told({ after: web('web:latest'), plan: { operation: 'create' } })).toEqual([
      'warning: Deployment shop/web, container main: image web:latest has a tag that moves: each start may bring another one',
    ]);
    expect(told({ after: web('web'), plan: { operation: 'create' } })).toEqual([
      'warning: Deployment shop/web, container main: image web has no tag, which means latest: each start may bring another one',
    ]);
    expect(told({ before: web('web:1.2.3'), after: web('web:1.2') })).toEqual([
      'notice: Deployment shop/web, container main: image web:1.2 has a tag that most registries move to the newest patch: pods may run different ones',
    ]);
  });

  test('with tags that move, and nothing that pulls them', () => {
    const before = web('web:latest');
    expect(told({ before, after: before.replace('replicas: 2', 'replicas: 3') })).toEqual([]);
    expect(told({ before, after: web(`web:latest@sha256:${'a'.repeat(64)}`) })).toEqual([]);
    expect(
      told({ before: '', after: manifest('v1', 'ConfigMap', 'c', 'data: {image: "web:latest"}') }),
    ).toEqual([]);
  });
});
