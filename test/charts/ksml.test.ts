import { describe, expect, test } from 'vitest';
import type { TemplateOptions } from './helm.ts';
import { ksml, monitoring, name, selector } from './ksml.ts';
import { environment, firstContainer, podTemplate, selects, spec } from './workload.ts';

const labels = {
  ...selector,
  'helm.sh/chart': 'ksml-1.1.1',
  'app.kubernetes.io/version': '1.1.1',
  'app.kubernetes.io/managed-by': 'Helm',
};
const always = ['ConfigMap', 'ConfigMap', 'Service', 'Service', 'ServiceAccount'];

describe('kinds', () => {
  const monitored = {
    prometheus: { enabled: true },
    serviceMonitor: { enabled: true },
    prometheusRule: { enabled: true },
  };
  const cases: [string, object, TemplateOptions, string[]][] = [
    ['defaults', {}, {}, ['StatefulSet']],
    ['a Job', { deploymentMode: 'Job' }, {}, ['Job']],
    ['ingress', { ingress: { enabled: true } }, {}, ['StatefulSet', 'Ingress']],
    ['networkPolicy', { networkPolicy: { enabled: true } }, {}, ['StatefulSet', 'NetworkPolicy']],
    ['monitoring', monitored, monitoring, ['StatefulSet', 'PrometheusRule', 'ServiceMonitor']],
    ['KR-5 monitoring without prometheus', { ...monitored, prometheus: {} }, monitoring, ['StatefulSet']],
    ['KR-5 monitoring without its CRDs', monitored, {}, ['StatefulSet']],
    ['KR-5 monitoring of a Job', { ...monitored, deploymentMode: 'Job' }, monitoring, ['Job']],
  ];
  test.each(cases)('%s', async (_, values, options, added) => {
    expect((await ksml(values, options)).kinds).toEqual([...always, ...added].toSorted());
  });
});

test('names: the release, -runner, -logging and -headless, all labelled', async () => {
  const { objects } = await ksml();
  expect(objects.map((object) => `${object.kind}/${object.metadata.name}`).toSorted()).toEqual([
    `ConfigMap/${name}-logging`,
    `ConfigMap/${name}-runner`,
    `Service/${name}`,
    `Service/${name}-headless`,
    `ServiceAccount/${name}`,
    `StatefulSet/${name}`,
  ]);
  for (const object of objects) expect(object.metadata.labels).toEqual(labels);
});

test('the StatefulSet by default', async () => {
  const rendered = await ksml();
  const statefulSet = rendered.one('StatefulSet');
  expect(spec(statefulSet)).toMatchObject({
    replicas: 1,
    serviceName: `${name}-headless`,
    podManagementPolicy: 'Parallel',
    selector: { matchLabels: selector },
  });
  const pod = podTemplate(statefulSet);
  expect(pod.metadata.labels).toEqual(labels);
  expect(pod.metadata.annotations).toEqual({ 'checksum/config': expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(pod.spec['serviceAccountName']).toBe(name);
  expect(environment(statefulSet)).toEqual({
    KSML_K8S_POD_NAME: 'field:metadata.name',
    KSML_GROUP_INSTANCE_ID: '$(KSML_K8S_POD_NAME)',
    LOGBACK_CONFIGURATION_FILE: '/ksml-logging/logback.xml',
  });
  const probe = { timeoutSeconds: 1, successThreshold: 1 };
  expect(firstContainer(statefulSet)).toMatchObject({
    name: 'ksml',
    image: 'registry.axual.io/opensource/images/axual/ksml:1.1.1',
    imagePullPolicy: 'IfNotPresent',
    workingDir: '/ksml',
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    resources: {},
    startupProbe: {
      httpGet: { path: '/startup', port: 'http' },
      initialDelaySeconds: 2,
      periodSeconds: 1,
      failureThreshold: 30,
      ...probe,
    },
    readinessProbe: {
      httpGet: { path: '/ready', port: 'http' },
      initialDelaySeconds: 20,
      periodSeconds: 10,
      failureThreshold: 4,
      ...probe,
    },
    livenessProbe: {
      httpGet: { path: '/live', port: 'http' },
      initialDelaySeconds: 30,
      periodSeconds: 10,
      failureThreshold: 4,
      ...probe,
    },
  });
  expect(rendered.one('ServiceAccount')).toMatchObject({ automountServiceAccountToken: true });
});

describe('Services', () => {
  const http = { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' };

  test('one for users, one that publishes pods before they are ready', async () => {
    const rendered = await ksml();
    expect(spec(rendered.one('Service', name))).toEqual({ type: 'ClusterIP', selector, ports: [http] });
    // Headless by name only, as upstream: it doesn't say `clusterIP: None`.
    expect(spec(rendered.one('Service', `${name}-headless`))).toEqual({
      type: 'ClusterIP',
      publishNotReadyAddresses: true,
      selector,
      ports: [http],
    });
    expect(selects(selector, podTemplate(rendered.one('StatefulSet')).metadata.labels)).toBe(true);
  });

  test('prometheus adds its port to Service and pod', async () => {
    const rendered = await ksml({ prometheus: { enabled: true, port: '9998' }, service: { port: 8080 } });
    const metrics = { name: 'metrics', port: 9998, targetPort: 'metrics', protocol: 'TCP' };
    expect(spec(rendered.one('Service', name))['ports']).toEqual([{ ...http, port: 8080 }, metrics]);
    expect(firstContainer(rendered.one('StatefulSet'))['ports']).toContainEqual({
      name: 'metrics',
      containerPort: 9998,
      protocol: 'TCP',
    });
  });
});
