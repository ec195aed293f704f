/** What objects other than pods refer to, by kind. */
import { at, isMap, listAt, textAt, type Data, type DataPath } from './data.ts';
import { monitorReferences, storeReferences } from './custom-references.ts';
import { pullSecrets } from './pod-references.ts';
import { keyIn, reference, type Reference } from './reference.ts';

/** By kind; of others nothing is known. */
export const objectReferences: Readonly<Record<string, (manifest: Data) => Reference[]>> = {
  ServiceAccount: (account) => pullSecrets(listAt(account, 'imagePullSecrets'), ['imagePullSecrets']),
  StatefulSet: (set) => [
    ...named(set, ['spec', 'serviceName'], 'Service', 'service'),
    ...listAt(set, 'spec', 'volumeClaimTemplates').flatMap((_, index) =>
      named(
        set,
        ['spec', 'volumeClaimTemplates', index, 'spec', 'storageClassName'],
        'StorageClass',
        'class',
      ),
    ),
  ],
  PersistentVolumeClaim: (claim) => named(claim, ['spec', 'storageClassName'], 'StorageClass', 'class'),
  Ingress: ingress,
  HTTPRoute: route,
  GRPCRoute: route,
  HorizontalPodAutoscaler: (scaler) => scaled(scaler, ['spec', 'scaleTargetRef']),
  VerticalPodAutoscaler: (scaler) => scaled(scaler, ['spec', 'targetRef']),
  ScaledObject: (scaler) => scaled(scaler, ['spec', 'scaleTargetRef']),
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  ValidatingWebhookConfiguration: webhooks,
  MutatingWebhookConfiguration: webhooks,
  CustomResourceDefinition: (definition) =>
    serviceAt(definition, ['spec', 'conversion', 'webhook', 'clientConfig', 'service']),
  APIService: (api) => serviceAt(api, ['spec', 'service']),
  ExternalSecret: externalSecret,
  SecretStore: storeReferences,
  ClusterSecretStore: storeReferences,
  ServiceMonitor: (monitor) => monitorReferences(monitor, 'endpoints'),
  PodMonitor: (monitor) => monitorReferences(monitor, 'podMetricsEndpoints'),
};

function named(
  data: Data,
  path: DataPath,
  kind: string,
  purpose: Reference['purpose'],
  place = String(path.at(-1)),
): Reference[] {
  const name = textAt(data, ...path);
  return name === undefined || name === '' ? [] : [reference([kind, name], purpose, [place, path])];
}

function ingress(object: Data): Reference[] {
  const backends = [
    ['spec', 'defaultBackend'],
    ...listAt(object, 'spec', 'rules').flatMap((rule, index) =>
      listAt(rule, 'http', 'paths').map((_, place) => [
        'spec',
        'rules',
        index,
        'http',
        'paths',
        place,
        'backend',
      ]),
    ),
  ];
  return [
    ...listAt(object, 'spec', 'tls').flatMap((entry, index) => {
      const name = textAt(entry, 'secretName'); // without one the controller has its own certificate
      if (name === undefined || name === '') return [];
      const path = ['spec', 'tls', index, 'secretName'];
      return reference(['Secret', name], 'tls', ['tls', path], { keys: ['tls.crt', 'tls.key'] });
    }),
    ...backends.flatMap((path) =>
      named(object, [...path, 'service', 'name'], 'Service', 'service', 'backend'),
    ),
    ...named(object, ['spec', 'ingressClassName'], 'IngressClass', 'class'),
  ];
}

/** Routes of the Gateway API: the Services behind them. */
function route(object: Data): Reference[] {
  return listAt(object, 'spec', 'rules').flatMap((rule, index) =>
    listAt(rule, 'backendRefs').flatMap((backend, place) => {
      const name = textAt(backend, 'name');
      if (name === undefined || (textAt(backend, 'kind') ?? 'Service') !== 'Service') return [];
      const path = ['spec', 'rules', index, 'backendRefs', place, 'name'];
      const namespace = textAt(backend, 'namespace') ?? null;
      return reference(['Service', name], 'service', ['backend', path], { namespace });
    }),
  );
}

function scaled(object: Data, path: DataPath): Reference[] {
  const target = at(object, ...path);
  if (!isMap(target)) return [];
  const kind = textAt(target, 'kind') ?? 'Deployment'; // KEDA's default; the others require it
  return [reference([kind, textAt(target, 'name') ?? ''], 'scale', [String(path.at(-1)), [...path, 'name']])];
}

function binding(object: Data): Reference[] {
  const role = textAt(object, 'roleRef', 'name') ?? '';
  return [
    reference([textAt(object, 'roleRef', 'kind') ?? 'Role', role], 'role', ['roleRef', ['roleRef', 'name']]),
    ...listAt(object, 'subjects').flatMap((subject, index) =>
      textAt(subject, 'kind') === 'ServiceAccount'
        ? reference(
            ['ServiceAccount', textAt(subject, 'name') ?? ''],
            'subject',
            ['subject', ['subjects', index, 'name']],
            { namespace: textAt(subject, 'namespace') ?? null },
          )
        : [],
    ),
  ];
}

function webhooks(object: Data): Reference[] {
  return listAt(object, 'webhooks').flatMap((_, index) =>
    serviceAt(object, ['webhooks', index, 'clientConfig', 'service']),
  );
}

function serviceAt(object: Data, path: DataPath): Reference[] {
  const name = textAt(object, ...path, 'name');
  if (name === undefined) return [];
  const namespace = textAt(object, ...path, 'namespace') ?? null;
  return [reference(['Service', name], 'service', ['service', [...path, 'name']], { namespace })];
}

function externalSecret(object: Data): Reference[] {
  const paths: DataPath[] = [
    ['spec', 'secretStoreRef'],
    ...['data', 'dataFrom'].flatMap((list) =>
      listAt(object, 'spec', list).map((_, index) => ['spec', list, index, 'sourceRef', 'storeRef']),
    ),
  ];
  return [
    ...paths.flatMap((path) => {
      const store = at(object, ...path);
      return isMap(store)
        ? named(object, [...path, 'name'], textAt(store, 'kind') ?? 'SecretStore', 'store', 'secretStoreRef')
        : [];
    }),
    ...listAt(object, 'spec', 'target', 'template', 'templateFrom').flatMap((from, index) =>
      (['secret', 'configMap'] as const).flatMap((field) => {
        const name = textAt(from, field, 'name');
        if (name === undefined) return [];
        const path = ['spec', 'target', 'template', 'templateFrom', index, field, 'name'];
        const kind = field === 'secret' ? 'Secret' : 'ConfigMap';
        const keys = listAt(from, field, 'items').flatMap(keyIn);
        return reference([kind, name], 'data', ['templateFrom', path], { keys });
      }),
    ),
  ];
}
