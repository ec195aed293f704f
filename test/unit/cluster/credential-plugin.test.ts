import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { askPlugin } from '../../../src/cluster/credential-plugin.ts';
import type { CredentialPlugin } from '../../../src/cluster/kubeconfig.ts';
import { Failure } from '../../../src/stack/failure.ts';
import { apiServer, json } from './api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-plugin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let programs = 0;

/** As ps tells it: Z for one that has ended and whose parent has not asked yet, nothing for one that is gone. */
const stateOf = (pid: number): string =>
  spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();

/** A program of Node.js; `answer(status)` prints credentials. */
function plugin(body: string, over: Partial<CredentialPlugin> = {}): CredentialPlugin {
  programs += 1;
  const command = join(folder, `program-${programs}`);
  const apiVersion = over.apiVersion ?? 'client.authentication.k8s.io/v1';
  const head = `const fs = require('node:fs');
    const answer = (status) => console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${apiVersion}', status }));`;
  writeFileSync(command, `#!${process.execPath}\n${head}\n${body}`, { mode: 0o755 });
  const nothing = { arguments: [], environment: {}, installHint: null, cluster: null, needsTerminal: false };
  return { ...nothing, apiVersion, command, ...over };
}

const never = new AbortController().signal;
const ask = async (asked: CredentialPlugin, signal = never) =>
  await askPlugin(asked, { environment: { PATH: '/bin:/usr/bin', HERE: 'yes' }, signal });
const failure = async (asked: CredentialPlugin): Promise<Failure> => {
  const error: unknown = await ask(asked).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
};

describe('what it gives', () => {
  test.each(['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'])(
    'a token for a while, by %s',
    async (apiVersion) => {
      const body = `answer({ token: 't', expirationTimestamp: '2030-01-02T03:04:05Z' })`;
      expect(await ask(plugin(body, { apiVersion }))).toEqual({
        credentials: { token: 't' },
        expires: Date.UTC(2030, 0, 2, 3, 4, 5),
      });
    },
  );

  test('a certificate', async () => {
    expect(await ask(plugin(`answer({ clientCertificateData: 'c', clientKeyData: 'k' })`))).toEqual({
      credentials: { certificate: Buffer.from('c'), key: Buffer.from('k') },
      expires: null,
    });
  });

  test('what it is told: arguments as they are, variables, the cluster if it asks', async () => {
    const body = `answer({ token: JSON.stringify([process.argv.slice(2), process.env.HERE, process.env.OWN,
      JSON.parse(process.env.KUBERNETES_EXEC_INFO), fs.readFileSync(0, 'utf8')]) })`;
    const told = await ask(
      plugin(body, {
        arguments: ['a b', '$(HOME)'],
        environment: { OWN: 'x' },
        cluster: { server: 'https://x', config: { audience: 'y' } },
      }),
    );
    expect(JSON.parse(told.credentials.token ?? '')).toEqual([
      ['a b', '$(HOME)'],
      'yes',
      'x',
      {
        kind: 'ExecCredential',
        apiVersion: 'client.authentication.k8s.io/v1',
        spec: { interactive: false, cluster: { server: 'https://x', config: { audience: 'y' } } },
      },
      '',
    ]);
  });
});

