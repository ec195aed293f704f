/** Pods, wherever they are described: in a Pod itself or in the template of a workload. */
import { isMap, listAt, mapAt, textAt, textsAt, type DataMap, type DataPath } from './data.ts';
import type { RenderedObject } from './rendered.ts';

const templates: Readonly<Record<string, DataPath>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

export interface PodTemplate {
  /** The object that describes it. */
  readonly object: RenderedObject;
  /** Of the template in the object: `['spec', 'template']`; empty for a Pod. */
  readonly path: DataPath;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: DataMap;
}

/** `null` for what runs no pods. */
export function podTemplateOf(object: RenderedObject): PodTemplate | null {
  const path = Object.hasOwn(templates, object.kind) ? templates[object.kind] : undefined;
  if (path === undefined) return null;
  return {
    object,
    path,
    labels: textsAt(object.manifest, ...path, 'metadata', 'labels'),
    annotations: textsAt(object.manifest, ...path, 'metadata', 'annotations'),
    spec: mapAt(object.manifest, ...path, 'spec'),
  };
}

export const podTemplatesIn = (objects: readonly RenderedObject[]): PodTemplate[] =>
  objects.flatMap((object) => podTemplateOf(object) ?? []);

export interface Container {
  readonly pod: PodTemplate;
  readonly name: string;
  readonly type: 'container' | 'init' | 'ephemeral';
  readonly spec: DataMap;
  /** In the object. */
  readonly path: DataPath;
}

const lists = {
  containers: 'container',
  initContainers: 'init',
  ephemeralContainers: 'ephemeral',
} as const;

/** Every container of a pod, the ordinary ones first. */
export function containersOf(pod: PodTemplate): Container[] {
  return Object.entries(lists).flatMap(([list, type]) =>
    listAt(pod.spec, list).flatMap((spec, index) =>
      isMap(spec)
        ? [{ pod, name: textAt(spec, 'name') ?? '', type, spec, path: [...pod.path, 'spec', list, index] }]
        : [],
    ),
  );
}
