/** Backing resources are there for releases, under the names that they get and with their keys. */
import { describe, expect, test } from 'vitest';
import { backingObjects } from '../../../../src/contract/references/backing-objects.ts';
import { surroundings } from '../../../../src/contract/references/surroundings.ts';
import type { Backing } from '../../../../src/stack/desired.ts';
import {
  caBundleBacking,
  namespaceBacking,
  roleBacking,
  secretBacking,
  serviceAccountBacking,
} from '../../../../src/systems/resources.ts';
import { secret } from '../../../../src/systems/system.ts';

const place = { namespace: 'apps', name: 'db' };
const url = secret({ fromEnv: 'DATABASE_URL' }, ['backing'], { shape: 'postgres-url' });
const subject = { serviceAccount: 'app', namespace: 'apps' };
const bucket: Backing = {
  kind: 'bucket',
  id: 'bucket/b',
  bucket: 'b',
  region: 'eu-west-1',
  endpoint: null,
  forcePathStyle: false,
  versioning: true,
  encryption: null,
  kmsKeyId: null,
  blockPublicAccess: true,
  tags: {},
  expireNoncurrentDays: null,
  require: [],
};
const store: Backing = {
  kind: 'secretStore',
  id: 'secretStore/apps/s',
  namespace: 'apps',
  name: 's',
  provider: {},
};
const external: Backing = {
  kind: 'externalSecret',
  id: 'externalSecret/apps/e',
  namespace: 'apps',
  name: 'e',
  store: 's',
  refreshInterval: '1h',
  data: { token: { key: 'k' } },
};

type Case = readonly [what: string, backing: Backing, made: readonly string[]];
const cases: readonly Case[] = [
  ['a namespace', namespaceBacking('apps'), ['Namespace  apps []']],
  ['a Secret', secretBacking(place, { url, user: 'u' }), ['Secret apps db-xxxxxxxx [url,user]']],
  ['a Secret of a fixed name', secretBacking(place, { url }, { fixed: true }), ['Secret apps db [url]']],
  ['a CA bundle', caBundleBacking(place, { 'ca.crt': 'x' }), ['ConfigMap apps db-xxxxxxxx [ca.crt]']],
  ['a store', store, ['SecretStore apps s []']],
  ['an external Secret', external, ['ExternalSecret apps e []', 'Secret apps e [token]']],
  ['a service account', serviceAccountBacking(place), ['ServiceAccount apps db []']],
  [
    'a role',
    roleBacking(place, { rules: [], subjects: [subject] }),
    ['Role apps db []', 'RoleBinding apps db []'],
  ],
  ['a bucket', bucket, []],
];

describe('backing resources', () => {
  test.each(cases)('%s', (_, backing, made) => {
    const provided = backingObjects({ backing: [backing] });
    expect(
      provided.map(
        ({ kind, namespace, name, keys }) =>
          `${kind} ${namespace ?? ''} ${name} [${[...(keys ?? [])].join()}]`,
      ),
    ).toEqual(made);
    for (const { by, release } of provided) {
      expect(by).toMatch(`backing resource ${backing.id}`);
      expect(release).toBeNull();
    }
  });

  test('every kind is here', () => {
    expect(new Set(cases.map(([, { kind }]) => kind)).size).toBe(8);
  });

  test('are found by whoever refers to them, with placeholders for secrets', () => {
    const around = surroundings(backingObjects({ backing: [secretBacking(place, { url })] }));
    const { object } = around.find('Secret', 'apps', 'db-xxxxxxxx') ?? {};
    expect(object?.manifest).toMatchObject({
      type: 'Opaque',
      metadata: { namespace: 'apps' },
      stringData: { url: 'postgres://user:placeholder@postgres.invalid:5432/database' },
    });
  });
});
