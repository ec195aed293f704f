/** Credentials that custom resources of the External Secrets Operator and the Prometheus Operator refer to. */
import { at, isMap, listAt, textAt, type Data, type DataPath } from './data.ts';
import { keyIn, reference, type Reference } from './reference.ts';

/** Far deeper than any provider of a store goes. */
const deepest = 12;

/** A store's provider signs in by `…SecretRef`s and a `serviceAccountRef`; a `caProvider` has the server's certificate. */
export function storeReferences(store: Data): Reference[] {
  const found: Reference[] = [];
  const visit = (data: Data | undefined, path: DataPath): void => {
    if (path.length > deepest) return;
    if (Array.isArray(data)) {
      for (const [index, item] of listAt(data).entries()) visit(item, [...path, index]);
      return;
    }
    if (!isMap(data)) return;
    for (const [field, value] of Object.entries(data)) {
      const here = [...path, field];
      found.push(...credential(field, value, here));
      visit(value, here);
    }
  };
  visit(at(store, 'spec', 'provider'), ['spec', 'provider']);
  return found;
}

function credential(field: string, value: Data, path: DataPath): Reference[] {
  const name = textAt(value, 'name');
  if (name === undefined || name === '') return [];
  const where = [`provider, ${field}`, [...path, 'name']] as const;
  const namespace = textAt(value, 'namespace') ?? null;
  if (field === 'serviceAccountRef')
    return [reference(['ServiceAccount', name], 'account', where, { namespace })];
  if (/secretref$/i.test(field))
    return [reference(['Secret', name], 'data', where, { namespace, keys: keyIn(value) })];
  if (field !== 'caProvider') return [];
  const kind = textAt(value, 'type') === 'ConfigMap' ? 'ConfigMap' : 'Secret';
  return [reference([kind, name], 'data', where, { namespace, keys: keyIn(value) })];
}

const endpointSecrets: readonly DataPath[] = [
  ['bearerTokenSecret'],
  ['authorization', 'credentials'],
  ['basicAuth', 'username'],
  ['basicAuth', 'password'],
  ['oauth2', 'clientSecret'],
  ['oauth2', 'clientId', 'secret'],
  ['tlsConfig', 'keySecret'],
  ['tlsConfig', 'ca', 'secret'],
  ['tlsConfig', 'cert', 'secret'],
];
const endpointConfigMaps: readonly DataPath[] = [
  ['oauth2', 'clientId', 'configMap'],
  ['tlsConfig', 'ca', 'configMap'],
  ['tlsConfig', 'cert', 'configMap'],
];

export const monitorReferences = (monitor: Data, list: string): Reference[] =>
  listAt(monitor, 'spec', list).flatMap((endpoint, index) =>
    [
      ...endpointSecrets.map((steps) => ['Secret', steps] as const),
      ...endpointConfigMaps.map((steps) => ['ConfigMap', steps] as const),
    ].flatMap(([kind, steps]) => {
      const name = textAt(endpoint, ...steps, 'name');
      if (name === undefined || name === '') return [];
      const path = ['spec', list, index, ...steps];
      return reference([kind, name], 'data', [`endpoint ${index}, ${steps.join('.')}`, path], {
        keys: keyIn(at(endpoint, ...steps)),
        optional: at(endpoint, ...steps, 'optional') === true,
      });
    }),
  );
