/** What objects refer to, by kind, wherever the API has a place for it. */
import { expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { at } from '../../../src/kubernetes/data.ts';
import { referencesOf } from '../../../src/kubernetes/references.ts';
import { renderedObject } from '../../setup/rendered.ts';

const pod = (spec: DataMap): DataMap => ({ kind: 'Pod', spec });
const container = (fields: DataMap): DataMap => pod({ containers: [{ name: 'c', ...fields }] });
const volume = (source: DataMap): DataMap => pod({ volumes: [{ name: 'v', ...source }] });

/** `purpose Kind namespace/name [keys] ?` with `?` for an optional one. */
const cases: readonly (readonly [what: string, manifest: DataMap, references: readonly string[]])[] = [
  [
    'variables',
    container({
      env: [
        { name: 'A', value: 'plain' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        { name: 'C', valueFrom: { configMapKeyRef: { name: 'm', key: 'k', optional: true } } },
        { name: 'D', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
    }),
    ['data Secret s [k]', 'data ConfigMap m [k] ?'],
  ],
  [
    'envFrom',
    container({ envFrom: [{ secretRef: { name: 's' } }, { configMapRef: { name: 'm', optional: true } }] }),
    ['data Secret s []', 'data ConfigMap m [] ?'],
  ],
  [
    'init containers of a CronJob',
    {
      kind: 'CronJob',
      spec: {
        jobTemplate: {
          spec: {
            template: { spec: { initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 's' } }] }] } },
          },
        },
      },
    },
    ['data Secret s []'],
  ],
  [
    'a Secret volume',
    volume({ secret: { secretName: 's', items: [{ key: 'k', path: 'p' }] } }),
    ['data Secret s [k]'],
  ],
  ['an optional one', volume({ secret: { secretName: 's', optional: true } }), ['data Secret s [] ?']],
  ['a ConfigMap volume', volume({ configMap: { name: 'm' } }), ['data ConfigMap m []']],
  [
    'a projected volume',
    volume({
      projected: {
        sources: [
          { secret: { name: 's' } },
          { configMap: { name: 'm', items: [{ key: 'k' }] } },
          { serviceAccountToken: { path: 't' } },
        ],
      },
    }),
    ['data Secret s []', 'data ConfigMap m [k]'],
  ],
  ['a claim', volume({ persistentVolumeClaim: { claimName: 'c' } }), ['claim PersistentVolumeClaim c []']],
  [
    'an ephemeral claim',
    volume({ ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'fast' } } } }),
    ['class StorageClass fast []'],
  ],
  ['a CSI volume', volume({ csi: { nodePublishSecretRef: { name: 's' } } }), ['data Secret s []']],
  ['an older driver', volume({ rbd: { secretRef: { name: 's' } } }), ['data Secret s []']],
  ['an Azure file', volume({ azureFile: { secretName: 's' } }), ['data Secret s []']],
  ['an emptyDir', volume({ emptyDir: {} }), []],
  [
    'a file by subPath, unless items place it',
    pod({
      containers: [
        {
          name: 'c',
          volumeMounts: [
            { name: 'a', mountPath: '/a', subPath: 'f' },
            { name: 'b', mountPath: '/b', subPath: 'f' },
            { name: 'd', mountPath: '/d', subPath: 'f' },
          ],
        },
      ],
      volumes: [
        { name: 'a', configMap: { name: 'm' } },
        { name: 'b', secret: { secretName: 's', items: [{ key: 'k', path: 'f' }] } },
        { name: 'd', emptyDir: {} },
      ],
    }),
    ['data ConfigMap m [f]', 'data ConfigMap m []', 'data Secret s [k]'],
  ],
  [
    'the pod itself',
    pod({
      serviceAccountName: 'a',
      priorityClassName: 'p',
      runtimeClassName: 'r',
      imagePullSecrets: [{ name: 's' }],
    }),
    [
      'account ServiceAccount a []',
      'class PriorityClass p []',
      'class RuntimeClass r []',
      'pull Secret s []',
    ],
  ],
  [
    'a StatefulSet',
    {
      kind: 'StatefulSet',
      spec: { serviceName: 's', volumeClaimTemplates: [{ spec: { storageClassName: 'fast' } }] },
    },
    ['service Service s []', 'class StorageClass fast []'],
  ],
  ['a claim’s class', { kind: 'PersistentVolumeClaim', spec: { storageClassName: '' } }, []],
  [
    'an Ingress',
    {
      kind: 'Ingress',
      spec: {
        ingressClassName: 'i',
        defaultBackend: { service: { name: 'd' } },
        tls: [{ secretName: 's' }, { hosts: [] }],
        rules: [
          {
            http: {
              paths: [{ backend: { service: { name: 'b' } } }, { backend: { resource: { name: 'x' } } }],
            },
          },
        ],
      },
    },
    [
      'tls Secret s [tls.crt,tls.key]',
      'service Service d []',
      'service Service b []',
      'class IngressClass i []',
    ],
  ],
  [
    'a route',
    {
      kind: 'HTTPRoute',
      spec: {
        rules: [
          {
            backendRefs: [
              { name: 'a', namespace: 'n' },
              { kind: 'ServiceImport', name: 'b' },
            ],
          },
        ],
      },
    },
    ['service Service n/a []'],
  ],
  [
    'autoscalers',
    { kind: 'ScaledObject', spec: { scaleTargetRef: { name: 'd' } } },
    ['scale Deployment d []'],
  ],
  [
    'a vertical autoscaler',
    { kind: 'VerticalPodAutoscaler', spec: { targetRef: { kind: 'StatefulSet', name: 'd' } } },
    ['scale StatefulSet d []'],
  ],
  [
    'a binding',
    {
      kind: 'ClusterRoleBinding',
      roleRef: { kind: 'ClusterRole', name: 'r' },
      subjects: [
        { kind: 'ServiceAccount', name: 'a', namespace: 'n' },
        { kind: 'User', name: 'u' },
      ],
    },
    ['role ClusterRole r []', 'subject ServiceAccount n/a []'],
  ],
  [
    'webhooks',
    {
      kind: 'MutatingWebhookConfiguration',
      webhooks: [
        { clientConfig: { service: { name: 'w', namespace: 'n' } } },
        { clientConfig: { url: 'https://x' } },
      ],
    },
    ['service Service n/w []'],
  ],
  [
    'an API',
    { kind: 'APIService', spec: { service: { name: 'w', namespace: 'n' } } },
    ['service Service n/w []'],
  ],
  [
    'a conversion of custom resources',
    {
      kind: 'CustomResourceDefinition',
      spec: { conversion: { webhook: { clientConfig: { service: { name: 'w', namespace: 'n' } } } } },
    },
    ['service Service n/w []'],
  ],
  [
    'an ExternalSecret',
    {
      kind: 'ExternalSecret',
      spec: {
        secretStoreRef: { name: 's' },
        data: [{ sourceRef: { storeRef: { kind: 'ClusterSecretStore', name: 'c' } } }],
        dataFrom: [{}],
        target: {
          template: {
            templateFrom: [{ configMap: { name: 'm', items: [{ key: 'k' }] } }, { secret: { name: 't' } }],
          },
        },
      },
    },
    ['store SecretStore s []', 'store ClusterSecretStore c []', 'data ConfigMap m [k]', 'data Secret t []'],
  ],
  [
    'a store',
    {
      kind: 'ClusterSecretStore',
      spec: {
        provider: {
          vault: {
            caProvider: { type: 'ConfigMap', name: 'ca', key: 'ca.crt', namespace: 'n' },
            auth: {
              tokenSecretRef: { name: 't', key: 'k' },
              kubernetes: { serviceAccountRef: { name: 'a', namespace: 'n' } },
            },
          },
        },
      },
    },
    ['data ConfigMap n/ca [ca.crt]', 'data Secret t [k]', 'account ServiceAccount n/a []'],
  ],
  [
    'monitors',
    {
      kind: 'ServiceMonitor',
      spec: {
        endpoints: [
          {
            basicAuth: { username: { name: 's', key: 'u' } },
            tlsConfig: { ca: { configMap: { name: 'm', key: 'ca', optional: true } } },
          },
        ],
      },
    },
    ['data Secret s [u]', 'data ConfigMap m [ca] ?'],
  ],
  ['a kind that nobody knows', { kind: 'constructor', spec: { secretName: 'x' } }, []],
];

test.each(cases)('%s', (_, manifest, references) => {
  const object = renderedObject({ metadata: { name: 'x' }, ...manifest });
  const found = referencesOf(object);
  expect(
    found.map(
      ({ purpose, kind, namespace, name, keys, optional }) =>
        `${purpose} ${kind} ${namespace === null ? '' : `${namespace}/`}${name} [${keys.join()}]${optional ? ' ?' : ''}`,
    ),
  ).toEqual(references);
  // Every path leads to something in the object.
  for (const { path } of found) expect(at(object.manifest, ...path)).toBeDefined();
});

test('one manifest is read once', () => {
  const object = renderedObject(container({ envFrom: [{ secretRef: { name: 's' } }] }));
  expect(referencesOf({ ...object, template: 'other.yaml' })).toBe(referencesOf(object));
});
