/** That values reach the fields that they are for. */
import { at, listAt, numberAt, textAt, type Data, type DataPath } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { notPassedOn, type PassedOn } from '../../rules/passed-on.ts';
import { ofKind, rule, shown, textual, valueOf, type ControlPlane } from './control-plane.ts';

const pairs: readonly (readonly [kind: string, field: DataPath, value: DataPath])[] = [
  ['Deployment', ['spec', 'replicas'], ['replicaCount']],
  ['Service', ['spec', 'type'], ['service', 'type']],
  ['PersistentVolumeClaim', ['spec', 'accessModes', 0], ['logs', 'persistence', 'accessMode']],
  ['PersistentVolumeClaim', ['spec', 'resources', 'requests', 'storage'], ['logs', 'persistence', 'size']],
  ['PersistentVolumeClaim', ['spec', 'storageClassName'], ['logs', 'persistence', 'storageClass']],
  ['HorizontalPodAutoscaler', ['spec', 'minReplicas'], ['autoscaling', 'minReplicas']],
  ['HorizontalPodAutoscaler', ['spec', 'maxReplicas'], ['autoscaling', 'maxReplicas']],
  ['PodDisruptionBudget', ['spec', 'minAvailable'], ['podDisruptionBudget', 'minAvailable']],
  ['PodDisruptionBudget', ['spec', 'maxUnavailable'], ['podDisruptionBudget', 'maxUnavailable']],
  ['ServiceMonitor', ['spec', 'endpoints', 0, 'interval'], ['metrics', 'serviceMonitor', 'interval']],
  [
    'ServiceMonitor',
    ['spec', 'endpoints', 0, 'scrapeTimeout'],
    ['metrics', 'serviceMonitor', 'scrapeTimeout'],
  ],
  ['Ingress', ['spec', 'ingressClassName'], ['ingress', 'className']],
  ['Ingress', ['spec', 'rules', 0, 'host'], ['ingress', 'hosts', 0, 'host']],
  ['Ingress', ['spec', 'rules', 0, 'http', 'paths', 0, 'path'], ['ingress', 'hosts', 0, 'paths', 0, 'path']],
];

const ofServer: readonly PassedOn[] = [
  { value: ['imagePullSecrets'], of: 'pod', field: 'imagePullSecrets' },
  { value: ['nodeSelector'], of: 'pod', field: 'nodeSelector' },
  { value: ['tolerations'], of: 'pod', field: 'tolerations' },
  { value: ['affinity'], of: 'pod', field: 'affinity' },
  { value: ['podSecurityContext'], of: 'pod', field: 'securityContext' },
  { value: ['podAnnotations'], of: 'metadata', field: 'annotations' },
  { value: ['securityContext'], of: 'container', field: 'securityContext' },
  { value: ['resources'], of: 'container', field: 'resources' },
  { value: ['image', 'pullPolicy'], of: 'container', field: 'imagePullPolicy' },
];

const ofMigration: readonly PassedOn[] = [
  { value: ['migrations', 'podSecurityContext'], of: 'pod', field: 'securityContext' },
  { value: ['migrations', 'securityContext'], of: 'container', field: 'securityContext' },
  { value: ['migrations', 'image', 'pullPolicy'], of: 'container', field: 'imagePullPolicy' },
];

export const valueRule: Rule = rule(
  {
    id: 'leoflow/values',
    title: 'Values reach the fields that they are for',
    why: 'A value that no field takes is believed and does nothing: pods land on the wrong nodes, volumes have the wrong size, the autoscaler other bounds.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      yield* notPassedOn(server, plane.subject, ofServer);
      yield* otherImage(plane, server.container, server.object, ['image']);
    }
    for (const job of plane.migrations) {
      yield* notPassedOn(job, plane.subject, ofMigration);
      yield* otherImage(plane, job.container, job.object, ['migrations', 'image']);
    }
    for (const [kind, field, value] of pairs) {
      if (kind === 'Deployment' && plane.autoscalers.length > 0) continue; // LF-15 is about that
      yield* otherField(plane, kind, field, value);
    }
    yield* utilisation(plane);
  },
);

function* otherField(plane: ControlPlane, kind: string, field: DataPath, value: DataPath): Iterable<Verdict> {
  const asked = valueOf(plane, value);
  if (asked === undefined || asked === null || asked === '' || typeof asked === 'object') return;
  for (const object of ofKind(plane.subject, kind)) {
    const found = at(object.manifest, ...field);
    if (textual(found) === textual(asked)) continue;
    const message = `${kind} ${object.name}: ${pathOf(field)} is ${shown(found)}, and the value ${pathOf(value)} says ${shown(asked)}`;
    yield {
      object,
      path: field,
      value,
      message,
      hint: `Let the template write .Values.${pathOf(value)} there.`,
    };
  }
}

const pathOf = (path: DataPath): string => path.join('.');

const resources = {
  cpu: 'targetCPUUtilizationPercentage',
  memory: 'targetMemoryUtilizationPercentage',
} as const;

function* utilisation(plane: ControlPlane): Iterable<Verdict> {
  for (const object of plane.autoscalers) {
    const metrics = listAt(object.manifest, 'spec', 'metrics');
    for (const [resource, name] of Object.entries(resources)) {
      const asked = valueOf(plane, ['autoscaling', name]);
      if (typeof asked !== 'number') continue;
      const metric = metrics.find((each) => textAt(each, 'resource', 'name') === resource);
      const found = numberAt(metric, 'resource', 'target', 'averageUtilization');
      if (found === asked) continue;
      const message = `HorizontalPodAutoscaler ${object.name}: the target for ${resource} is ${shown(found)}, and the value autoscaling.${name} says ${asked}`;
      yield {
        object,
        path: ['spec', 'metrics'],
        value: ['autoscaling', name],
        message,
        hint: `Let the template write .Values.autoscaling.${name} there.`,
      };
    }
  }
}

function* otherImage(
  plane: ControlPlane,
  { spec, path, name }: ControlPlane['servers'][number]['container'],
  object: RenderedObject,
  value: DataPath,
): Iterable<Verdict> {
  const image = textAt(spec, 'image') ?? '';
  const [repository, tag] = ['repository', 'tag'].map((field) => valueOf(plane, [...value, field]));
  if (typeof repository !== 'string' || repository === '') return;
  const asked = `${repository}:${isText(tag) ? tag : (plane.subject.chart.appVersion ?? '')}`;
  if (image === asked || (!isText(tag) && image.startsWith(`${repository}@`))) return;
  const message = `${object.kind} ${object.name}, container ${name}: the image is ${shown(image)}, and the value ${pathOf(value)} says ${shown(asked)}`;
  yield {
    object,
    path: [...path, 'image'],
    value: [...value, 'repository'],
    message,
    hint: `Let the template write .Values.${pathOf(value)} there; without a tag it is the chart's appVersion.`,
  };
}

const isText = (data: Data | undefined): data is string => typeof data === 'string' && data !== '';
