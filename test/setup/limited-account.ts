/** Somebody with a token of the local plane and with just the rights that are given. */
import { readFileSync, writeFileSync } from 'node:fs';
import { textAt, type Data } from '../../src/kubernetes/data.ts';
import { ask } from '../../toolchain/plane/cluster.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';

export interface Allowed {
  readonly group: string;
  readonly resource: string;
  readonly namespace: string | null;
  readonly verbs: readonly string[];
}

export interface LimitedAccount {
  /** Takes the place of what it was allowed before. */
  allow(rights: readonly Allowed[]): Promise<void>;
  remove(): Promise<void>;
}

const group = 'rbac.authorization.k8s.io';
const home = 'kube-system';

/** Writes its kubeconfig to `file`: that of the plane, with another token. Namespaces of its rights must be there. */
export async function limitedAccount(plane: Plane, name: string, file: string): Promise<LimitedAccount> {
  const send = async (method: string, path: string, body: object): Promise<Data> => {
    const answer = await ask(plane, `${plane.apiServer}${path}`, {
      method,
      body: JSON.stringify(body),
      type: method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json',
    });
    if (answer.status >= 300 && answer.status !== 404)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as Data;
  };
  const accounts = `/api/v1/namespaces/${home}/serviceaccounts`;
  await send('POST', accounts, { metadata: { name } });
  const answer = await send('POST', `${accounts}/${name}/token`, {});
  const kubeconfig = readFileSync(plane.kubeconfig, 'utf8');
  writeFileSync(file, kubeconfig.replaceAll(plane.token, textAt(answer, 'status', 'token') ?? ''));

  const given = new Set<string>(); // namespaces; empty: the whole cluster
  const path = (namespace: string, what: string): string =>
    `/apis/${group}/v1/${namespace === '' ? 'cluster' : `namespaces/${namespace}/`}${what}/${name}`;
  const apply = async (namespace: string, rules: readonly object[]): Promise<void> => {
    const kind = namespace === '' ? 'ClusterRole' : 'Role';
    const own = { apiVersion: `${group}/v1`, metadata: { name } };
    const options = '?fieldManager=test&force=true';
    await send('PATCH', `${path(namespace, 'roles')}${options}`, { ...own, kind, rules });
    await send('PATCH', `${path(namespace, 'rolebindings')}${options}`, {
      ...own,
      kind: `${kind}Binding`,
      roleRef: { apiGroup: group, kind, name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: home }],
    });
  };
  return {
    async allow(rights) {
      const groups = Map.groupBy(rights, ({ namespace }) => namespace ?? '');
      for (const namespace of new Set([...groups.keys(), ...given])) {
        given.add(namespace);
        const some = (groups.get(namespace) ?? []).filter(({ verbs }) => verbs.length > 0);
        const rules = some.map(({ group: apiGroup, resource, verbs }) => ({
          apiGroups: [apiGroup],
          resources: [resource],
          verbs,
        }));
        await apply(namespace, rules);
      }
    },
    async remove() {
      for (const namespace of given) {
        await send('DELETE', path(namespace, 'rolebindings'), {});
        await send('DELETE', path(namespace, 'roles'), {});
      }
      await send('DELETE', `${accounts}/${name}`, {});
    },
  };
}
