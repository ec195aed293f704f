import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Data } from '../../../../src/kubernetes/data.ts';
import { diffData } from '../../../../src/plan/diff/index.ts';
import { toldOf } from './told.ts';

const differ = (before: string, after: string, sort = 'apps/v1 Deployment'): string[] =>
  toldOf(parse(before) as Data, parse(after) as Data, sort);

const annotation = (key: string, value: string): string => `{metadata: {annotations: {${key}: ${value}}}}`;
const label = (key: string, value: string): string => `{metadata: {labels: {${key}: ${value}}}}`;

describe('folded', () => {
  test.each([
    'checksum/config',
    'checksum/secret',
    'checksum-config',
    'example.com/checksum',
    'example.com/config-checksum',
    'example.com/checksum-secret',
  ])('checksum: %s', (key) => {
    const place = `metadata.annotations["${key}"]`.replace('["checksum-config"]', '.checksum-config');
    expect(differ(annotation(key, 'one'), annotation(key, 'two'))).toEqual([`(1 checksum) ${place}`]);
    expect(differ('{metadata: {}}', annotation(key, 'two'))).toEqual([`(1 checksum) ${place}`]);
    expect(differ(annotation(key, 'one'), '{metadata: {annotations: null}}')).toEqual([
      `(1 checksum) ${place}`,
    ]);
  });

  test.each([
    ['helm.sh/chart', 'shop-1.0', 'shop-1.1'],
    ['app.kubernetes.io/version', '1.0', '1.1'],
    ['app.kubernetes.io/managed-by', 'Tiller', 'Helm'],
    ['chart', 'shop-1.0.0', 'shop-1.1.0'],
    ['heritage', 'Tiller', 'Helm'],
  ])('chart-label: %s', (key, before, after) => {
    const [line, ...more] = differ(label(key, `"${before}"`), label(key, `"${after}"`));
    expect(more).toEqual([]);
    expect(line).toMatch(/^\(1 chart-label\) metadata\.labels/);
    const pod = (value: string): string => `{spec: {template: ${label(key, value)}}}`;
    expect(differ(pod(`"${before}"`), pod(`"${after}"`))[0]).toMatch(
      /^\(1 chart-label\) spec\.template\.metadata/,
    );
  });

  test.each([
    ['secretName: creds-xxxxxxxx', 'secretName: creds-b108a986'],
    ['a: {secretKeyRef: {name: creds-b108a986}}', 'a: {secretKeyRef: {name: creds-xxxxxxxx}}'],
    ['value: "https://creds-xxxxxxxx.shop.svc:80"', 'value: "https://creds-0123abcd.shop.svc:80"'],
    ['value: "a-xxxxxxxx,b-xxxxxxxx"', 'value: "a-11111111,b-22222222"'],
    ['value: "a-xxxxxxxx,b-22222222"', 'value: "a-11111111,b-xxxxxxxx"'],
  ])('generated-name: %s', (before, after) => {
    const [line, ...more] = differ(`{spec: {${before}}}`, `{spec: {${after}}}`);
    expect(more).toEqual([]);
    expect(line).toMatch(/^\(1 generated-name\) spec\./);
  });

  test('generated-name: in lists, whose items keep their places', () => {
    expect(
      differ(
        '{spec: {imagePullSecrets: [{name: a}, {name: pull-xxxxxxxx}]}}',
        '{spec: {imagePullSecrets: [{name: a}, {name: pull-b108a986}]}}',
      ),
    ).toEqual(['(1 generated-name) spec.imagePullSecrets[pull-b108a986].name']);
    expect(
      differ(
        '{rules: [{verbs: [get], resources: [secrets], resourceNames: [creds-xxxxxxxx, other]}]}',
        '{rules: [{verbs: [get], resources: [secrets], resourceNames: [creds-b108a986, other]}]}',
        'rbac.authorization.k8s.io/v1 Role',
      ),
    ).toEqual(['(1 generated-name) rules[0].resourceNames[0]']);
  });

  test('generated-name: of one name only one item', () => {
    expect(
      differ(
        '{spec: {volumes: [{name: a-xxxxxxxx}]}}',
        '{spec: {volumes: [{name: a-11111111}, {name: a-22222222}]}}',
      ),
    ).toEqual([
      '+ spec.volumes[a-22222222] {"name":"a-22222222"}',
      '(1 generated-name) spec.volumes[a-11111111].name',
    ]);
  });

  const limits = (value: string): string =>
    `{spec: {containers: [{name: m, resources: {limits: {cpu: ${value}}}}]}}`;

  test.each([
    [limits('1000m'), limits('1'), 'v1 Pod'],
    [limits('"0.1"'), limits('100m'), 'v1 Pod'],
    [limits('0.5'), limits('500m'), 'v1 Pod'],
    [limits('1024Mi'), limits('1Gi'), 'example.com/v1 Widget'],
    ['{spec: {hard: {pods: "10"}}}', '{spec: {hard: {pods: 10}}}', 'v1 ResourceQuota'],
    [
      '{spec: {volumes: [{name: a, emptyDir: {sizeLimit: 1Gi}}]}}',
      '{spec: {volumes: [{name: a, emptyDir: {sizeLimit: 1024Mi}}]}}',
      'v1 Pod',
    ],
    [
      '{spec: {metrics: [{pods: {target: {averageValue: 1k}}}]}}',
      '{spec: {metrics: [{pods: {target: {averageValue: 1000}}}]}}',
      'autoscaling/v2 HorizontalPodAutoscaler',
    ],
    [
      '{spec: {refreshInterval: 1h}}',
      '{spec: {refreshInterval: 1h0m0s}}',
      'external-secrets.io/v1 ExternalSecret',
    ],
    ['{spec: {duration: 2160h}}', '{spec: {duration: 90d}}', 'cert-manager.io/v1 Certificate'],
    [
      '{spec: {endpoints: [{port: a, interval: 60s}]}}',
      '{spec: {endpoints: [{port: a, interval: 1m}]}}',
      'monitoring.coreos.com/v1 ServiceMonitor',
    ],
    ['{spec: {replicas: null}}', '{spec: {}}', 'apps/v1 Deployment'],
    ['{metadata: {labels: {}}}', '{metadata: {}}', 'example.com/v1 Widget'],
  ])('spelling: %s', (before, after, sort) => {
    expect(differ(before, after, sort)).toEqual([expect.stringMatching(/^\(1 spelling\) /)]);
    expect(differ(after, before, sort)).toEqual([expect.stringMatching(/^\(1 spelling\) /)]);
  });

  test.each([
    'managedFields: [{manager: a}]',
    'resourceVersion: "1"',
    'uid: a',
    'creationTimestamp: a',
    'generation: 1',
    'selfLink: a',
    'annotations: {deployment.kubernetes.io/revision: "1"}',
    'annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}',
  ])('server: %s', (field) => {
    expect(differ('{metadata: {name: a}}', `{metadata: {name: a, ${field}}}`)).toEqual([
      expect.stringMatching(/^\(1 server\) metadata\./),
    ]);
  });

  test('server: status, and the time in a template', () => {
    expect(
      differ(
        '{spec: {template: {metadata: {creationTimestamp: null}}}}',
        '{spec: {template: {metadata: {}}}, status: {a: 1}}',
      ),
    ).toEqual(['(2 server) spec.template.metadata.creationTimestamp status']);
  });

  test('is counted, and the first places are named', () => {
    const labels = (version: number): Data => ({
      items: Array.from({ length: 8 }, (_, index) => ({
        name: `n${index}`,
        metadata: { labels: { 'helm.sh/chart': `a-${version}` } },
      })),
    });
    const { fields, folded } = diffData(labels(1), labels(2), {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
    });
    expect(fields).toEqual([]);
    expect(folded).toEqual([expect.objectContaining({ noise: 'chart-label', count: 8 })]);
    expect(folded[0]?.places).toHaveLength(5);
  });

  test('is told where the caller wants it', () => {
    const { fields, folded } = diffData(
      parse(annotation('checksum/config', 'one')) as Data,
      parse(annotation('checksum/config', 'two')) as Data,
      { apiVersion: 'apps/v1', kind: 'Deployment', folds: ['server'] },
    );
    expect([fields.length, folded.length]).toEqual([1, 0]);
  });
});

