import { expect, test } from 'vitest';
import { keptResources } from '../../../src/deploy/kept-resources.ts';

const secret = (value: unknown): object => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  plaintext: JSON.stringify(value),
});
const state = (resources: readonly object[]): never => ({ deployment: { resources } }) as never;

test('inputs and outputs of each resource, with secrets opened; what is secret in inputs is told apart', () => {
  const kept = keptResources(
    state([
      { urn: 'urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev', type: 'pulumi:pulumi:Stack' },
      {
        urn: 'urn:pulumi:dev::shop::kubernetes:core/v1:Secret::login',
        inputs: { kind: 'Secret', data: secret({ token: 'c2VjcmV0' }), list: [secret('one'), 'plain'] },
        outputs: { __inputs: secret({ name: 'login-1a2b' }), status: { revision: 2 } },
      },
    ]),
  );
  expect(kept).toEqual({
    resources: [
      {
        type: 'kubernetes:core/v1:Secret',
        name: 'login',
        inputs: { kind: 'Secret', data: { token: 'c2VjcmV0' }, list: ['one', 'plain'] },
        outputs: { __inputs: { name: 'login-1a2b' }, status: { revision: 2 } },
      },
    ],
    secrets: ['c2VjcmV0', 'one'],
  });
});

test('a name with colons, a type with parents, and what is about to be deleted', () => {
  const urn = 'urn:pulumi:dev::shop::k8s-deploy:index:A$kubernetes:core/v1:Secret::a::b';
  expect(keptResources(state([{ urn }, { urn, delete: true }])).resources).toEqual([
    { type: 'kubernetes:core/v1:Secret', name: 'a::b', inputs: {}, outputs: {} },
  ]);
});

test('a stack that was never applied has none', () => {
  expect(keptResources(null)).toEqual({ resources: [], secrets: [] });
  expect(keptResources({ deployment: {} })).toEqual({ resources: [], secrets: [] });
});
