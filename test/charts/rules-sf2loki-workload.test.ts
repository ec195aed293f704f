/** The Deployment with its mounts and labels, where objects are, and that values reach the render. */
import { expect, test } from 'vitest';
import { containerPath, judgedSubject, ruleOf, said, setting, type Judged } from './sf2loki-subject.ts';

const container = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Deployment', [...containerPath, ...path], value);
const pod = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Deployment', ['spec', 'template', 'spec', ...path], value);

const second = {
  selector: { matchLabels: { a: 'b' } },
  template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'sf2loki' }] } },
};

const rows: readonly Judged[] = [
  {
    rule: 'sf2loki/mounts',
    what: 'a volume that is gone',
    edit: pod(['volumes', 3], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /tmp is volume "tmp", which the pod does not have',
      'error: Deployment edge-workers-sf2loki, container sf2loki: /tmp is a missing volume: expected a volume that it may write to',
    ],
  },
  {
    rule: 'sf2loki/mounts',
    what: 'secrets that may be written',
    edit: container(['volumeMounts', 1, 'readOnly'], undefined),
    found: [
      'warning: Deployment edge-workers-sf2loki, container sf2loki: /etc/sf2loki/secrets is not read-only: expected readOnly: true on a secret',
    ],
  },
  {
    rule: 'sf2loki/mounts',
    what: 'secrets elsewhere',
    edit: container(['volumeMounts', 1, 'mountPath'], '/secrets'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /etc/sf2loki/secrets is not mounted: expected a Secret',
    ],
  },
  {
    rule: 'sf2loki/mounts',
    what: 'an emptyDir for the secrets',
    edit: pod(['volumes', 1], { name: 'secrets', emptyDir: {} }),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /etc/sf2loki/secrets is of type emptyDir: expected a Secret',
    ],
  },
  {
    rule: 'sf2loki/mounts',
    what: 'no state and no /tmp',
    edit: container(
      ['volumeMounts'],
      [{ name: 'secrets', mountPath: '/etc/sf2loki/secrets', readOnly: true }],
    ),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: /var/lib/sf2loki is not mounted: expected a volume that it may write to',
      'error: Deployment edge-workers-sf2loki, container sf2loki: /tmp is not mounted: expected a volume that it may write to',
    ],
  },
  {
    rule: 'sf2loki/mounts',
    what: 'a configuration that may be missing',
    edit: pod(['volumes', 0, 'configMap', 'optional'], true),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: volume config is optional, so that sf2loki starts without its configuration',
    ],
  },
  {
    rule: 'sf2loki/workload',
    what: 'no Deployment',
    edit: (each) => ({ ...each, ...(each['kind'] === 'Deployment' ? { kind: 'StatefulSet' } : {}) }),
    found: [
      'error: there is no Deployment with a container of sf2loki among NetworkPolicy, PodDisruptionBudget, ServiceAccount, ConfigMap, Role, RoleBinding, Service, StatefulSet',
    ],
  },
  {
    rule: 'sf2loki/workload',
    what: 'a second Deployment',
    edit: (each) =>
      each['kind'] === 'Service'
        ? { ...each, kind: 'Deployment', metadata: { name: 'second' }, spec: second }
        : each,
    found: ['error: Deployment edge-workers-sf2loki runs sf2loki beside Deployment second'],
  },
  {
    rule: 'sf2loki/workload',
    what: 'a selector of other pods',
    edit: setting('Deployment', ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name'], 'other'),
    found: [
      'error: Deployment edge-workers-sf2loki: spec.selector is not about its own pods: app.kubernetes.io/name is "other", and the pods have "sf2loki"',
    ],
  },
  {
    rule: 'sf2loki/workload',
    what: 'a strategy that there is not',
    edit: setting('Deployment', ['spec', 'strategy', 'type'], 'Rolling'),
    found: [
      'error: Deployment edge-workers-sf2loki: spec.strategy.type is "Rolling": expected RollingUpdate',
    ],
  },
  {
    rule: 'sf2loki/labels',
    what: 'a selector that does not know the release',
    edit: setting('Deployment', ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/instance'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki: spec.selector has app.kubernetes.io/instance not set: expected "edge-workers"',
    ],
  },
  {
    rule: 'sf2loki/labels',
    what: 'an object without labels',
    edit: setting('Service', ['metadata', 'labels'], undefined),
    found: [
      'notice: Service edge-workers-sf2loki is without the usual labels app.kubernetes.io/instance (not set), app.kubernetes.io/name (not set), app.kubernetes.io/version (not set), app.kubernetes.io/managed-by (not set), helm.sh/chart (not set)',
    ],
  },
  {
    rule: 'sf2loki/labels',
    what: 'labels of another release and chart',
    edit: (each) =>
      setting(
        'Service',
        ['metadata', 'labels', 'helm.sh/chart'],
        'other-1.0.0',
      )(setting('Service', ['metadata', 'labels', 'app.kubernetes.io/instance'], 'other')(each)),
    found: [
      'notice: Service edge-workers-sf2loki is without the usual labels app.kubernetes.io/instance ("other"), helm.sh/chart ("other-1.0.0")',
    ],
  },
  {
    rule: 'sf2loki/namespace',
    what: 'an object elsewhere',
    edit: setting('Service', ['metadata', 'namespace'], 'default'),
    found: ['error: Service edge-workers-sf2loki is in namespace "default": expected "observability"'],
  },
  {
    rule: 'sf2loki/values',
    what: 'values that reach nothing',
    values: { nodeSelector: { disk: 'ssd' }, priorityClassName: 'high' },
    edit: (each) => pod(['nodeSelector'], undefined)(pod(['priorityClassName'], 'low')(each)),
    found: [
      'error: Deployment edge-workers-sf2loki: spec.template.spec.nodeSelector is not what the values have as nodeSelector',
      'error: Deployment edge-workers-sf2loki: spec.template.spec.priorityClassName is "low": expected "high" of priorityClassName',
    ],
  },
  {
    rule: 'sf2loki/values',
    what: 'an object that is switched on',
    edit: (each) => ({ ...each, ...(each['kind'] === 'PodDisruptionBudget' ? { kind: 'ConfigMap' } : {}) }),
    found: ['error: podDisruptionBudget.enabled is true and there is no PodDisruptionBudget'],
  },
  {
    rule: 'sf2loki/values',
    what: 'an object that is switched off',
    values: { podDisruptionBudget: { enabled: false } },
    edit: (each) => ({ ...each, ...(each['kind'] === 'Service' ? { kind: 'PodDisruptionBudget' } : {}) }),
    found: [
      'error: podDisruptionBudget.enabled is false and there is PodDisruptionBudget edge-workers-sf2loki',
      'error: service.enabled is true and there is no Service',
      'error: PodDisruptionBudget edge-workers-sf2loki: spec.maxUnavailable is not set: expected 1 of podDisruptionBudget.maxUnavailable',
    ],
  },
  {
    rule: 'sf2loki/values',
    what: 'another port of the Service',
    edit: setting('Service', ['spec', 'ports', 0, 'port'], 80),
    found: [
      'error: Service edge-workers-sf2loki: spec.ports is [{"name":"health","targetPort":"health","protocol":"TCP","port":80}]: expected 8080 of service.port',
    ],
  },
];

test.each(rows)('$rule finds $what', async (row) => {
  expect(said(ruleOf(row.rule), await judgedSubject(row))).toEqual(row.found);
});
