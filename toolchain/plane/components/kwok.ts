import { writeWhole } from '../../cache.ts';
import { apply, read } from '../cluster.ts';
import type { Component } from '../component.ts';
import { configPath, host, portOf, type Plane } from '../plane.ts';
import { stages } from '../stages.ts';
import { answers, waitUntil } from '../wait.ts';
import { servingFlags } from './kube-apiserver.ts';

const zones = ['zone-a', 'zone-b', 'zone-c'];
const nodesTimeoutMs = 60_000;

function node(zone: string, index: number) {
  const name = `node-${index + 1}`;
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/region': 'local',
    'topology.kubernetes.io/zone': zone,
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
  };
}

interface NodeStatus {
  spec: { taints?: unknown[] };
  status?: { conditions?: { type: string; status: string }[] };
}

/** Ready and without the taint that a new node bears, so that a pod can be scheduled at once. */
async function usable(plane: Plane, name: string): Promise<boolean> {
  const found = (await read(plane, `/api/v1/nodes/${name}`)) as NodeStatus | null;
  const ready = found?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  return ready === true && (found?.spec.taints ?? []).length === 0;
}

/** Plays the kubelets of three nodes in three zones: pods turn Running and Ready, Jobs complete, and logs are what `ClusterLogs` say. */
export const kwok: Component = {
  name: 'kwok',
  program: 'kwok',
  needs: ['kube-apiserver'],
  prepare: async (plane) => writeWhole(configPath(plane, 'kwok.yaml'), stages),
  command: (plane) => ({
    args: [
      `--kubeconfig=${plane.kubeconfig}`,
      `--config=${configPath(plane, 'kwok.yaml')}`,
      '--manage-all-nodes=true',
      `--server-address=${host}:${portOf(plane, 'kwok')}`,
      // Where the API server asks for logs: all nodes are this one process.
      `--node-ip=${host}`,
      `--node-port=${portOf(plane, 'kwok')}`,
      ...servingFlags(plane),
      '--enable-crds=Logs,ClusterLogs',
    ],
  }),
  ready: (plane) => answers(`http://${host}:${portOf(plane, 'kwok')}/healthz`),
  settle: async (plane, signal) => {
    const nodes = zones.map(node);
    const names = nodes.map(({ metadata }) => metadata.name);
    await Promise.all(
      nodes.map((one) => apply(plane, `/api/v1/nodes/${one.metadata.name}`, JSON.stringify(one))),
    );
    await waitUntil(
      async () => (await Promise.all(names.map((name) => usable(plane, name)))).every(Boolean),
      {
        what: `the nodes ${names.join(', ')} to be ready`,
        timeoutMs: nodesTimeoutMs,
        signal,
      },
    );
  },
};
