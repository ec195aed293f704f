/** The Metrics API of the local plane's cluster: what metrics-server serves, with numbers that the test says, over HTTPS and behind the API server. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../toolchain/plane/cluster.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';
import type { Room } from './room.ts';

const group = 'metrics.k8s.io';
const version = 'v1beta1';
const apiService = `/apis/apiregistration.k8s.io/v1/apiservices/${version}.${group}`;

/** Of each container of a pod, by its name: as Kubernetes writes quantities. */
export type Measures = Readonly<Record<string, { readonly cpu: string; readonly memory: string }>>;

export interface MetricsApi {
  /** By the name of the pod; the pods that are not in it are not measured yet. */
  measure(pods: Readonly<Record<string, Measures>>): void;
  /** As long as it is silent, it answers nothing but 503. */
  silence(isSilent: boolean): void;
  /** The cluster has none afterwards, as before. */
  close(): Promise<void>;
}

/** Resolves when the API server passes requests on to it. The pods are those of the room. */
export async function openMetricsApi(plane: Plane, room: Room): Promise<MetricsApi> {
  let measures: Readonly<Record<string, Measures>> = {};
  let isSilent = false;
  const pki = (file: string): Buffer => readFileSync(join(plane.directory, 'pki', file));
  const item = ([name, containers]: [string, Measures]): object => ({
    metadata: { name, namespace: room.namespace, labels: {} },
    timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    window: '15s',
    containers: Object.entries(containers).map(([container, usage]) => ({ name: container, usage })),
  });
  const answerTo = (path: string): object | null => {
    switch (path) {
      case `/apis/${group}/${version}`:
        return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}`, resources };
      case `/apis/${group}/${version}/namespaces/${room.namespace}/pods`:
        return {
          kind: 'PodMetricsList',
          apiVersion: `${group}/${version}`,
          metadata: {},
          items: Object.entries(measures).map(item),
        };
      default:
        return null;
    }
  };
  const server = createServer(
    { key: pki('apiserver.key'), cert: pki('apiserver.crt') },
    (request, response) => {
      const answer = answerTo(new URL(request.url ?? '', 'https://server').pathname);
      response.writeHead(isSilent ? 503 : answer === null ? 404 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(answer ?? {}));
    },
  );
  await once(server.listen(0, 'localhost'), 'listening');
  const { port } = server.address() as AddressInfo;
  const service = { name: 'metrics-api', namespace: room.namespace, port };
  await room.create(`/api/v1/namespaces/${room.namespace}/services`, {
    metadata: { name: service.name },
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  });
  await room.create('/apis/apiregistration.k8s.io/v1/apiservices', {
    metadata: { name: `${version}.${group}` },
    spec: {
      group,
      version,
      service,
      insecureSkipTLSVerify: true,
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  });
  const served = async (): Promise<boolean> =>
    (await ask(plane, `${plane.apiServer}/apis`, { accept: aggregated })).body.includes('PodMetrics');
  while (!(await served())) await sleep(200);
  return {
    measure: (pods) => (measures = pods),
    silence: (silent) => (isSilent = silent),
    async close() {
      // A namespace does not go as long as a part of the API is unavailable.
      await room.remove(apiService);
      while (await served()) await sleep(200);
      await room.remove(`/api/v1/namespaces/${room.namespace}/services/${service.name}`);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const resources = ['nodes', 'pods'].map((name) => ({
  name,
  singularName: '',
  namespaced: name === 'pods',
  kind: name === 'pods' ? 'PodMetrics' : 'NodeMetrics',
  verbs: ['get', 'list'],
}));
