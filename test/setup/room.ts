/** A namespace of the local plane to try things in, as somebody with all rights, with few, or by Helm. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Connection } from '../../src/cluster/connection.ts';
import { clusterAddress, type ClusterAddress } from '../../src/cluster/kubeconfig.ts';
import { textAt, type Data } from '../../src/kubernetes/data.ts';
import { ask } from '../../toolchain/plane/cluster.ts';
import { testPlane } from './plane-environment.ts';
import { execute } from './stack-copy.ts';

export interface Room {
  readonly namespace: string;
  readonly folder: string; // for files; gone when it is closed
  readonly address: ClusterAddress;
  readonly connection: Connection;
  connectAs(how?: Partial<ClusterAddress>, environment?: NodeJS.ProcessEnv): Connection;
  /** With the given rights to ConfigMaps and Deployments of the namespace, and no others. */
  account(verbs: readonly string[]): Promise<Connection>;
  create(path: string, object: object): Promise<Data>;
  /** As somebody does by hand: a merge patch, or of another type. */
  edit(path: string, patch: object, type?: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Gives the folder of a chart with these templates. */
  chart(name: string, templates: Readonly<Record<string, string>>): string;
  /** In the namespace; rejects with what Helm says. */
  helm(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<void>;
  close(): Promise<void>;
}

export async function openRoom(namespace: string): Promise<Room> {
  const plane = testPlane();
  const folder = mkdtempSync(join(tmpdir(), `k8s-deploy-${namespace}-`));
  const ending = new AbortController();
  const address = clusterAddress(plane.kubeconfig, null, {});
  let accounts = 0;

  const send = async (method: string, path: string, body: object, type: string): Promise<Data> => {
    const url = `${plane.apiServer}${path}?fieldManager=somebody`;
    const answer = await ask(plane, url, { method, body: JSON.stringify(body), type });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as Data;
  };
  const create: Room['create'] = async (path, object) => await send('POST', path, object, 'application/json');
  const connectAs: Room['connectAs'] = (how = {}, environment = {}) =>
    connect({ ...address, ...how }, { environment, signal: ending.signal });

  await create('/api/v1/namespaces', { metadata: { name: namespace } });
  return {
    namespace,
    folder,
    address,
    connection: connectAs(),
    connectAs,
    create,
    async account(verbs) {
      accounts += 1;
      const name = `account-${accounts}`;
      const group = 'rbac.authorization.k8s.io';
      const rights = `/apis/${group}/v1/namespaces/${namespace}`;
      await create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name } });
      await create(`${rights}/roles`, {
        metadata: { name },
        rules: [{ apiGroups: ['', 'apps'], resources: ['configmaps', 'deployments'], verbs }],
      });
      await create(`${rights}/rolebindings`, {
        metadata: { name },
        roleRef: { apiGroup: group, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      });
      const answer = await create(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, {});
      return connectAs({ credentials: { token: textAt(answer, 'status', 'token') ?? '' } });
    },
    async edit(path, patch, type = 'application/merge-patch+json') {
      await send('PATCH', path, patch, type);
    },
    async remove(path) {
      await send('DELETE', path, {}, 'application/json');
    },
    chart(name, templates) {
      const directory = join(folder, 'charts', name);
      const metadata = `{apiVersion: v2, name: ${name}, version: 1.2.3, appVersion: "4.5"}`;
      for (const [file, text] of Object.entries({ 'Chart.yaml': metadata, ...templates })) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), text);
      }
      return directory;
    },
    async helm(args, environment = {}) {
      const all = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: plane.kubeconfig, ...environment };
      const ran = await execute('helm', [...args, '-n', namespace], all, folder);
      if (ran.exitCode !== 0) throw new Error(ran.stderr);
    },
    async close() {
      ending.abort();
      // Whoever looks at the whole cluster after this must not meet what is broken here on purpose.
      const whole = `${plane.apiServer}/api/v1/namespaces/${namespace}`;
      await ask(plane, whole, { method: 'DELETE' });
      while ((await ask(plane, whole)).status !== 404) await sleep(200);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
