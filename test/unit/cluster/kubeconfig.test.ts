import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clusterAddress } from '../../../src/cluster/kubeconfig.ts';
import { requireReachable } from '../../../src/cluster/reach.ts';
import { Failure } from '../../../src/stack/failure.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));

function kubeconfig(file: string, names: readonly string[], current: string | null): string {
  const path = join(folder, file);
  writeFileSync(
    path,
    JSON.stringify({
      ...(current === null ? {} : { 'current-context': current }),
      contexts: names.map((name) => ({ name, context: { cluster: `${name}-cluster` } })),
      clusters: names.map((name) => ({
        name: `${name}-cluster`,
        cluster: { server: `https://${name}:6443` },
      })),
    }),
  );
  return path;
}

describe('clusterAddress', () => {
  const one = kubeconfig('one', ['dev', 'prod'], 'dev');
  const two = kubeconfig('two', ['edge'], 'edge');

  test('takes the named context, else the current one', () => {
    expect(clusterAddress(one, 'prod', {})).toMatchObject({ context: 'prod', server: 'https://prod:6443' });
    expect(clusterAddress(one, null, {})).toMatchObject({ context: 'dev' });
  });

  test('reads all files of KUBECONFIG, the first one first', () => {
    const environment = { KUBECONFIG: `${one}:${two}:${folder}/missing` };
    expect(clusterAddress(null, 'edge', environment)).toMatchObject({ server: 'https://edge:6443' });
    expect(clusterAddress(null, null, environment)).toMatchObject({ context: 'dev' });
  });

  test('names the contexts there are', () => {
    expect(() => clusterAddress(one, 'stage', {})).toThrow(
      'the kubeconfig has no context "stage" (it has: dev, prod)',
    );
  });

  test('says which files it looked for', () => {
    expect(() => clusterAddress(null, null, { KUBECONFIG: '/nowhere/config' })).toThrow(
      'no kubeconfig: /nowhere/config cannot be read',
    );
  });
});

describe('requireReachable', () => {
  const address = (port: number) => ({
    context: 'c',
    server: `https://127.0.0.1:${port}`,
    ca: null,
    insecure: true,
    credentials: null,
  });

  test('a refused connection is told with its address and what to do', async () => {
    const failure = await requireReachable(address(1), AbortSignal.timeout(20_000)).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({
      code: 'unreachable',
      message: 'the API server of context "c" at https://127.0.0.1:1 cannot be reached (ECONNREFUSED)',
    });
  });

  test('a server that never answers is given up', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      silent.once('listening', resolve);
    });
    const { port } = silent.address() as { port: number };
    try {
      await expect(requireReachable(address(port), new AbortController().signal)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('no answer in 10 s') as string,
      });
    } finally {
      silent.close();
    }
  }, 15_000);
});

describe('credentials', () => {
  const withUser = (user: object): string => {
    const path = join(folder, `user-${Math.random()}`);
    writeFileSync(
      path,
      JSON.stringify({
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        clusters: [{ name: 'k', cluster: { server: 'https://k:6443' } }],
        users: [{ name: 'u', user }],
      }),
    );
    return path;
  };
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 'from a file\n');
  const data = (text: string): string => Buffer.from(text).toString('base64');

  test.each([
    ['a token', { token: 't' }, { token: 't' }],
    ['a token in a file', { tokenFile }, { token: 'from a file' }],
    [
      'a client certificate',
      { 'client-certificate-data': data('cert'), 'client-key-data': data('key') },
      { certificate: Buffer.from('cert'), key: Buffer.from('key') },
    ],
    ['a name and a password', { username: 'u', password: 'p' }, { username: 'u', password: 'p' }],
    ['a program, which is not run', { exec: { command: 'aws' } }, null],
    ['a file that goes before a program', { tokenFile, exec: { command: 'aws' } }, { token: 'from a file' }],
    ['nobody', {}, null],
  ])('%s', (_, user, credentials) => {
    expect(clusterAddress(withUser(user), null, {}).credentials).toEqual(credentials);
  });
});

describe('what else a kubeconfig says', () => {
  const whole = (cluster: object, user: object, file = 'whole'): string => {
    const path = join(folder, file);
    writeFileSync(
      path,
      JSON.stringify({
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        clusters: [{ name: 'k', cluster: { server: 'https://k:6443', ...cluster } }],
        users: [{ name: 'u', user }],
      }),
    );
    return path;
  };
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', args: ['eks', 'get-token'] };

  test('files and programs are found from where it lies', () => {
    writeFileSync(join(folder, 'ca.pem'), 'the authority');
    const cluster = { 'certificate-authority': 'ca.pem' };
    expect(clusterAddress(whole(cluster, { tokenFile: 'token' }), null, {})).toMatchObject({
      ca: Buffer.from('the authority'),
      credentials: { token: 'from a file' },
    });
    const { plugin } = clusterAddress(whole({}, { exec: { ...exec, command: './bin/login' } }), null, {});
    expect(plugin?.command).toBe(join(folder, 'bin/login'));
    expect(() => clusterAddress(whole({}, { tokenFile: 'gone' }), null, {})).toThrow(
      `the kubeconfig names ${join(folder, 'gone')}, which cannot be read`,
    );
  });

  test('a program that gives credentials, and what it is told of the cluster', () => {
    const cluster = {
      'certificate-authority-data': btoa('authority'),
      'tls-server-name': 'k.internal',
      'proxy-url': 'http://proxy:3128',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }],
    };
    const user = {
      exec: {
        ...exec,
        env: [{ name: 'AWS_PROFILE', value: 'prod' }],
        installHint: 'install it',
        provideClusterInfo: true,
        interactiveMode: 'IfAvailable',
      },
    };
    expect(clusterAddress(whole(cluster, user), null, {})).toMatchObject({
      serverName: 'k.internal',
      proxy: 'http://proxy:3128',
      plugin: {
        apiVersion: exec.apiVersion,
        command: 'aws',
        arguments: ['eks', 'get-token'],
        environment: { AWS_PROFILE: 'prod' },
        installHint: 'install it',
        needsTerminal: false,
        cluster: {
          server: 'https://k:6443',
          'tls-server-name': 'k.internal',
          'proxy-url': 'http://proxy:3128',
          'certificate-authority-data': btoa('authority'),
          config: { audience: 'a' },
        },
      },
    });
    expect(clusterAddress(whole({}, { exec }), null, {}).plugin?.cluster).toBeNull();
  });

  test('as whom the user acts', () => {
    const user = {
      token: 't',
      as: 'jane',
      'as-groups': ['dev'],
      'as-user-extra': { 'a/b': ['c'] },
    };
    expect(clusterAddress(whole({}, user), null, {}).impersonation).toEqual({
      'Impersonate-User': 'jane',
      'Impersonate-Group': ['dev'],
      'Impersonate-Extra-a%2Fb': ['c'],
    });
  });

  test('one that is no YAML is named without a word of it', () => {
    const path = join(folder, 'broken');
    writeFileSync(path, 'users: [{user: {token: hunter2}');
    const fails = (): unknown => clusterAddress(path, null, {});
    expect(fails).toThrow(`${path} is not YAML`);
    expect(fails).not.toThrow('hunter2');
  });
});
