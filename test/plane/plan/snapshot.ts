/** All objects of the cluster as somebody who compares them needs them: without what controllers and the server write of themselves. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../src/cluster/connection.ts';
import { isMap, listAt, mapAt, textAt, type Data, type DataMap } from '../../../src/kubernetes/data.ts';
import { objectKey, type ObjectId } from '../../../src/kubernetes/object-id.ts';

export interface Seen {
  readonly id: ObjectId;
  /** Another one: the object was made anew. */
  readonly uid: string;
  readonly content: DataMap;
}

export interface Snapshot {
  /** By `objectKey`. */
  readonly objects: ReadonlyMap<string, Seen>;
  /** Helm's own Secrets, one a revision. */
  readonly records: readonly DataMap[];
}

/** Written by controllers, or by nobody who deploys. */
const ignored = new Set(
  `events pods endpoints nodes persistentvolumes podtemplates componentstatuses
  replicasets.apps controllerrevisions.apps leases.coordination.k8s.io endpointslices.discovery.k8s.io
  events.events.k8s.io apiservices.apiregistration.k8s.io csinodes.storage.k8s.io ipaddresses.networking.k8s.io
  servicecidrs.networking.k8s.io flowschemas.flowcontrol.apiserver.k8s.io prioritylevelconfigurations.flowcontrol.apiserver.k8s.io`.split(
    /\s+/,
  ),
);

const discoveryForm = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const mostWait = 20_000;

/** `isOthers`: namespaces of whoever else works on this cluster now, and what they name their cluster-wide objects after. Waits for what is on its way out. */
export async function snapshot(
  connection: Connection,
  isOthers: (name: string) => boolean,
): Promise<Snapshot> {
  for (let waited = 0; ; waited += 250) {
    const found = (await everything(connection)).filter(
      ({ id: { namespace, name } }) => !isOthers(namespace ?? name),
    );
    const isLeaving = found.some(({ raw }) => textAt(raw, 'metadata', 'deletionTimestamp') !== undefined);
    if (!isLeaving || waited > mostWait) return snapshotOf(found);
    await sleep(250);
  }
}

interface Found {
  readonly id: ObjectId;
  readonly raw: DataMap;
}

function snapshotOf(found: readonly Found[]): Snapshot {
  const isRecord = ({ raw }: Found): boolean => textAt(raw, 'type') === 'helm.sh/release.v1';
  const scaled = new Set(
    found
      .filter(({ id }) => id.kind === 'HorizontalPodAutoscaler')
      .map(({ id, raw }) => `${id.namespace} ${textAt(raw, 'spec', 'scaleTargetRef', 'name')}`),
  );
  return {
    records: found.filter(isRecord).map(({ raw }) => raw),
    objects: new Map(
      found
        .filter((each) => !isRecord(each) && !isMadeByItself(each))
        .map(({ id, raw }) => {
          const content = normalised(id, raw, scaled.has(`${id.namespace} ${id.name}`));
          return [objectKey(id), { id, uid: textAt(raw, 'metadata', 'uid') ?? '', content }];
        }),
    ),
  };
}

async function everything(connection: Connection): Promise<Found[]> {
  const lists = await Promise.all(
    (await kindsOf(connection)).map(async ({ path, apiVersion, kind }) => {
      const { status, body } = await connection.get(path);
      if (status !== 200) throw new Error(`GET ${path}: ${status}`);
      return listAt(body, 'items').flatMap((raw): Found[] =>
        isMap(raw) ? [{ id: idOf(apiVersion, kind, raw), raw }] : [],
      );
    }),
  );
  return lists.flat();
}

const idOf = (apiVersion: string, kind: string, raw: DataMap): ObjectId => ({
  apiVersion,
  kind,
  namespace: textAt(raw, 'metadata', 'namespace') ?? null,
  name: textAt(raw, 'metadata', 'name') ?? '',
});

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly path: string;
}