describe('told', () => {
  test.each([
    [
      'another tag that looks generated',
      '{image: "shop:main-1a2b3c4d"}',
      '{image: "shop:main-5e6f7a8b"}',
      'v1 Pod',
    ],
    ['a rotated Secret', '{secretName: creds-11111111}', '{secretName: creds-22222222}', 'v1 Pod'],
    [
      'another name before what is generated',
      '{secretName: one-xxxxxxxx}',
      '{secretName: two-b108a986}',
      'v1 Pod',
    ],
    [
      'what is longer than a generated name',
      '{secretName: creds-xxxxxxxx}',
      '{secretName: creds-b108a9860}',
      'v1 Pod',
    ],
    [
      'a port as a text',
      '{ports: [{port: 80, targetPort: 80}]}',
      '{ports: [{port: 80, targetPort: "80"}]}',
      'v1 Service',
    ],
    [
      'a number that is none of quantities',
      '{spec: {replicas: "1"}}',
      '{spec: {replicas: 1}}',
      'apps/v1 Deployment',
    ],
    [
      'a variable that reads like a quantity',
      '{env: [{name: SIZE, value: 1Gi}]}',
      '{env: [{name: SIZE, value: 1024Mi}]}',
      'v1 Pod',
    ],
    ['a byte more', '{limits: {memory: 10000000000}}', '{limits: {memory: 10000000001}}', 'v1 Pod'],
    [
      'a text that reads like a duration',
      '{spec: {other: 60s}}',
      '{spec: {other: 1m}}',
      'monitoring.coreos.com/v1 ServiceMonitor',
    ],
    [
      'a checksum that is no annotation',
      '{data: {checksum/config: one}}',
      '{data: {checksum/config: two}}',
      'v1 ConfigMap',
    ],
    [
      'a selector by the chart',
      '{spec: {selector: {matchLabels: {helm.sh/chart: a}}}}',
      '{spec: {selector: {matchLabels: {helm.sh/chart: b}}}}',
      'apps/v1 Deployment',
    ],
    [
      'another manager',
      label('app.kubernetes.io/managed-by', 'Helm'),
      label('app.kubernetes.io/managed-by', 'argocd'),
      'v1 Pod',
    ],
    ['a label that only reads like a chart', label('chart', 'pie'), label('chart', 'bar'), 'v1 Pod'],
    [
      'labels in claims, which the server refuses',
      '{spec: {volumeClaimTemplates: [{metadata: {name: a, labels: {helm.sh/chart: a-1}}}]}}',
      '{spec: {volumeClaimTemplates: [{metadata: {name: a, labels: {helm.sh/chart: a-2}}}]}}',
      'apps/v1 StatefulSet',
    ],
    [
      'annotations of a Job, which the server refuses',
      '{spec: {template: {metadata: {annotations: {checksum/config: one}}}}}',
      '{spec: {template: {metadata: {annotations: {checksum/config: two}}}}}',
      'batch/v1 Job',
    ],
    ['a uid that is not the server’s', '{spec: {uid: a}}', '{spec: {uid: b}}', 'v1 Pod'],
    ['null in a custom resource', '{spec: {a: null}}', '{spec: {}}', 'example.com/v1 Widget'],
    ['an empty map', '{spec: {emptyDir: {}}}', '{spec: {}}', 'v1 Pod'],
  ])('%s', (_, before, after, sort) => {
    const lines = differ(before, after, sort);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[~+-] /);
  });
});
