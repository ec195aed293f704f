/** What runs pods; from `pkg/apis/apps/validation`, `batch` and `autoscaling` of Kubernetes. */
import { at, numberAt, textAt, type Data, type DataMap, type DataPath } from '../../../kubernetes/data.ts';
import { shown } from '../scalars.ts';
import { broken, isEmpty, notNegative, positive, specified, type Broken, type ServerRule } from './rule.ts';

const replicas = { replicas: notNegative, minReadySeconds: notNegative };
const revisions = { minReadySeconds: notNegative, revisionHistoryLimit: notNegative };

export const workloadRules: Readonly<Record<string, ServerRule>> = {
  'apps.v1.Deployment': specified,
  'apps.v1.StatefulSet': specified,
  'apps.v1.DaemonSet': specified,
  'apps.v1.ReplicaSet': specified,
  'batch.v1.Job': specified,
  'batch.v1.CronJob': specified,
  'batch.v1.JobTemplateSpec': specified,
  'core.v1.PodTemplateSpec': specified,
  'autoscaling.v1.HorizontalPodAutoscaler': specified,
  'autoscaling.v2.HorizontalPodAutoscaler': specified,
  'apps.v1.DeploymentSpec': {
    ranges: { ...replicas, ...revisions, progressDeadlineSeconds: notNegative },
    check: chain(restarts('Always'), rollout),
  },
  'apps.v1.StatefulSetSpec': {
    ranges: { ...replicas, ...revisions },
    check: chain(restarts('Always'), onDelete),
  },
  'apps.v1.DaemonSetSpec': { ranges: revisions, check: restarts('Always') },
  'apps.v1.ReplicaSetSpec': { ranges: replicas, check: restarts('Always') },
  'batch.v1.JobSpec': {
    ranges: {
      backoffLimit: notNegative,
      parallelism: notNegative,
      completions: notNegative,
      activeDeadlineSeconds: notNegative,
      ttlSecondsAfterFinished: notNegative,
    },
    check: restarts('OnFailure', 'Never'),
  },
  'batch.v1.CronJobSpec': {
    ranges: {
      startingDeadlineSeconds: notNegative,
      successfulJobsHistoryLimit: notNegative,
      failedJobsHistoryLimit: notNegative,
    },
    check: schedule,
  },
  'batch.v1.PodFailurePolicy': { optional: ['rules'] },
  'batch.v1.PodFailurePolicyRule': { oneOf: { fields: ['onExitCodes', 'onPodConditions'] } },
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': { optional: ['status'] },
  'autoscaling.v1.HorizontalPodAutoscalerSpec': { ranges: { maxReplicas: positive }, check: bounds },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { ranges: { maxReplicas: positive }, check: bounds },
  'autoscaling.v2.MetricSpec': { check: metric },
  'autoscaling.v2.MetricTarget': { oneOf: { fields: ['averageUtilization', 'averageValue', 'value'] } },
  'autoscaling.v2.HPAScalingRules': { check: policies },
  'policy.v1.PodDisruptionBudgetSpec': {
    oneOf: { fields: ['minAvailable', 'maxUnavailable'], orNone: true },
    check: chain(amountOf('minAvailable'), amountOf('maxUnavailable')),
  },
};

type Check = (data: DataMap) => Iterable<Broken>;

function chain(...checks: readonly Check[]): Check {
  return function* (data) {
    for (const check of checks) yield* check(data);
  };
}

/** Jobs must say it; for the others it is the default. */
function restarts(...allowed: readonly string[]): Check {
  const isDefault = allowed.includes('Always');
  return function* (spec) {
    const path = ['template', 'spec', 'restartPolicy'];
    const policy = textAt(spec, ...path) ?? '';
    if (
      at(spec, 'template', 'spec') === undefined ||
      allowed.includes(policy) ||
      (isDefault && policy === '')
    )
      return;
    const message = `restartPolicy is ${policy === '' ? 'Always, which is the default' : shown(policy)}; it must be ${allowed.join(' or ')} here`;
    yield broken(policy === '' ? path.slice(0, -1) : path, message, `Set it to ${allowed.join(' or ')}.`);
  };
}

