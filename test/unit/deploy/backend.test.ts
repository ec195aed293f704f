import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { currentBackend, parseBackend, requireUsable } from '../../../src/deploy/backend.ts';
import { lockHolders } from '../../../src/deploy/locks.ts';

test.each([
  ['file:///var/state', { kind: 'file', folder: '/var/state' }],
  ['file://~', { kind: 'file', folder: homedir() }],
  ['file://~/state', { kind: 'file', folder: join(homedir(), 'state') }],
  ['s3://bucket/some/prefix?region=eu-west-1', { kind: 's3', bucket: 'bucket', prefix: 'some/prefix' }],
  ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '' }],
  ['https://api.pulumi.com', { kind: 'cloud' }],
  ['azblob://container', { kind: 'other' }],
])('%s', (url, expected) => {
  expect(parseBackend(url)).toMatchObject({ url, ...expected });
});

test('the variable comes before the project, the project before the login, the cloud last', () => {
  const home = mkdtempSync(join(tmpdir(), 'pulumi-home-'));
  const environment = { PULUMI_HOME: home };
  expect(currentBackend(environment, null).url).toBe('https://api.pulumi.com');
  writeFileSync(join(home, 'credentials.json'), JSON.stringify({ current: 'file:///logged-in' }));
  expect(currentBackend(environment, null).url).toBe('file:///logged-in');
  expect(currentBackend(environment, 'file:///project').url).toBe('file:///project');
  expect(currentBackend({ ...environment, PULUMI_BACKEND_URL: 's3://b' }, 'file:///project').url).toBe(
    's3://b',
  );
});

test('reads who holds a lock; one that is being written is somebody’s, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'state-'));
  const backend = parseBackend(`file://${folder}`);
  await expect(lockHolders(backend, 'p', 'dev')).resolves.toEqual([]);
  const locks = join(folder, '.pulumi/locks/organization/p/dev');
  mkdirSync(locks, { recursive: true });
  writeFileSync(
    join(locks, 'a.json'),
    '{"pid":7,"username":"ann","hostname":"ci-1","timestamp":"2026-11-20T10:00:00Z"}',
  );
  writeFileSync(join(locks, 'b.json'), '{"pid":');
  await expect(lockHolders(backend, 'p', 'dev')).resolves.toEqual([
    expect.objectContaining({ user: 'ann', host: 'ci-1', pid: 7, since: '2026-11-20T10:00:00Z' }),
    expect.objectContaining({ user: 'somebody', host: 'unknown', pid: 0 }),
  ]);
});

describe('what can be told without asking the backend', () => {
  const home = mkdtempSync(join(tmpdir(), 'pulumi-home-'));
  const check = (url: string, environment: NodeJS.ProcessEnv = {}): void =>
    requireUsable(parseBackend(url), { PULUMI_HOME: home, ...environment });

  test('an address of no backend', () => {
    expect(() => parseBackend('gss://bucket')).toThrow('"gss://bucket" is no address of a Pulumi backend');
  });

  test('a folder that is not there', () => {
    expect(() => check(`file://${home}/gone`)).toThrow(
      `the folder of the state, ${home}/gone, does not exist`,
    );
    expect(() => check(`file://${home}`)).not.toThrow();
  });

  test('a cloud that nobody is signed in to', () => {
    const url = 'https://api.pulumi.com';
    expect(() => check(url)).toThrow(
      'nobody is signed in to https://api.pulumi.com, where the state would be kept',
    );
    expect(() => check(url, { PULUMI_ACCESS_TOKEN: 't' })).not.toThrow();
    writeFileSync(join(home, 'credentials.json'), JSON.stringify({ accessTokens: { [url]: 't' } }));
    expect(() => check(url)).not.toThrow();
  });
});

test('a cloud keeps its locks to itself, but one that is not there is told', async () => {
  const server = createServer((_, response) => void response.writeHead(401).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const backend = parseBackend(`http://127.0.0.1:${port}`);
  await expect(lockHolders(backend, 'p', 'dev')).resolves.toEqual([]);
  server.close();
  await once(server, 'close');
  await expect(lockHolders(backend, 'p', 'dev')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
