/**
 * Which pods run with a Secret or ConfigMap as it was before it was last written. Variables are read when a container starts, and a file that is mounted by
 * `subPath` is never renewed; other mounted files are, by the kubelet, and whether the program reads them again is its own affair.
 */
import { at, listAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { containerWords, podReferences } from '../kubernetes/pod-references.ts';
import { containersOf, podTemplateOf, type Container, type PodTemplate } from '../kubernetes/pods.ts';
import { isOurManager } from './diff/field-writers.ts';

export interface RunningWorkload {
  readonly id: ObjectId;
  /** As they are in the cluster. Those that have ended or are about to do not count. */
  readonly pods: readonly DataMap[];
}

/** A Secret or ConfigMap, as it is in the cluster. */
export interface DataSource {
  readonly id: ObjectId;
  readonly live: DataMap;
  /** The release of the pods applies it: what Helm itself wrote came with a rollout where one was needed, and only what others wrote counts. */
  readonly isOwn: boolean;
}

export interface Outdated {
  readonly workload: ObjectId;
  readonly source: ObjectId;
  /** When its data was last written at the latest, ISO 8601: the server notes it for all fields of a manager together. */
  readonly written: string;
  /** Field manager. */
  readonly manager: string | null;
  /** Name of the ExternalSecret that fills it; null if none does. */
  readonly externalSecret: string | null;
  /** Some container has the old data for certain: in a variable, or in a file mounted by `subPath`. Else the program may have read its files again. */
  readonly isCertain: boolean;
  readonly pods: readonly OutdatedPod[];
}

export interface OutdatedPod {
  readonly name: string;
  /** Of the containers that use it, the oldest. ISO 8601. */
  readonly started: string;
  /** Where, in words: `container main, variable TOKEN`. */
  readonly places: readonly string[];
}

/** The Secrets and ConfigMaps that pods take data from: what `outdated` has to be given. */
export function dataSources(workloads: readonly RunningWorkload[]): ObjectId[] {
  const found = workloads.flatMap(({ pods }) =>
    pods.flatMap((pod) => usesOf(pod).map(({ source }) => [objectKey(source), source] as const)),
  );
  return [...new Map(found).values()];
}

/** In the order of the workloads. */
export function outdated(workloads: readonly RunningWorkload[], sources: readonly DataSource[]): Outdated[] {
  const writes = new Map(
    sources.flatMap((source) => lastWrite(source) ?? []).map((write) => [objectKey(write.id), write]),
  );
  return workloads.flatMap(({ id: workload, pods }) => {
    const found = pods.filter(isRunning).flatMap((pod) => staleUses(pod, writes));
    return [...Map.groupBy(found, ({ write }) => write)].map(([{ id: source, ...write }, stale]) => ({
      workload,
      source,
      ...write,
      isCertain: stale.some(({ isCertain }) => isCertain),
      pods: [...Map.groupBy(stale, ({ pod }) => pod)].map(([pod, uses]) => ({
        name: textAt(pod, 'metadata', 'name') ?? '',
        started: uses.map(({ started }) => started).toSorted()[0] ?? '',
        places: [...new Set(uses.map(({ place }) => place))],
      })),
    }));
  });
}

interface Write extends Pick<Outdated, 'written' | 'manager' | 'externalSecret'> {
  readonly id: ObjectId;
}

/** Null if the server does not tell, or nobody but Helm has written what is the release's own. */
function lastWrite({ id, live, isOwn }: DataSource): Write | null {
  const [last] = listAt(live, 'metadata', 'managedFields')
    .filter((entry) => contents.some((field) => at(entry, 'fieldsV1', field) !== undefined))
    .map((entry) => ({ manager: textAt(entry, 'manager') ?? null, written: textAt(entry, 'time') ?? '' }))
    .filter(({ manager, written }) => written !== '' && !(isOwn && isOurManager(manager ?? '')))
    .toSorted((a, b) => (a.written < b.written ? 1 : -1));
  return last === undefined ? null : { id, ...last, externalSecret: externalSecretOf(live) };
}

const contents = ['f:data', 'f:binaryData', 'f:stringData'] as const;

function externalSecretOf(secret: DataMap): string | null {
  const owner = listAt(secret, 'metadata', 'ownerReferences').find(
    (each) => textAt(each, 'kind') === 'ExternalSecret',
  );
  return textAt(owner, 'name') ?? null;
}

interface StaleUse extends Pick<Use, 'place' | 'isCertain'> {
  readonly pod: DataMap;
  readonly write: Write;
  readonly started: string;
}

function staleUses(pod: DataMap, writes: ReadonlyMap<string, Write>): StaleUse[] {
  return usesOf(pod).flatMap(({ source, container, place, isCertain }) => {
    const write = writes.get(objectKey(source));
    const started = startOf(pod, container);
    // Both are told in whole seconds: what is written in the second in which a container starts, it has most likely read.
    return write === undefined || started === null || write.written <= started
      ? []
      : [{ pod, write, started, place, isCertain }];
  });
}

/** One container's use of a Secret or ConfigMap. */
interface Use {
  readonly source: ObjectId;
  readonly container: Container;
  readonly place: string;
  readonly isCertain: boolean;
}

function usesOf(live: DataMap): Use[] {
  const pod = templateOf(live);
  if (pod === null) return [];
  const containers = containersOf(pod);
  return podReferences(pod).flatMap(({ kind, name, purpose, place, path }) => {
    if (purpose !== 'data' || name === '' || (kind !== 'Secret' && kind !== 'ConfigMap')) return [];
    const [, list, index = 0, field] = path;
    const source = { apiVersion: 'v1', kind, namespace: namespaceOf(live), name };
    if (list === 'volumes') {
      const volume = at(pod.spec, 'volumes', index);
      return containers.flatMap((container) =>
        mountsOf(container, volume).map((mount) => ({ source, container, ...mount })),
      );
    }
    if (field === 'volumeMounts') return []; // told by its volume
    const container = containers.find(({ path: own }) => own[1] === list && own[2] === index);
    return container === undefined ? [] : [{ source, container, place, isCertain: true }];
  });
}

function mountsOf(
  { type, name, spec }: Container,
  volume: Data | undefined,
): Pick<Use, 'place' | 'isCertain'>[] {
  const word = containerWords[type];
  return listAt(spec, 'volumeMounts')
    .filter((mount) => textAt(mount, 'name') === textAt(volume, 'name'))
    .map((mount) => ({
      place: `${word} ${name}, ${textAt(mount, 'mountPath') ?? ''}`,
      isCertain: (textAt(mount, 'subPath') ?? textAt(mount, 'subPathExpr') ?? '') !== '',
    }));
}

const templateOf = (pod: DataMap): PodTemplate | null =>
  podTemplateOf({
    manifest: pod,
    apiVersion: 'v1',
    kind: 'Pod',
    name: textAt(pod, 'metadata', 'name') ?? '',
    namespace: namespaceOf(pod),
    template: '',
    hook: null,
    isCrd: false,
    hash: '',
    duplicateKeys: [],
  });

const statuses = {
  container: 'containerStatuses',
  init: 'initContainerStatuses',
  ephemeral: 'ephemeralContainerStatuses',
} as const;

/** Null if it does not run: it will read what is there then. An init container that has ended counts, for what it has made of it is in use. */
function startOf(pod: DataMap, { type, name }: Container): string | null {
  const status = listAt(pod, 'status', statuses[type]).find((each) => textAt(each, 'name') === name);
  const running = textAt(status, 'state', 'running', 'startedAt');
  const ended = type === 'init' ? textAt(status, 'state', 'terminated', 'startedAt') : undefined;
  return running ?? ended ?? null;
}

const isRunning = (pod: DataMap): boolean =>
  textAt(pod, 'metadata', 'deletionTimestamp') === undefined &&
  !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');

const namespaceOf = (pod: DataMap): string => textAt(pod, 'metadata', 'namespace') ?? 'default';