function* rollout(spec: DataMap): Iterable<Broken> {
  const path = ['strategy', 'rollingUpdate'];
  const given = at(spec, ...path);
  if (textAt(spec, 'strategy', 'type') === 'Recreate' && (given ?? null) !== null)
    yield broken(
      path,
      'strategy Recreate takes no "rollingUpdate"',
      'Remove it; a value from before may have to be null.',
    );
  const amounts = ['maxSurge', 'maxUnavailable'].map((field) => at(given, field));
  if (amounts.every((amount) => amount === 0 || amount === '0' || amount === '0%'))
    yield broken(
      path,
      'maxSurge and maxUnavailable are both 0: no pod could ever be replaced',
      'Raise one of them.',
    );
  for (const field of ['maxSurge', 'maxUnavailable']) yield* amountAt(spec, [...path, field]);
}

function* onDelete(spec: DataMap): Iterable<Broken> {
  const path = ['updateStrategy', 'rollingUpdate'];
  if (textAt(spec, 'updateStrategy', 'type') === 'OnDelete' && (at(spec, ...path) ?? null) !== null)
    yield broken(path, 'updateStrategy OnDelete takes no "rollingUpdate"', 'Remove it.');
}

function amountOf(name: string): Check {
  return (spec) => amountAt(spec, [name]);
}

/** A number of pods, or a share of them. */
function* amountAt(data: Data, path: DataPath): Iterable<Broken> {
  const amount = at(data, ...path);
  if (typeof amount !== 'string' && typeof amount !== 'number') return;
  const isWrong = typeof amount === 'string' ? !/^\d+%$/.test(amount) : amount < 0;
  if (isWrong)
    yield broken(
      path,
      `expected a number of pods or a share such as "25%", found ${shown(amount)}`,
      'Correct it.',
    );
}

const scheduleField = /^[\w*/,?#@-]+$/;

/** Five fields, or a word such as `@daily`. What they say is left to the API server. */
function* schedule(spec: DataMap): Iterable<Broken> {
  const text = textAt(spec, 'schedule') ?? '';
  if (text === '') return;
  const fields = text.trim().split(/\s+/);
  const isWord = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/.test(text);
  if (/^(CRON_)?TZ=/.test(text))
    yield broken(['schedule'], 'holds a time zone, which belongs into "timeZone"', 'Set timeZone instead.');
  else if (!isWord && (fields.length !== 5 || !fields.every((each) => scheduleField.test(each))))
    yield broken(
      ['schedule'],
      `${shown(text)} has ${fields.length} fields; a schedule has five`,
      'Write it as "0 3 * * *".',
    );
}

function* bounds(spec: DataMap): Iterable<Broken> {
  const least = numberAt(spec, 'minReplicas');
  const most = numberAt(spec, 'maxReplicas');
  if (least !== undefined && least < 0)
    yield broken(['minReplicas'], 'is less than 0', 'Set it to at least 1.');
  if (least !== undefined && most !== undefined && least > most)
    yield broken(
      ['minReplicas'],
      `minReplicas is ${least}, more than maxReplicas, which is ${most}`,
      'Raise maxReplicas.',
    );
}

const sources: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function* metric(spec: DataMap): Iterable<Broken> {
  const type = textAt(spec, 'type') ?? '';
  const source = Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (source === undefined) return; // the OpenAPI knows the types
  if (isEmpty(spec[source]))
    yield broken([], `a metric of type ${type} needs "${source}"`, `Set "${source}".`);
  const others = Object.values(sources).filter((other) => other !== source && (spec[other] ?? null) !== null);
  for (const other of others)
    yield broken([other], `a metric of type ${type} takes no "${other}"`, 'Remove it.');
}

function* policies(rules: DataMap): Iterable<Broken> {
  if (Array.isArray(rules['policies']) && rules['policies'].length === 0)
    yield broken(['policies'], 'has no policy', 'Give at least one, or leave the list out.');
}
