/** Reads the parts of a rendered workload that assertions are about. */
import type { KubeObject } from './helm.ts';

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly EnvVar[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [field: string]: unknown;
}

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface PodTemplate {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes?: readonly { readonly name: string; readonly [source: string]: unknown }[];
    readonly [field: string]: unknown;
  };
}

/** The fields of `spec`, of an object whose kind has one. */
export function spec(object: KubeObject): Readonly<Record<string, unknown>> {
  return object['spec'] as Record<string, unknown>;
}

/** The pod template of a Deployment, StatefulSet or Job. */
export function podTemplate(workload: KubeObject): PodTemplate {
  return spec(workload)['template'] as PodTemplate;
}

export function firstContainer(workload: KubeObject): Container {
  const [container] = podTemplate(workload).spec.containers;
  if (container === undefined) throw new Error(`${workload.metadata.name} has no container`);
  return container;
}

/** Environment of the first container: plain values, `secret:<name>/<key>` or `field:<path>`. */
export function environment(workload: KubeObject): Record<string, string> {
  return Object.fromEntries(
    (firstContainer(workload).env ?? []).map(({ name, value, valueFrom }) => {
      const secret = valueFrom?.secretKeyRef;
      if (secret !== undefined) return [name, `secret:${secret.name}/${secret.key}`];
      return [
        name,
        valueFrom?.fieldRef === undefined ? (value ?? '') : `field:${valueFrom.fieldRef.fieldPath}`,
      ];
    }),
  );
}

/** Mount path → volume source of the first container's mounts. */
export function mounts(workload: KubeObject): Record<string, unknown> {
  const volumes = podTemplate(workload).spec.volumes ?? [];
  return Object.fromEntries(
    (firstContainer(workload).volumeMounts ?? []).map((mount) => {
      const { name: _, ...source } = volumes.find((volume) => volume.name === mount.name) ?? { name: '' };
      return [mount.mountPath, source];
    }),
  );
}

/** Whether a selector's `matchLabels` select a pod with these labels. */
export function selects(
  matchLabels: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}
