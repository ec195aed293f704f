/** What the API server says it serves, and who is let in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect, type Connection } from '../../src/cluster/connection.ts';
import { discover } from '../../src/cluster/discovery.ts';
import { readLive } from '../../src/cluster/live-objects.ts';
import { requireReachable } from '../../src/cluster/reach.ts';
import { textAt, type DataMap } from '../../src/kubernetes/data.ts';
import { read } from '../../toolchain/plane/cluster.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { openRoom } from '../setup/room.ts';

const plane = testPlane();
const never = new AbortController().signal;
const room = await openRoom('room');
const discovery = await discover(room.connection);
afterAll(() => room.close());

describe('discovery', () => {
  const versions = room.chart('versions', {
    'templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: versions}\ndata: {versions: {{ .Capabilities.APIVersions | toJson | quote }}}',
  });
  const toldByHelm = async (): Promise<string[]> => {
    await room.helm(['upgrade', '--install', 'versions', versions]);
    const map = (await read(plane, '/api/v1/namespaces/room/configmaps/versions')) as DataMap;
    return (JSON.parse(textAt(map, 'data', 'versions') ?? '') as string[]).toSorted();
  };

  it('tells what Helm tells charts on this cluster', async () => {
    expect(discovery.apiVersions).toEqual(await toldByHelm());
    expect(discovery.apiVersions).toEqual(
      expect.arrayContaining(['v1', 'v1/Pod', 'apps/v1', 'apps/v1/Deployment', 'apps/v1/Scale']),
    );
    expect(discovery.gaps).toEqual([]);
  });

  it('tells the same where the server knows the old lists only', async () => {
    const old: Connection = { ...room.connection, get: async (path) => await room.connection.get(path) };
    const listed = await discover(old);
    expect(listed.apiVersions).toEqual(discovery.apiVersions);
    expect(listed.resourceOf('apps/v1', 'Deployment')?.path('n', 'x')).toBe(
      '/apis/apps/v1/namespaces/n/deployments/x',
    );
  });

  it('knows where the objects of a kind are', () => {
    expect(discovery.resourceOf('v1', 'Pod')?.path('a', 'b')).toBe('/api/v1/namespaces/a/pods/b');
    const role = discovery.resourceOf('rbac.authorization.k8s.io/v1', 'ClusterRole');
    expect(role).toMatchObject({ namespaced: false, name: 'clusterroles.rbac.authorization.k8s.io' });
    expect(role?.path(null, 'system:x')).toBe('/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Ax');
    expect(discovery.resourceOf('example.com/v1', 'Widget')).toBeNull();
    expect(discovery.resourceOf('apps/v1beta1', 'Deployment')).toBeNull();
    expect(discovery.otherVersionOf('apps/v1beta1', 'Deployment')?.name).toBe('deployments.apps');
  });

  it('names an API whose server does not answer, and goes on as Helm does', async () => {
    const path = '/apis/apiregistration.k8s.io/v1/apiservices';
    await room.create(path, {
      metadata: { name: 'v1.gone.example.com' },
      spec: {
        group: 'gone.example.com',
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 10,
        insecureSkipTLSVerify: true,
        service: { namespace: 'room', name: 'nobody' },
      },
    });
    onTestFinished(async () => await room.remove(`${path}/v1.gone.example.com`));
    const found = await vi.waitUntil(
      async () => {
        const now = await discover(room.connection);
        return now.gaps.length > 0 ? now : null;
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(found.gaps).toEqual([
      'the API server names gone.example.com/v1, but what serves it does not answer: objects of it are not known',
    ]);
    expect(found.apiVersions).toEqual(await toldByHelm());
    expect(found.isUnknown('gone.example.com/v1')).toBe(true);
    const id = { apiVersion: 'gone.example.com/v1', kind: 'Thing', namespace: 'room', name: 'x' };
    expect((await readLive(room.connection, found, [{ id, applied: null }])).live.size).toBe(0);
  });
});

describe('who asks', () => {
  const program = (name: string, body: string): string => {
    const path = join(room.folder, name);
    writeFileSync(path, `#!${process.execPath}\n${body}`, { mode: 0o755 });
    return path;
  };
  const plugin = (command: string) => ({
    credentials: null,
    plugin: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command,
      arguments: [],
      environment: {},
      installHint: null,
      cluster: null,
      needsTerminal: false,
    },
  });
  /** Gives the good token from its second run on; counts its runs. */
  const late = (name: string): string =>
    program(
      `${name}-login`,
      `const fs = require('node:fs');
       fs.appendFileSync(${JSON.stringify(join(room.folder, `${name}.runs`))}, 'x');
       const runs = fs.readFileSync(${JSON.stringify(join(room.folder, `${name}.runs`))}, 'utf8').length;
       console.log(JSON.stringify({kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1',
         status: {token: runs > 1 ? ${JSON.stringify(plane.token)} : 'stale'}}));`,
    );

  it('asks a program again, once, when what it gave is refused', async () => {
    const learnt: string[] = [];
    const over = connect(
      { ...room.address, ...plugin(late('late')) },
      { environment: {}, signal: never, learn: (secret) => learnt.push(secret) },
    );
    const answers = await Promise.all(Array.from({ length: 5 }, () => over.get('/api/v1/namespaces/room')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(readFileSync(join(room.folder, 'late.runs'), 'utf8').length).toBe(2);
    expect(new Set(learnt)).toEqual(new Set(['stale', plane.token]));
  });

  it('is told by the API server that nobody knows it', async () => {
    const stranger = { ...room.address, credentials: { token: 'wrong' } };
    await expect(requireReachable(stranger, never)).rejects.toMatchObject({
      code: 'authentication',
      message: `the API server of context "${plane.context}" at ${plane.apiServer} refuses the credentials of the kubeconfig`,
    });
    expect(await requireReachable(room.address, never)).toMatch(/^1\.\d+\.\d+$/);
  });

  it('acts as another where the kubeconfig says so', async () => {
    const over = room.connectAs({ impersonation: { 'Impersonate-User': 'jane' } });
    expect(await over.get('/api/v1/namespaces/room/secrets')).toMatchObject({ status: 403 });
  });

  it('knows the server by the name that the kubeconfig gives it', async () => {
    expect((await room.connectAs({ serverName: 'kubernetes.default' }).get('/version')).status).toBe(200);
    await expect(room.connectAs({ serverName: 'other.example.com' }).get('/version')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') as string,
    });
  });
});