describe('when it gives nothing', () => {
  test.each([
    ['no JSON', `console.log('hunter2')`, 'printed no ExecCredential as JSON'],
    [
      'something else',
      `console.log('{"kind": "hunter2"}')`,
      'printed no ExecCredential of client.authentication',
    ],
    ['no credentials', `answer({})`, 'gave neither a token nor a certificate with its key'],
    ['half a pair', `answer({ clientKeyData: 'hunter2' })`, 'gave neither a token nor a certificate'],
    ['without end', `setInterval(() => fs.writeSync(1, 'hunter2'.repeat(9999)))`, 'prints without end'],
    ['a signal', `process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 9999)`, 'was ended'],
  ])('%s', async (_, body, words) => {
    const { code, message, hint } = await failure(plugin(body));
    expect(code).toBe('authentication');
    expect(message).toContain(words);
    expect(`${message}${hint}`).not.toContain('hunter2');
  });

  test('its complaint is told, without the secrets that it was given', async () => {
    const asked = plugin(
      `console.error('login expired for', process.argv[3], process.env.CLIENT_SECRET, process.argv[4]); process.exit(3)`,
      {
        arguments: ['--client-secret', 'hunter2', '--password=hunter3'],
        environment: { CLIENT_SECRET: 'hunter4' },
      },
    );
    const { message } = await failure(asked);
    expect(message).toContain(
      'failed with exit code 3:\nlogin expired for (secret) (secret) --password=(secret)',
    );
  });

  test('a program that is not there is told with how to install it', async () => {
    const { message, hint } = await failure(
      plugin('', { command: 'no-such-login', installHint: 'get it at x' }),
    );
    expect(message).toContain(
      '"no-such-login", by which the kubeconfig signs in to the cluster, was not found',
    );
    expect(hint).toBe('get it at x');
  });

  test('one that wants a terminal, or an old protocol, is not started', async () => {
    const mark = join(folder, 'started');
    const body = `fs.writeFileSync(${JSON.stringify(mark)}, '')`;
    expect((await failure(plugin(body, { needsTerminal: true }))).message).toContain('needs a terminal');
    const old = plugin(body, { apiVersion: 'client.authentication.k8s.io/v1alpha1' });
    expect((await failure(old)).message).toContain('speaks "client.authentication.k8s.io/v1alpha1", not ');
    expect(() => readFileSync(mark)).toThrow('ENOENT');
  });

  test('a wish to end ends it and what it has started', async () => {
    const pids = join(folder, 'pids');
    const body = `const { spawn } = require('node:child_process');
      const below = spawn(process.execPath, ['-e', 'setInterval(() => {}, 999)'], { stdio: 'inherit' });
      fs.writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + below.pid); setInterval(() => {}, 999);`;
    const ending = new AbortController();
    const asked = ask(plugin(body), ending.signal);
    const started = await vi.waitUntil(
      () => {
        try {
          return readFileSync(pids, 'utf8').split(' ').map(Number);
        } catch {
          return null;
        }
      },
      { timeout: 10_000 },
    );
    ending.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => {
      for (const pid of started) expect(stateOf(pid)).toMatch(/^(Z.*)?$/);
    });
  });
});

describe('how often it is asked', () => {
  const counting = (expires: string): { asked: CredentialPlugin; runs: () => number } => {
    const file = join(folder, `runs-${programs}`);
    const asked = plugin(
      `fs.appendFileSync(${JSON.stringify(file)}, 'x'); answer({ token: 't', expirationTimestamp: ${expires} })`,
    );
    return { asked, runs: () => readFileSync(file, 'utf8').length };
  };

  test('once in a process, while it holds', async () => {
    const server = await apiServer(json({}));
    const { asked, runs } = counting(`new Date(Date.now() + 3_600_000)`);
    const [one, other] = [server.connect({ plugin: asked }), server.connect({ plugin: asked })];
    await Promise.all([one.get('/a'), one.get('/b'), other.get('/c')]);
    await other.get('/d');
    expect(runs()).toBe(1);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 4 }, () => 'Bearer t'),
    );
  });

  test('again when what it gave has expired', async () => {
    const server = await apiServer(json({}));
    const { asked, runs } = counting(`new Date(Date.now() - 1)`);
    const connection = server.connect({ plugin: asked });
    await connection.get('/a');
    await connection.get('/b');
    expect(runs()).toBeGreaterThanOrEqual(2);
  });

  test('a second time, and no third, when what it gave is refused', async () => {
    const server = await apiServer(json({}, 401));
    const { asked, runs } = counting(`undefined`);
    await expect(server.connect({ plugin: asked }).get('/a')).rejects.toMatchObject({
      code: 'authentication',
    });
    expect(runs()).toBe(2);
    expect(server.requests).toHaveLength(2);
  });
});
