/** The values keys and defaults that the documents name, for the charts whose renders don't show all of them. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { charts } from './helm.ts';

const documented: Record<string, [string, unknown][]> = {
  ksml: [
    ['deploymentMode', 'StatefulSet'],
    ['replicaCount', 1],
    ['image.repository', 'registry.axual.io/opensource/images/axual/ksml'],
    ['image.tag', ''],
    ['ksmlRunnerConfig.definitionDirectory', '/ksml'],
    ['ksmlRunnerConfig.schemaDirectory', '/ksml'],
    ['ksmlRunnerConfig.storageDirectory', '/ksml-store/data'],
    ['ksmlRunnerConfig.createStorageDirectory', true],
    ['ksmlRunnerConfig.errorHandling.consume.stopOnError', true],
    ['ksmlRunnerConfig.producersEnabled', true],
    ['ksmlRunnerConfig.pipelinesEnabled', true],
    ['ksmlRunnerConfig.definitions', {}],
    ['ksmlRunnerConfig.kafka', {}],
    ['ksmlRunnerConfig.schemaRegistries', {}],
    ['ksmlRunnerConfig.notations', {}],
    ['ksmlDefinitions', {}],
    ['schemaDefinitions', {}],
    ['serviceAccount', { create: true, automount: true, annotations: {}, name: '' }],
    ['podSecurityContext', {}],
    ['securityContext', {}],
    ['service', { type: 'ClusterIP', port: 80 }],
    ['ingress.enabled', false],
    ['resources', {}],
    ['volumes', []],
    ['volumeMounts', []],
    ['volumeClaimTemplates', []],
    ['runtimeClassName', ''],
    ['topologySpreadConstraints', []],
    ['applicationServer', { enabled: true, port: '8080' }],
    ['store.spec', {}],
    ['prometheus.enabled', false],
    ['prometheus.port', '9999'],
    ['prometheusRule.enabled', false],
    ['serviceMonitor', { enabled: false, interval: '30s', scrapeTimeout: '10s', labels: {} }],
    ['networkPolicy', { enabled: false, ingress: [{}], egress: [{}] }],
    ['job.ttlSecondsAfterFinished', 259200],
    ['job.finalizers', []],
  ],
  'ksml-provisioner': [
    ['env', []],
    ['customValues', {}],
    ['rbac', { create: true, namespace: '' }],
    ['serviceAccount.create', true],
    ['serviceAccount.name', ''],
  ],
  'logstream-workergroup-1.0': [
    ['replicaCount', 1],
    ['image', { repository: 'cribl/cribl', pullPolicy: 'Always', tag: 'latest' }],
    ['imagePullSecrets', []],
    ['nameOverride', 'workers'],
    ['config', { host: 'logstream-master', tag: 'kubernetes', token: 'criblmaster' }],
    ['podAnnotations', {}],
    ['service.type', 'LoadBalancer'],
    ['service.annotations', {}],
    ['autoscaling', { enabled: true, minReplicas: 2, maxReplicas: 10, targetCPUUtilizationPercentage: 50 }],
  ],
  'logstream-workergroup': [
    [
      'criblImage',
      { repository: 'cribl/cribl', pullPolicy: 'IfNotPresent', tag: '4.19.2', wolfiImage: false },
    ],
    ['config.group', 'kubernetes'],
    ['config.port', 4200],
    ['config.useExistingSecret', false],
    ['config.rejectSelfSignedCerts', 0],
    ['config.probes', true],
    ['config.tlsLeader', { enable: false }],
    ['config.tags', []],
    ['config.tag', undefined],
    ['deployment', 'deployment'],
    ['service.enable', true],
    ['ingress.enable', false],
    [
      'rbac',
      { create: true, apiGroups: ['core'], resources: ['pods'], verbs: ['get', 'list'], annotations: {} },
    ],
    ['serviceAccount.create', true],
    ['includeSecretConfigAnnotation', false],
    ['autoscaling.behavior', {}],
    ['extraVolumeMounts', {}],
    ['strategy', undefined],
    ['terminationGracePeriodSeconds', undefined],
  ],
};

function at(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], values);
}

describe.each(Object.entries(documented))('%s', (chart, defaults) => {
  test.each(defaults)('%s', async (path, expected) => {
    const values: unknown = parse(await readFile(`${charts}${chart}/values.yaml`, 'utf8'));
    expect(at(values, path)).toEqual(expected);
  });
});
