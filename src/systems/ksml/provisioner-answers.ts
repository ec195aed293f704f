/** The JSON of the KSML provisioner's REST API, field by field and in its order, as its README shows it. */
import type { RunnerStatus } from './runtime-status.ts';

interface InstalledApplication {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string | null };
  /** ISO 8601. */
  readonly updated: string;
}

/** `GET /status`. */
export const statusAnswer = (helm: InstalledApplication, kubernetes: RunnerStatus): object => ({
  helm: {
    name: helm.name,
    chart: helm.chart.name,
    version: helm.chart.version,
    appVersion: helm.chart.appVersion ?? '',
    namespace: helm.namespace,
    revision: helm.revision,
    status: helm.status,
    deployedAt: helm.updated.replace(/\.\d+Z$/, 'Z'), // in whole seconds
  },
  kubernetes: {
    name: kubernetes.name,
    status: kubernetes.status,
    replicas: kubernetes.replicas,
    readyReplicas: kubernetes.readyReplicas,
  },
});

export interface ReplicaLog {
  readonly pod: string;
  readonly lines: readonly string[];
}

/** `GET /logs`. `workload`: name of the StatefulSet or Job, which the names of its pods begin with. */
export const logsAnswer = (tailLines: number, workload: string, logs: readonly ReplicaLog[]): object => ({
  tailLines,
  logs: logs
    .map(({ pod, lines }) => ({
      replicaName: pod.startsWith(`${workload}-`) ? pod.slice(workload.length + 1) : pod,
      lines: lines.map((line) => `${line}\n`).join(''),
    }))
    .toSorted((a, b) => a.replicaName.localeCompare(b.replicaName, 'en', { numeric: true })),
});

/** `GET /metrics`. Whole numbers, as text. `cores` and `bytes`: of all pods together. */
export const metricsAnswer = ({
  cores,
  bytes,
}: {
  readonly cores: number;
  readonly bytes: number;
}): object => ({
  cpu: { usedMillicores: String(Math.round(cores * 1000)) },
  memory: { usedMb: String(Math.round(bytes / 2 ** 20)) },
});
