import { stringify } from 'yaml';
import { apply } from './cluster.ts';
import { podLogs } from './crds/pod-logs.ts';
import { prometheusRule } from './crds/prometheus-rule.ts';
import { serviceMonitor } from './crds/service-monitor.ts';
import { applyDefinitions, awaitDefinitions } from './definitions.ts';
import type { Plane } from './plane.ts';

/** Each claim takes a whole volume; a Stage frees it again when the claim is gone. */
const volumeCount = 48;
const className = 'standard';

const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: className, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'Immediate',
};

function volume(index: number) {
  const name = `local-${String(index + 1).padStart(2, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      storageClassName: className,
      capacity: { storage: '1Ti' },
      accessModes: ['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      // Never made: no pod is real.
      hostPath: { path: `/volumes/${name}` },
    },
  };
}

/** What a cluster usually brings and charts count on: storage that binds, and the monitoring resources; and what the kubelets say of logs. */
export async function applyDefaults(plane: Plane): Promise<void> {
  const volumes = Array.from({ length: volumeCount }, (_, index) => volume(index));
  const [names] = await Promise.all([
    applyDefinitions(
      plane,
      [serviceMonitor, prometheusRule, ...podLogs].map((definition) => stringify(definition)),
    ),
    apply(plane, `/apis/storage.k8s.io/v1/storageclasses/${className}`, JSON.stringify(storageClass)),
    ...volumes.map((one) =>
      apply(plane, `/api/v1/persistentvolumes/${one.metadata.name}`, JSON.stringify(one)),
    ),
  ]);
  await awaitDefinitions(plane, names);
}
