/** A render of the Leoflow chart, of any generation, read once for all rules. */
import { at, listAt, numberAt, textAt, type Data, type DataPath } from '../../../kubernetes/data.ts';
import { isTestHook } from '../../../kubernetes/hook-order.ts';
import { containersOf, podTemplatesIn, type Container } from '../../../kubernetes/pods.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import { quoted } from '../../../stack/problem.ts';
import type { Subject } from '../../rule.ts';
import { rulesOver } from '../../rules/rules-over.ts';
import { servicesOf, type Service } from '../../rules/service.ts';
import { repositoryOf, variableOf, variablesOf, type Workload } from '../../rules/workload.ts';
import { usualTaskNamespace } from '../tasks.ts';

export interface ControlPlane {
  readonly subject: Subject;
  /** What runs leoflow-server; one Deployment in every chart so far. */
  readonly servers: readonly Workload[];
  /** Jobs that migrate the database. */
  readonly migrations: readonly Workload[];
  readonly services: readonly Service[];
  readonly autoscalers: readonly RenderedObject[];
  readonly pods: PodCount;
  /** Where the tasks are to run, as the values say. */
  readonly taskNamespace: string;
}

interface PodCount {
  /** That there are for sure, and those that there may be. */
  readonly fewest: number;
  readonly most: number;
  /** The value that decides `most`. */
  readonly value: DataPath;
}

function read(subject: Subject): ControlPlane {
  const servers = withContainer(subject, ['Deployment', 'StatefulSet'], runsServer);
  const migrations = withContainer(subject, ['Job'], migrates);
  const autoscalers = ofKind(subject, 'HorizontalPodAutoscaler');
  return {
    subject,
    servers,
    migrations,
    services: servicesOf(subject, servers),
    autoscalers,
    pods: podCount(servers, autoscalers),
    taskNamespace: textAt(subject.values, 'taskNamespace') ?? usualTaskNamespace,
  };
}

export const rule = rulesOver(read);

export const ofKind = ({ objects }: Subject, kind: string): RenderedObject[] =>
  objects.filter((object) => object.kind === kind && object.hook === null);

const runsServer = (container: Container): boolean =>
  container.name === 'leoflow-server' ||
  repositoryOf(container).endsWith('leoflow-server') ||
  variablesOf(container).some(({ name }) => name.startsWith('LEOFLOW_'));

const migrates = (container: Container): boolean =>
  container.name === 'migrate' || /migrate/.test(repositoryOf(container));

/** Of each workload the container that is meant; where no workload has one, the first container of each: names may be changed. */
function withContainer(
  { objects, release }: Subject,
  kinds: readonly string[],
  isMeant: (container: Container) => boolean,
): Workload[] {
  const all = podTemplatesIn(objects.filter((object) => kinds.includes(object.kind) && !isTestHook(object)))
    .map((pod) => ({ pod, containers: containersOf(pod).filter(({ type }) => type === 'container') }))
    .map(({ pod, containers }) => ({ pod, meant: containers.find(isMeant), first: containers[0] }));
  const isNamed = all.some(({ meant }) => meant !== undefined);
  return all.flatMap(({ pod, meant, first }) => {
    const container = isNamed ? meant : first;
    const namespace = pod.object.namespace ?? release.namespace;
    return container === undefined ? [] : [{ object: pod.object, pod, container, namespace }];
  });
}

function podCount(servers: readonly Workload[], autoscalers: readonly RenderedObject[]): PodCount {
  const replicas = Math.max(
    1,
    ...servers.map(({ object }) => numberAt(object.manifest, 'spec', 'replicas') ?? 1),
  );
  const [scaler] = autoscalers;
  if (scaler === undefined) return { fewest: replicas, most: replicas, value: ['replicaCount'] };
  const max = numberAt(scaler.manifest, 'spec', 'maxReplicas') ?? replicas;
  return {
    fewest: numberAt(scaler.manifest, 'spec', 'minReplicas') ?? 1,
    most: Math.max(replicas, max),
    value: max >= replicas ? ['autoscaling', 'maxReplicas'] : ['replicaCount'],
  };
}

/** Text of a variable; `undefined` if it is not there, or read from elsewhere. */
export function textOf({ container }: Workload, name: string): string | undefined {
  const value = variableOf(container, name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Whether a value of the chart is given at all: charts take an empty text for nothing. */
export const isGiven = (value: Data | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && value !== false;

export const valueOf = ({ subject }: ControlPlane, path: DataPath): Data | undefined =>
  at(subject.values, ...path);

/** The texts of the list there. */
export const textsIn = (data: Data | undefined, ...path: DataPath): string[] =>
  listAt(data, ...path).filter((item) => typeof item === 'string');

/** A value as a template writes it, for comparison: Helm writes large numbers as 1e+06. */
export function textual(value: Data | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return /^\d(\.\d+)?e\+\d+$/.test(text) ? String(Number(text)) : text;
}

const shownCharacters = 80;

/** A value as it was found. Never for one that may be a secret. */
export function shown(value: Data | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  const text = JSON.stringify(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
