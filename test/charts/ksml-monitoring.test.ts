/** What the Prometheus Operator reads. KR-5, when it is left out, is in ksml.test.ts. */
import { describe, expect, test } from 'vitest';
import { ksml, monitoring } from './ksml.ts';
import { spec } from './workload.ts';

describe('monitoring', () => {
  const options = { ...monitoring, release: 'app-ksml' };
  const matchLabels = { 'app.kubernetes.io/name': 'ksml', 'app.kubernetes.io/instance': 'app-ksml' };
  const prometheus = { enabled: true };

  test('KR-6 the ServiceMonitor takes a timeout longer than its interval', async () => {
    const serviceMonitor = { enabled: true, interval: '5s', scrapeTimeout: '10s', labels: { release: 'p' } };
    const object = (await ksml({ prometheus, serviceMonitor }, options)).one('ServiceMonitor', 'app-ksml');
    expect(object.metadata.labels).toMatchObject({ ...matchLabels, release: 'p' });
    expect(spec(object)).toEqual({
      selector: { matchLabels },
      endpoints: [{ port: 'metrics', path: '/metrics', interval: '5s', scrapeTimeout: '10s' }],
    });
  });

  test('the ServiceMonitor by default: every 30s, for at most 10s', async () => {
    const object = (await ksml({ prometheus, serviceMonitor: { enabled: true } }, options)).one(
      'ServiceMonitor',
    );
    expect(spec(object)['endpoints']).toMatchObject([{ interval: '30s', scrapeTimeout: '10s' }]);
  });

  test('the PrometheusRule: default alerts, and templated rules of one’s own', async () => {
    const prometheusRule = {
      enabled: true,
      interval: '1m',
      labels: { team: 'x' },
      defaultRules: { labels: { severity: 'page' } },
      extraRules: [{ record: '{{ .Release.Name }}:up', expr: 'up' }],
    };
    const object = (await ksml({ prometheus, prometheusRule }, options)).one('PrometheusRule', 'app-ksml');
    expect(object.metadata.labels).toMatchObject({ team: 'x' });
    const labels = { severity: 'page' };
    const set = '{namespace="streams", statefulset="app-ksml"}';
    expect(spec(object)['groups']).toMatchObject([
      {
        name: 'app-ksml',
        interval: '1m',
        rules: [
          {
            alert: 'AppKsmlNotReady',
            expr: `kube_statefulset_status_replicas_ready${set} < kube_statefulset_replicas${set}`,
            for: '10m',
            labels,
          },
          {
            alert: 'AppKsmlRestarts',
            expr: expect.stringContaining('{namespace="streams", pod=~"app-ksml-[0-9]+"}[30m]'),
            labels,
          },
        ],
      },
      { name: 'app-ksml-extras', interval: '1m', rules: [{ record: 'app-ksml:up', expr: 'up' }] },
    ]);
  });

  test('the PrometheusRule without default rules', async () => {
    const prometheusRule = {
      enabled: true,
      defaultRules: { enabled: false },
      extraRules: [{ record: 'a', expr: 'b' }],
    };
    const object = (await ksml({ prometheus, prometheusRule }, options)).one('PrometheusRule');
    expect(spec(object)['groups']).toMatchObject([{ name: 'app-ksml-extras' }]);
  });
});
