/** The stack file's own `backing:` section, for releases that no recipe knows. */
import type { Backing, SecretBacking, Value } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import type { StackFile } from '../stack/schema.ts';
import { isBackingRef, nameOf, resourceVersionOf } from '../stack/values.ts';
import { bucketBacking } from './bucket.ts';
import { secret } from './system.ts';
import {
  backingId,
  caBundleBacking,
  roleBacking,
  secretBacking,
  serviceAccountBacking,
} from './resources.ts';

/**
 * Resolves `{nameOf: KEY}` in Helm values to the name of the backing resource with that key, and `{resourceVersionOf: KEY}`
 * to what changes with the content of a Secret.
 */
export interface NameIndex {
  resolve(value: Value): Value;
  /** Ids of the declared backing resources that the values refer to. */
  idsIn(value: Value): string[];
}

const entries = <T>(record: Readonly<Record<string, T>>): [string, T][] => Object.entries(record);

export function declaredBacking(loaded: LoadedStack): { backing: Backing[]; names: NameIndex } {
  const { secrets, externalSecrets, caBundles, buckets, serviceAccounts, roles } = loaded.document.backing;
  const named: [string, Backing][] = [
    ...entries(secrets).map(([key, options]): [string, Backing] => [key, declaredSecret(key, options)]),
    ...entries(externalSecrets).map(([key, options]): [string, Backing] => [
      key,
      externalSecret(key, options),
    ]),
    ...entries(caBundles).map(([key, { namespace, data }]): [string, Backing] => [
      key,
      caBundleBacking(
        { namespace, name: key },
        Object.fromEntries(
          entries(data).map(([file, text]) => [
            file,
            loaded.text(text, ['backing', 'caBundles', key, 'data', file]),
          ]),
        ),
      ),
    ]),
    ...entries(serviceAccounts).map(([key, { namespace, annotations }]): [string, Backing] => [
      key,
      serviceAccountBacking({ namespace, name: key }, annotations),
    ]),
  ];
  const backing: Backing[] = [
    ...entries(externalSecrets).flatMap(([key, options]) => storeOf(key, options)),
    ...named.map(([, resource]) => resource),
    ...entries(buckets).map(([bucket, options]) => bucketBacking(bucket, options)),
    ...entries(roles).map(([name, { namespace, rules, subjects }]) =>
      roleBacking(
        { namespace, name },
        {
          rules: rules.map(({ resourceNames, ...rule }) => ({
            ...rule,
            ...(resourceNames === undefined ? {} : { resourceNames }),
          })),
          subjects: subjects.map((subject) => ({ ...subject, namespace: subject.namespace ?? namespace })),
        },
      ),
    ),
  ];
  return { backing, names: nameIndex(new Map(named)) };
}

function declaredSecret(key: string, options: StackFile['backing']['secrets'][string]): SecretBacking {
  return secretBacking(
    { namespace: options.namespace, name: options.fixedName ?? key },
    Object.fromEntries(
      Object.entries(options.data).map(([entry, source]) => [
        entry,
        typeof source === 'string' ? source : secret(source, ['backing', 'secrets', key, 'data', entry]),
      ]),
    ),
    { type: options.type, fixed: options.fixedName !== undefined },
  );
}

type ExternalSecretOptions = StackFile['backing']['externalSecrets'][string];

const storeNameOf = (key: string, { store }: ExternalSecretOptions): string =>
  typeof store === 'string' ? store : `${key}-store`;

function externalSecret(key: string, options: ExternalSecretOptions): Backing {
  const { namespace, refreshInterval, data } = options;
  return {
    kind: 'externalSecret',
    id: backingId('externalSecret', key, namespace),
    namespace,
    name: key,
    store: storeNameOf(key, options),
    refreshInterval,
    data: Object.fromEntries(
      Object.entries(data).map(([entry, { key: remote, property, version }]) => [
        entry,
        {
          key: remote,
          ...(property === undefined ? {} : { property }),
          ...(version === undefined ? {} : { version }),
        },
      ]),
    ),
  };
}

/** The SecretStore that an external secret brings along, with the service account it signs in as. */
function storeOf(key: string, options: ExternalSecretOptions): Backing[] {
  const { namespace, store } = options;
  if (typeof store === 'string') return [];
  const account = store.serviceAccount;
  const reference = account === undefined ? {} : { serviceAccountRef: { name: account } };
  const name = storeNameOf(key, options);
  const provider =
    store.provider === 'aws'
      ? {
          aws: {
            service: 'SecretsManager',
            region: store.region,
            ...(store.roleArn === undefined ? {} : { role: store.roleArn }),
            ...(account === undefined ? {} : { auth: { jwt: reference } }),
          },
        }
      : {
          gcpsm: {
            projectID: store.projectID,
            ...(account === undefined ? {} : { auth: { workloadIdentity: reference } }),
          },
        };
  return [{ kind: 'secretStore', id: backingId('secretStore', name, namespace), namespace, name, provider }];
}

function nameIndex(named: ReadonlyMap<string, Backing>): NameIndex {
  const resolve = (value: Value): Value => {
    if (typeof value !== 'object' || value === null || isBackingRef(value)) return value;
    if (Array.isArray(value)) return value.map(resolve);
    const items = Object.entries(value);
    const [reference, key] = items[0] ?? [];
    const target = items.length === 1 && typeof key === 'string' ? named.get(key) : undefined;
    if (target !== undefined && reference === 'nameOf') return nameOf(target);
    if (target !== undefined && reference === 'resourceVersionOf') return resourceVersionOf(target);
    return Object.fromEntries(items.map(([step, item]) => [step, resolve(item as Value)]));
  };
  const idsIn = (value: Value): string[] => {
    if (isBackingRef(value)) return [value.$backing];
    if (typeof value !== 'object' || value === null) return [];
    return [...new Set(Object.values(value).flatMap((item) => idsIn(item as Value)))];
  };
  return { resolve, idsIn };
}
