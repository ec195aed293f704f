/** How the items of a list are told from each other, as the API server merges them. */
import { at, isMap, textAt, type Data, type DataPath } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';
import { isSecretField } from '../../redaction/fields.ts';
import type { ObjectSort } from './noise.ts';
import { documentsAround, keyOf as fieldOf } from './places.ts';

export type ItemKey = Readonly<Record<string, string | number>>;

/**
 * `key`: each item has its own. `content`: in no order, items are the same if their content is. `position`: in order, and nothing else tells them.
 */
export type ListForm =
  | { readonly by: 'key'; readonly keyOf: (item: Data) => ItemKey; readonly order: Order }
  | { readonly by: 'content' }
  | { readonly by: 'position' };

/** Of items by key. */
export type Order = 'none' | 'matters';

/** `patchMergeKey` and `listMapKeys` of Kubernetes 1.33, and what does as well where lists are atomic. The first that all items have counts. */
const mergeKeys: Readonly<Record<string, readonly (readonly string[])[]>> = {
  claims: [['name']],
  conditions: [['type']],
  containers: [['name']],
  env: [['name']],
  ephemeralContainers: [['name']],
  hostAliases: [['ip']],
  httpHeaders: [['name']],
  imagePullSecrets: [['name']],
  initContainers: [['name']],
  matchConditions: [['name']],
  ownerReferences: [['uid']],
  paths: [['path', 'pathType'], ['path']],
  ports: [
    ['containerPort', 'protocol'],
    ['port', 'protocol'],
  ],
  readinessGates: [['conditionType']],
  resourceClaims: [['name']],
  rules: [['host']],
  schedulingGates: [['name']],
  secrets: [['name']],
  tls: [['secretName']],
  topologySpreadConstraints: [['topologyKey', 'whenUnsatisfiable'], ['topologyKey']],
  volumeClaimTemplates: [['metadata.name']],
  volumeDevices: [['devicePath']],
  volumeMounts: [['mountPath']],
  volumes: [['name']],
  webhooks: [['name']],
};

/** Lists of pods: in custom resources, too, they mean that. */
const podLists = new Set([
  'containers',
  'env',
  'ephemeralContainers',
  'hostAliases',
  'imagePullSecrets',
  'initContainers',
  'ports',
  'topologySpreadConstraints',
  'volumeClaimTemplates',
  'volumeDevices',
  'volumeMounts',
  'volumes',
]);

/** Keys that the API server fills in. */
const keyDefaults: Readonly<Record<string, string>> = { protocol: 'TCP' };

/** Lists of Kubernetes' own kinds whose order means nothing. */
const unordered = new Set<FieldStep | undefined>([
  'accessModes',
  'add',
  'addresses',
  'apiGroups',
  'apiVersions',
  'categories',
  'drop',
  'egress',
  'enum',
  'except',
  'externalIPs',
  'from',
  'hosts',
  'ingress',
  'limits',
  'loadBalancerSourceRanges',
  'matchExpressions',
  'matchFields',
  'matchLabelKeys',
  'metrics',
  'mismatchLabelKeys',
  'namespaces',
  'nodeSelectorTerms',
  'nonResourceURLs',
  'operations',
  'policies',
  'policyTypes',
  'ports',
  'preferredDuringSchedulingIgnoredDuringExecution',
  'required',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'resourceNames',
  'resources',
  'rules',
  'scopes',
  'shortNames',
  'subjects',
  'supplementalGroups',
  'taints',
  'tls',
  'to',
  'tolerations',
  'topologyKeys',
  'validationActions',
  'values',
  'verbs',
]);

/** What other lists often have. */
const commonKeys = ['name', 'id', 'key'];
const longestKey = 253;

export function listForm(
  before: readonly Data[],
  after: readonly Data[],
  place: FieldPlace,
  sort: ObjectSort,
): ListForm {
  const items = [...before, ...after];
  const field = fieldOf(place);
  const isDocument = documentsAround(place) > 0;
  const isUnique = (keys: readonly string[]): boolean => areUnique(before, keys) && areUnique(after, keys);
  const candidates = Object.hasOwn(mergeKeys, field) ? (mergeKeys[field] ?? []) : [];
  const keys = candidates.find(
    (each) =>
      items.every((item) => isMap(item) && at(item, ...pathOf(each[0] ?? '')) !== undefined) &&
      isUnique(each),
  );
  if (keys !== undefined) {
    return { by: 'key', keyOf: (item) => keyOf(item, keys), order: orderOf(field, items, place, sort) };
  }
  if (!isDocument && (field === 'finalizers' || (sort.isBuiltIn && unordered.has(field))))
    return { by: 'content' };
  const common = commonKeys.find(
    (key) => isUnique([key]) && !items.some((item) => isSecret(item, key, place, sort)),
  );
  return common === undefined
    ? { by: 'position' }
    : { by: 'key', keyOf: (item) => keyOf(item, [common]), order: 'matters' };
}

const pathOf = (key: string): DataPath => key.split('.');

const keyOf = (item: Data, keys: readonly string[]): ItemKey =>
  Object.fromEntries(
    keys.map((key) => {
      const value = keyValue(item, key);
      return [key.slice(key.lastIndexOf('.') + 1), value ?? ''];
    }),
  );

/** Undefined where an item cannot be known by it. */
function keyValue(item: Data, key: string): string | number | undefined {
  const value = at(item, ...pathOf(key)) ?? keyDefaults[key];
  if (typeof value === 'number') return value;
  const isKey =
    typeof value === 'string' && value !== '' && value.length <= longestKey && !value.includes('\n');
  return isKey ? value : undefined;
}

function areUnique(items: readonly Data[], keys: readonly string[]): boolean {
  const known = new Set<string>();
  for (const item of items) {
    const values = keys.map((key) => keyValue(item, key));
    if (!isMap(item) || values.includes(undefined)) return false;
    known.add(JSON.stringify(values));
  }
  return known.size === items.length;
}

/** A place is shown as it is: what names an item must not be a secret. */
const isSecret = (item: Data, key: string, place: FieldPlace, { kind }: ObjectSort): boolean =>
  isSecretField(kind, [...place, 0, key], at(item, key) ?? null);

/** Init containers run one after the other; a variable may use those in front of it: `$(HOST):80`. */
function orderOf(field: string, items: readonly Data[], place: FieldPlace, sort: ObjectSort): Order {
  const isKnown = sort.isBuiltIn || podLists.has(field);
  if (documentsAround(place) > 0 || !isKnown) return 'matters';
  if (field === 'initContainers') return 'matters';
  if (field !== 'env') return 'none';
  return items.some((item) => textAt(item, 'value')?.includes('$(')) ? 'matters' : 'none';
}
