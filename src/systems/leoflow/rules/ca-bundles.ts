/** LF-19: the ConfigMaps with CAs. */
import { at, textAt, type DataPath } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { mountsOf, nameOf, type Workload } from '../../rules/workload.ts';
import { agentCaOf } from './agent-tls.ts';
import { rule, type ControlPlane } from './control-plane.ts';

interface Authority {
  readonly configMap: string;
  /** That is read of it. */
  readonly key: string;
  readonly namespace: string;
  readonly path: DataPath;
  readonly value: DataPath;
  readonly option: string;
  /** Who waits for it. */
  readonly effect: string;
}

const usualKey = 'ca.crt';

export const bundleRule: Rule = rule(
  {
    id: 'LF-19',
    title: 'Every CA ConfigMap has the key ca.crt',
    why: 'The chart mounts this key only. Without it the pod stays in ContainerCreating, and tasks hang when it is the agents’ CA, which belongs into the task namespace. The options database.ca, redis.ca and agentTLS.ca make such ConfigMaps.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      for (const authority of authorities(plane, server)) {
        const { configMap, key, namespace, path, value, option, effect } = authority;
        const id = `ConfigMap ${namespace}/${configMap}`;
        const found = plane.subject.around.find('ConfigMap', namespace, configMap);
        const hint = `Give the option ${option}, or a ConfigMap with the key ${usualKey} in namespace ${namespace}, and let the template read that.`;
        const place = { object: server.object, path, value, hint };
        if (found === undefined) {
          yield { ...place, message: `${nameOf(server)} needs ${id}, which nothing provides, so ${effect}` };
        } else if (found.keys === null) {
          yield { notChecked: `the keys of ${id} (${found.by}): ${key} must be there` };
        } else if (!found.keys.has(key)) {
          const has = [...found.keys].toSorted().join(', ') || 'none';
          yield {
            ...place,
            message: `${nameOf(server)} needs key ${key} of ${id}, which has the keys ${has}, so ${effect}`,
          };
        }
      }
    }
  },
);

const folders = { '/etc/leoflow/db-ca': 'database', '/etc/leoflow/redis-ca': 'redis' } as const;

function* authorities({ taskNamespace }: ControlPlane, server: Workload): Iterable<Authority> {
  const { namespace } = server;
  for (const [folder, store] of Object.entries(folders)) {
    for (const { mountPath, source, path } of mountsOf(server)) {
      const configMap = textAt(source, 'configMap', 'name');
      if (mountPath.replace(/\/+$/, '') !== folder || configMap === undefined) continue;
      const isOptional = at(source, 'configMap', 'optional') === true;
      const effect = isOptional ? 'the file is missing' : 'the pod does not start';
      const key = textAt(source, 'configMap', 'items', 0, 'key') ?? usualKey;
      yield { configMap, key, namespace, path, value: [store, 'caConfigMap'], option: `${store}.ca`, effect };
    }
  }
  const agents = agentCaOf(server);
  if (agents === '') return;
  yield {
    configMap: agents,
    key: usualKey,
    namespace: taskNamespace,
    path: [...server.container.path, 'env'],
    value: ['agentTLS', 'caConfigMap'],
    option: 'agentTLS.ca',
    effect: 'tasks do not start',
  };
}
