/** LS-11: what the HorizontalPodAutoscaler scales, by what, and within which bounds. */
import { at, listAt, numberAt } from '../../../kubernetes/data.ts';
import { containersOf } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { said } from '../../rules/said.ts';
import { rule, type Worker, type WorkerGroup } from './worker-group.ts';

const scaling = rule(
  {
    id: 'LS-11',
    title:
      'The autoscaler has a workload, CPU requests to measure by, and bounds that the workload’s replicas keep',
    why: 'It computes utilisation in percent of the request, so every container of the pod needs one, and the cluster a metrics server and room for more nodes. The chart renders replicas: 1 beside a minimum of 2, so each upgrade scales down to one and up again. The option autoscaling keeps replicaCount at its minimum.',
    severity: 'error',
  },
  function* (group) {
    const { autoscalers, subject } = group;
    for (const object of autoscalers) yield* autoscalerFlaws(object, group);
    yield* missing(group);
    if (autoscalers.length === 0) return;
    if (!subject.release.apiVersions.some((version) => version.startsWith('metrics.k8s.io/'))) {
      yield {
        notChecked:
          'whether the cluster has a metrics server: metrics.k8s.io/v1beta1 is not among the API versions given',
      };
    }
    yield { notChecked: 'whether the cluster makes more nodes when pods find no room' };
  },
);

function* autoscalerFlaws(object: RenderedObject, { workers, subject }: WorkerGroup): Iterable<Verdict> {
  const { manifest, name } = object;
  const spec = (...path: (string | number)[]) => at(manifest, 'spec', ...path);
  const of = `HorizontalPodAutoscaler ${name}`;
  const hint = 'Use the option autoscaling, with min no more than max.';
  const [min, max] = [
    numberAt(manifest, 'spec', 'minReplicas') ?? 1,
    numberAt(manifest, 'spec', 'maxReplicas'),
  ];
  for (const field of ['minReplicas', 'maxReplicas']) {
    const asked = at(subject.values, 'autoscaling', field);
    if (asked === undefined || asked === null || said(spec(field)) === said(asked)) continue;
    const message = `${of}: ${field} is ${JSON.stringify(spec(field) ?? null)}, and the value autoscaling.${field} is ${JSON.stringify(asked)}`;
    yield { object, path: ['spec', field], value: ['autoscaling', field], message, hint };
  }
  if (max === undefined || min > max) {
    const message = `${of}: minReplicas is ${min}, more than maxReplicas, which is ${max ?? 'missing'}`;
    yield { object, path: ['spec', 'minReplicas'], value: ['autoscaling', 'minReplicas'], message, hint };
  }
  yield* utilisationFlaws(object, subject.values);
  const target = workers.find(
    (worker) =>
      worker.object.kind === spec('scaleTargetRef', 'kind') &&
      worker.object.name === spec('scaleTargetRef', 'name') &&
      worker.object.apiVersion === spec('scaleTargetRef', 'apiVersion'),
  );
  if (target === undefined) {
    const wanted = ['apiVersion', 'kind', 'name']
      .map((field) => said(spec('scaleTargetRef', field) ?? ''))
      .join(' ');
    const message = `${of} scales ${wanted}, which is not a workload of the workers, so it scales nothing`;
    yield {
      object,
      path: ['spec', 'scaleTargetRef'],
      value: ['autoscaling', 'enabled'],
      message,
      hint: `Let scaleTargetRef name ${workers[0]?.object.kind ?? 'the workload'} ${workers[0]?.object.name ?? ''}.`,
    };
  } else {
    yield* unmeasured(object, target);
    yield* owned(object, target, min, max ?? min);
  }
}

const targets = {
  cpu: 'targetCPUUtilizationPercentage',
  memory: 'targetMemoryUtilizationPercentage',
} as const;

function* utilisationFlaws(
  object: RenderedObject,
  values: WorkerGroup['subject']['values'],
): Iterable<Verdict> {
  const metrics = listAt(object.manifest, 'spec', 'metrics');
  for (const [resource, field] of Object.entries(targets)) {
    const asked = at(values, 'autoscaling', field);
    if (asked === undefined || asked === null || asked === 0) continue;
    const metric = metrics.find(
      (one) => at(one, 'type') === 'Resource' && at(one, 'resource', 'name') === resource,
    );
    const target = at(metric, 'resource', 'target') ?? null;
    const found =
      at(target, 'type') === 'Utilization'
        ? at(target, 'averageUtilization')
        : at(metric, 'resource', 'targetAverageUtilization'); // v2beta1
    if (said(found) === said(asked)) continue;
    yield {
      object,
      path: ['spec', 'metrics'],
      value: ['autoscaling', field],
      message: `HorizontalPodAutoscaler ${object.name} aims at ${found === undefined ? 'no' : said(found)} % ${resource}, and the value autoscaling.${field} is ${said(asked)}`,
      hint: 'Let the template write the value into the metric.',
    };
  }
}

/** Without a request there is nothing that the use could be a percentage of. */
function* unmeasured({ manifest, name }: RenderedObject, target: Worker): Iterable<Verdict> {
  for (const resource of ['cpu', 'memory']) {
    if (!listAt(manifest, 'spec', 'metrics').some((metric) => at(metric, 'resource', 'name') === resource))
      continue;
    for (const { spec, path, name: container, type } of containersOf(target.pod)) {
      const requests =
        at(spec, 'resources', 'requests', resource) ?? at(spec, 'resources', 'limits', resource);
      if (type !== 'container' || (requests !== undefined && requests !== null)) continue;
      yield {
        object: target.object,
        path: [...path, 'resources', 'requests', resource],
        value: ['resources', 'requests', resource],
        message: `${target.object.kind} ${target.object.name}, container ${container} requests no ${resource}, so HorizontalPodAutoscaler ${name} cannot tell its use and never scales`,
        hint: `Set the option resources.requests.${resource}.`,
      };
    }
  }
}

function* owned(autoscaler: RenderedObject, { object }: Worker, min: number, max: number): Iterable<Verdict> {
  const replicas = numberAt(object.manifest, 'spec', 'replicas');
  if (replicas === undefined) return;
  const place = { object, path: ['spec', 'replicas'], value: ['replicaCount'] };
  const hint =
    'Use the option autoscaling, which keeps replicaCount at the minimum, or set replicaCount to it.';
  if (min <= max && (replicas < min || replicas > max)) {
    const message = `${object.kind} ${object.name} has ${replicas} replicas, outside of the ${min} to ${max} of HorizontalPodAutoscaler ${autoscaler.name}, so each upgrade scales there and back`;
    yield { ...place, message, hint, severity: 'warning' };
  }
}

/** A workload that should be scaled and isn't. */
function* missing({ autoscalers, workers, subject: { values } }: WorkerGroup): Iterable<Verdict> {
  if (at(values, 'autoscaling', 'enabled') !== true || autoscalers.length > 0) return;
  for (const { object } of workers) {
    if (object.kind === 'DaemonSet') continue;
    const message = `${object.kind} ${object.name} has no HorizontalPodAutoscaler, though the value autoscaling.enabled is true`;
    yield {
      object,
      path: ['spec', 'replicas'],
      value: ['autoscaling', 'enabled'],
      message,
      hint: 'Set the option autoscaling: false, or render the autoscaler.',
    };
  }
}

export const autoscalingRules: readonly Rule[] = [scaling];