/** Each in the version that its group prefers. */
async function kindsOf(connection: Connection): Promise<Kind[]> {
  const answers = await Promise.all(
    ['/api', '/apis'].map(async (path) => (await connection.get(path, discoveryForm)).body),
  );
  return answers
    .flatMap((body) => listAt(body, 'items'))
    .flatMap((group) => {
      const name = textAt(group, 'metadata', 'name') ?? '';
      const [preferred] = listAt(group, 'versions');
      const version = textAt(preferred, 'version') ?? '';
      const apiVersion = name === '' ? version : `${name}/${version}`;
      return listAt(preferred, 'resources').flatMap((resource): Kind[] => {
        const plural = textAt(resource, 'resource') ?? '';
        const isListed = listAt(resource, 'verbs').includes('list');
        if (!isListed || ignored.has(name === '' ? plural : `${plural}.${name}`)) return [];
        const path = `${name === '' ? '/api' : '/apis'}/${apiVersion}/${plural}`;
        return [{ apiVersion, kind: textAt(resource, 'responseKind', 'kind') ?? '', path }];
      });
    });
}

/** What a controller or the server makes as a consequence of another object. */
function isMadeByItself({ id, raw }: Found): boolean {
  if (listAt(raw, 'metadata', 'ownerReferences').some((owner) => mapAt(owner)['controller'] === true))
    return true;
  if (id.kind === 'ConfigMap') return id.name === 'kube-root-ca.crt';
  if (id.kind === 'ServiceAccount') return id.name === 'default';
  // Of a StatefulSet's template: what Helm makes says whose it is.
  if (id.kind === 'PersistentVolumeClaim')
    return mapAt(raw, 'metadata', 'annotations')['meta.helm.sh/release-name'] === undefined;
  return false;
}

const serversMetadata = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];
const serversAnnotations =
  /^(?:deployment\.kubernetes\.io\/revision|deprecated\.daemonset\.template\.generation|pv\.kubernetes\.io\/.*|volume\.(?:beta\.)?kubernetes\.io\/.*)$/;
/** Names of Jobs' own making, which their pods are found by. */
const jobLabels = /^(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$/;

function normalised({ kind }: ObjectId, raw: DataMap, isScaled: boolean): DataMap {
  const { status: _status, metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = raw;
  const own = without(mapAt(metadata), (key) => serversMetadata.includes(key));
  const content: DataMap = {
    ...rest,
    metadata: {
      ...own,
      annotations: without(mapAt(own, 'annotations'), (key) => serversAnnotations.test(key)),
    },
  };
  const drop = (...path: string[]): DataMap => dropped(content, path);
  if (kind === 'PersistentVolumeClaim')
    return dropped(drop('spec', 'volumeName'), ['metadata', 'finalizers']);
  if (kind === 'Job') return withoutJobLabels(dropped(drop('spec', 'selector'), ['metadata', 'finalizers']));
  if (kind === 'Namespace') return drop('spec');
  return isScaled ? drop('spec', 'replicas') : content;
}

function withoutJobLabels(data: DataMap): DataMap {
  const labels = (place: DataMap): DataMap => ({
    ...place,
    labels: without(mapAt(place, 'labels'), (key) => jobLabels.test(key)),
  });
  const template = mapAt(data, 'spec', 'template');
  return {
    ...data,
    metadata: labels(mapAt(data, 'metadata')),
    spec: {
      ...mapAt(data, 'spec'),
      template: { ...template, metadata: labels(mapAt(template, 'metadata')) },
    },
  };
}

const without = (map: DataMap, isDropped: (key: string) => boolean): DataMap =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !isDropped(key)));

function dropped(data: DataMap, [key = '', ...rest]: readonly string[]): DataMap {
  if (rest.length === 0) return without(data, (each) => each === key);
  const inner: Data | undefined = data[key];
  return isMap(inner) ? { ...data, [key]: dropped(inner, rest) } : data;
}
