import { describe, expect, test } from 'vitest';
import { targetsOf } from '../../../src/deploy/targets.ts';
import type { Backing, DesiredRelease, DesiredStack } from '../../../src/stack/desired.ts';

const release = (key: string, namespace: string, dependsOn: readonly string[] = []): DesiredRelease => ({
  key,
  name: key,
  namespace,
  system: null,
  chart: {
    ref: './x',
    version: null,
    digest: null,
    username: null,
    password: null,
    plainHttp: false,
    ca: null,
    verify: null,
    path: [],
  },
  values: {},
  timeoutSeconds: 300,
  maxHistory: 10,
  atomic: false,
  wait: true,
  waitForJobs: true,
  skipCrds: false,
  dependsOn,
  path: [],
});

const backing: readonly Backing[] = [
  { kind: 'namespace', id: 'namespace/shop', name: 'shop', labels: {}, annotations: {} },
  { kind: 'namespace', id: 'namespace/data', name: 'data', labels: {}, annotations: {} },
  { kind: 'secretStore', id: 'secretStore/data/store', namespace: 'data', name: 'store', provider: {} },
  {
    kind: 'externalSecret',
    id: 'externalSecret/data/login',
    namespace: 'data',
    name: 'login',
    store: 'store',
    refreshInterval: '1h',
    data: {},
  },
  { kind: 'role', id: 'role/shop/reader', namespace: 'shop', name: 'reader', rules: [], subjects: [] },
];

const stack: DesiredStack = {
  project: 'acme',
  stack: 'team/acme/dev',
  cluster: { identifier: 'x', context: null, kubeconfig: null, kubeVersion: null },
  backing,
  releases: [
    release('db', 'data', ['externalSecret/data/login']),
    release('web', 'shop', ['db', 'role/shop/reader']),
    release('other', 'elsewhere'),
  ],
  adopt: [],
  notices: [],
};

/** `Release::web`, without what all have. */
const named = (keys: readonly string[]): string[] =>
  targetsOf(stack, keys).urns.map((urn) => urn.replace(/^urn:pulumi:dev::acme::(?:.*[:/])?(\w+::)/, '$1'));

describe('--target', () => {
  test('brings what the release needs, and what that needs', () => {
    expect(new Set(named(['web']))).toEqual(
      new Set([
        'kubernetes::cluster',
        'Namespace::shop',
        'Namespace::data',
        'SecretStore::data/store',
        'ExternalSecret::data/login',
        'Role::shop/reader',
        'RoleBinding::shop/reader',
        'Release::db',
        'Release::web',
      ]),
    );
    expect([...targetsOf(stack, ['web']).leftOut]).toEqual(['other']);
  });

  test('and nothing that needs it', () => {
    expect(named(['db'])).not.toContain('Release::web');
    expect([...targetsOf(stack, ['db']).leftOut]).toEqual(['web', 'other']);
  });

  test('the provider is always among them: nothing can be done without it', () => {
    expect(targetsOf(stack, ['other']).urns).toEqual([
      'urn:pulumi:dev::acme::pulumi:providers:kubernetes::cluster',
      'urn:pulumi:dev::acme::kubernetes:helm.sh/v3:Release::other',
    ]);
  });
});
