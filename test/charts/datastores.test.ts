/** The stand-ins for the Bitnami charts of the proof of concept: the names and keys that Leoflow's addresses are made of. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { charts, template } from './helm.ts';
import { environment, podTemplate, selects, spec } from './workload.ts';

/** Spec of the StatefulSet, with values for the part of the chart that it is. */
async function statefulSet(chart: string, values: object): Promise<Readonly<Record<string, unknown>>> {
  const part = chart === 'redis' ? 'master' : 'primary';
  return spec((await template(chart, { [part]: values })).one('StatefulSet'));
}

describe.each([
  { chart: 'postgresql', service: '', headless: '-hl', port: 5432 },
  { chart: 'redis', service: '-master', headless: '-headless', port: 6379 },
])('$chart', ({ chart, service, headless, port }) => {
  test.each([
    ['lf', {}, `lf-${chart}`],
    [`leoflow-${chart}`, {}, `leoflow-${chart}`],
    ['lf', { nameOverride: 'db' }, 'lf-db'],
    ['lf', { fullnameOverride: 'mine' }, 'mine'],
  ])('release %s with %j is %s', async (release, values, fullname) => {
    const rendered = await template(chart, values, { release });
    const { selector, ports } = spec(rendered.one('Service', `${fullname}${service}`));
    expect(ports).toMatchObject([{ port }]);
    const workload = rendered.one('StatefulSet', `${fullname}${service}`);
    expect(selects(selector as Record<string, string>, podTemplate(workload).metadata.labels)).toBe(true);
    expect(spec(workload)['serviceName']).toBe(`${fullname}${headless}`);
    expect(spec(rendered.one('Service', `${fullname}${headless}`))['clusterIP']).toBe('None');
    expect(rendered.one('Secret').metadata.name).toBe(fullname);
  });

  test('persistence', async () => {
    expect((await statefulSet(chart, { persistence: {} }))['volumeClaimTemplates']).toMatchObject([
      { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } } },
    ]);
    expect(
      (await statefulSet(chart, { persistence: { size: '1Gi', storageClass: 'fast' } }))[
        'volumeClaimTemplates'
      ],
    ).toMatchObject([{ spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } } }]);
    expect(
      (await statefulSet(chart, { persistence: { storageClass: '-' } }))['volumeClaimTemplates'],
    ).toMatchObject([{ spec: { storageClassName: '' } }]);
    expect(
      (await statefulSet(chart, { persistence: { enabled: false } }))['volumeClaimTemplates'],
    ).toBeUndefined();
  });

  test('claims outlive the release until the values say otherwise', async () => {
    const field = 'persistentVolumeClaimRetentionPolicy';
    expect(await statefulSet(chart, {})).not.toHaveProperty(field);
    const deleting = await statefulSet(chart, { [field]: { enabled: true, whenDeleted: 'Delete' } });
    expect(deleting[field]).toEqual({ whenDeleted: 'Delete', whenScaled: 'Retain' });
  });
});

describe('credentials of postgresql', () => {
  test('a user of its own reads `password`, the administrator `postgres-password`', async () => {
    const auth = { username: 'leoflow', password: 'p', database: 'flows', postgresPassword: 'q' };
    const rendered = await template('postgresql', { auth });
    expect(rendered.one('Secret')['data']).toEqual({ password: btoa('p'), 'postgres-password': btoa('q') });
    expect(environment(rendered.one('StatefulSet'))).toMatchObject({
      POSTGRES_USER: 'leoflow',
      POSTGRES_PASSWORD: 'secret:postgresql/password',
      POSTGRES_POSTGRES_PASSWORD: 'secret:postgresql/postgres-password',
      POSTGRES_DATABASE: 'flows',
    });
  });

  test('without a user `password` is the administrator’s', async () => {
    const rendered = await template('postgresql', { auth: { password: 'p' } });
    expect(rendered.one('Secret')['data']).toEqual({ 'postgres-password': btoa('p') });
    expect(environment(rendered.one('StatefulSet'))['POSTGRES_PASSWORD']).toBe(
      'secret:postgresql/postgres-password',
    );
  });

  test('an existing Secret replaces the chart’s, under its own keys', async () => {
    const secretKeys = { adminPasswordKey: 'root', userPasswordKey: 'user' };
    const rendered = await template('postgresql', {
      auth: { username: 'leoflow', existingSecret: 'mine', secretKeys },
    });
    expect(rendered.kinds).not.toContain('Secret');
    expect(environment(rendered.one('StatefulSet'))).toMatchObject({
      POSTGRES_PASSWORD: 'secret:mine/user',
      POSTGRES_POSTGRES_PASSWORD: 'secret:mine/root',
    });
  });

  test('a password that nobody gives is random', async () => {
    const { password } = (await template('postgresql', { auth: { username: 'u' } })).one('Secret')[
      'data'
    ] as Record<string, string>;
    expect(atob(password ?? '')).toMatch(/^\w{24}$/);
  });
});

describe('credentials of redis', () => {
  test('a password of the values', async () => {
    const rendered = await template('redis', { auth: { password: 'p' } });
    expect(rendered.one('Secret')['data']).toEqual({ 'redis-password': btoa('p') });
    expect(environment(rendered.one('StatefulSet'))).toMatchObject({
      REDIS_PASSWORD: 'secret:redis/redis-password',
      ALLOW_EMPTY_PASSWORD: 'no',
    });
  });

  test.each([
    ['redis-password', ''],
    ['key', 'key'],
  ])('an existing Secret under %s', async (key, existingSecretPasswordKey) => {
    const rendered = await template('redis', { auth: { existingSecret: 'mine', existingSecretPasswordKey } });
    expect(rendered.kinds).not.toContain('Secret');
    expect(environment(rendered.one('StatefulSet'))['REDIS_PASSWORD']).toBe(`secret:mine/${key}`);
  });

  test('none at all', async () => {
    const rendered = await template('redis', { auth: { enabled: false } });
    expect(rendered.kinds).not.toContain('Secret');
    expect(environment(rendered.one('StatefulSet'))).toMatchObject({ ALLOW_EMPTY_PASSWORD: 'yes' });
  });

  test('another architecture is refused', async () => {
    await expect(template('redis', { architecture: 'replication' })).rejects.toThrow(
      /architecture=standalone/,
    );
  });
});

test('the addresses of the Leoflow example are those of releases pg and redis', async () => {
  const example = parse(await readFile(`${charts}leoflow/examples/poc.yaml`, 'utf8')) as Record<
    string,
    never
  >;
  const rendered = await template('leoflow', example);
  const { databaseUrl = '', redisUrl = '' } = rendered.one('Secret')['stringData'] as Record<string, string>;
  const postgresql = await template('postgresql', {}, { release: 'pg' });
  expect(spec(postgresql.one('Service', new URL(databaseUrl).hostname))['ports']).toMatchObject([
    { port: Number(new URL(databaseUrl).port) },
  ]);
  const redis = await template('redis');
  expect(spec(redis.one('Service', new URL(redisUrl).hostname))['ports']).toMatchObject([
    { port: Number(new URL(redisUrl).port) },
  ]);
});
