/** Every fixture chart, with all its objects, on every Kubernetes version that there are schemas for. */
import { describe, expect, test } from 'vitest';
import { kubernetesSchemas } from '../../src/contract/kubernetes/schemas.ts';
import { knownKubeVersions } from '../../src/contract/kubernetes/version.ts';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { name as ksmlName, kafka } from './ksml.ts';
import { minimal } from './leoflow.ts';
import { subjectOf, type SubjectOptions } from './subject.ts';

const monitoring = { apiVersions: ['monitoring.coreos.com/v1'] };
const ingress = {
  enabled: true,
  className: 'nginx',
  hosts: [{ host: 'x.example.com', paths: [{ path: '/', pathType: 'Prefix' }] }],
  tls: [{ secretName: 'web-tls', hosts: ['x.example.com'] }],
};
const application = {
  ksmlRunnerConfig: { definitions: { main: 'definition.yaml' }, kafka },
  ksmlDefinitions: { 'definition.yaml': 'streams: {}\n' },
};

interface Given extends SubjectOptions {
  readonly chart: string;
  readonly what: string;
  readonly values: DataMap;
  /** `id kind path message` of what is found. */
  readonly found?: readonly string[];
}

const given: readonly Given[] = [
  {
    chart: 'sf2loki',
    what: 'HA, network policy, External Secrets',
    ...monitoring,
    values: {
      replicaCount: 2,
      ha: { enabled: true },
      networkPolicy: { enabled: true },
      podDisruptionBudget: { enabled: true },
      serviceMonitor: { enabled: true },
      config: { state: { store: 's3', s3: { bucket: 'b', endpoint_url: null } } },
      serviceAccount: { esoName: 'eso' },
      externalSecrets: {
        enabled: true,
        aws: { region: 'eu-west-1' },
        data: [{ secretKey: 'server.key', remoteRef: { key: 'a' } }],
      },
    },
  },
  {
    chart: 'sf2loki',
    what: 'one replica, a StatefulSet of a volume',
    values: { secrets: { existingSecret: 's' }, persistence: { enabled: true } },
  },
  {
    chart: 'leoflow',
    what: 'everything',
    namespace: 'leoflow',
    ...monitoring,
    values: {
      ...minimal,
      auth: { jwtSecret: 'x' },
      secretKey: 'thirty-two-letters-and-no-secret',
      bootstrap: { password: 'x' },
      autoscaling: { enabled: true },
      podDisruptionBudget: { enabled: true },
      networkPolicy: { enabled: true, metricsFrom: [{ namespaceSelector: {} }] },
      metrics: { serviceMonitor: { enabled: true } },
      ingress,
      taskServiceAccount: { create: true },
    },
  },
  {
    chart: 'ksml',
    what: 'every object, a store',
    release: ksmlName,
    ...monitoring,
    values: {
      ...application,
      prometheus: { enabled: true },
      prometheusRule: { enabled: true },
      serviceMonitor: { enabled: true },
      networkPolicy: { enabled: true },
      ingress,
      store: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    },
  },
  { chart: 'ksml', what: 'as a Job', release: ksmlName, values: { ...application, deploymentMode: 'Job' } },
  { chart: 'ksml-provisioner', what: 'rights in another namespace', values: { rbac: { namespace: 'ksml' } } },
  { chart: 'logstream-workergroup', what: 'defaults', values: {} },
  { chart: 'logstream-workergroup', what: 'a DaemonSet', values: { deployment: 'daemonset' } },
  { chart: 'logstream-workergroup', what: 'a StatefulSet', values: { deployment: 'statefulset' } },
  {
    chart: 'sf2loki',
    what: 'External Secrets without a service account',
    values: {
      config: { state: { store: 'file' } },
      externalSecrets: { enabled: true, aws: { region: 'eu-west-1' }, data: [] },
    },
    found: [
      'schema/required SecretStore spec.provider.aws.auth.jwt.serviceAccountRef.name required field "name" is null',
    ],
  },
  {
    chart: 'logstream-workergroup-1.0',
    what: 'its HorizontalPodAutoscaler is of another time',
    values: {},
    found: [
      'api/removed HorizontalPodAutoscaler apiVersion autoscaling/v2beta1 HorizontalPodAutoscaler is gone: Kubernetes serves it no longer since 1.25',
    ],
  },
  {
    chart: 'sf2loki',
    what: 'a probe of its own stands beside the default (SF-9)',
    values: {
      secrets: { existingSecret: 's' },
      probes: { liveness: { httpGet: { path: '/x', port: 'http' } } },
    },
    found: [
      'schema/duplicate-key Deployment httpGet key "httpGet" stands twice; the last one counts, and strict validation refuses it',
    ],
  },
  { chart: 'postgresql', what: 'defaults', values: {} },
  { chart: 'redis', what: 'defaults', values: {} },
];

describe.each(given)('$chart: $what', ({ chart, values, found = [], ...options }) => {
  test.each(knownKubeVersions())('on Kubernetes %s', async (kubeVersion) => {
    const { objects } = await subjectOf(chart, values, { ...options, kubeVersion: `${kubeVersion}.0` });
    const schemas = kubernetesSchemas({ kubeVersion, crds: [] });
    const verdicts = objects.flatMap((object) =>
      schemas
        .check(object)
        .map((verdict) =>
          'notChecked' in verdict
            ? `not checked: ${verdict.notChecked}`
            : `${verdict.id} ${object.kind} ${(verdict.path ?? []).join('.')} ${verdict.message}`,
        ),
    );
    expect(verdicts).toEqual(found);
  });
});
