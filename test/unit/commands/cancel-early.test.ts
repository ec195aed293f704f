import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startCommand } from '../../setup/running-command.ts';
import { copyExample, type StackCopy } from '../../setup/stack-copy.ts';

let server: Server; // takes connections and never says a word
let address: string;
let copy: StackCopy;
const sockets = new Set<Socket>();

beforeEach(async () => {
  server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  copy.remove();
});

function kubeconfig(): string {
  const path = join(copy.directory, '..', 'kubeconfig');
  const cluster = { name: 'c', cluster: { server: `http://${address}` } };
  const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
  const config = { clusters: [cluster], contexts: [context], users: [{ name: 'u', user: {} }] };
  writeFileSync(
    path,
    JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'c', ...config }),
  );
  return path;
}

const secrets = {
  PULUMI_CONFIG_PASSPHRASE: 'x',
  HELLO_PASSWORD: 'x',
  SF_CLIENT_ID: 'x',
  SF_SERVER_KEY: 'x',
  LOKI_TOKEN: 'x',
};

const waitsForCluster = (): NodeJS.ProcessEnv => ({ KUBECONFIG: kubeconfig() });
const waitsForRegistry = (): NodeJS.ProcessEnv => ({
  KUBECONFIG: kubeconfig(),
  K8S_DEPLOY_CHART_MIRRORS: `oci://ghcr.io=oci+http://${address}/ghcr.io`,
});

describe('a signal while nothing has begun ends the command at once, with nothing written', () => {
  test.each([
    ['plain-chart', ['preview'], waitsForCluster, 'SIGINT'],
    ['plain-chart', ['up'], waitsForCluster, 'SIGTERM'],
    ['plain-chart', ['destroy', '--yes'], waitsForCluster, 'SIGINT'],
    ['sf2loki', ['up'], waitsForRegistry, 'SIGINT'],
  ] as const)('%s: %j', async (example, args, environment, signal) => {
    copy = copyExample(example, { ...process.env, ...secrets });
    const before = readdirSync(copy.directory);
    const running = startCommand(copy, [...args, '--json', '--stack', 'dev'], { environment: environment() });
    await once(server, 'connection');
    running.signal(signal);
    const { exitCode, stdout, seconds } = await running.ended;
    expect(exitCode).toBe(8);
    expect(seconds).toBeLessThan(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled', exitCode: 8 } });
    expect(readdirSync(copy.state)).toEqual([]);
    expect(readdirSync(copy.directory).filter((name) => name !== '.k8s-deploy')).toEqual(before);
  });
});

test('the help, read by nobody, ends by itself', async () => {
  copy = copyExample('plain-chart', process.env);
  const running = startCommand(copy, ['--help']);
  running.child.stdout?.destroy();
  running.child.stderr?.destroy();
  expect((await running.ended).exitCode).toBe(0);
});
