/** Overrides that loading lets pass and that break an invariant: found by its id, at the place of the override, with the object. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/contract/finding.ts';
import { checkedAt, placeOf, type Checked } from '../../setup/checked.ts';
import { localExample } from '../../setup/local-example.ts';
import type { Ran } from '../../setup/stack-copy.ts';

interface Broken {
  readonly rule: string;
  readonly severity?: 'warning';
  /** What a stack of its own says of the release; `«` stands in front of the value that is at fault. */
  readonly release: string;
  readonly object: string;
}

const broken: Readonly<Record<string, readonly Broken[]>> = {
  sf2loki: [
    {
      rule: 'SF-27',
      release: "sf2loki: { values: { serviceAccount: { create: false, name: «'' } } }",
      object: 'Deployment/sf2loki',
    },
    {
      rule: 'SF-22',
      severity: 'warning',
      release: 'sf2loki: { values: { rolloutOnConfigChange: «false } }',
      object: 'Deployment/sf2loki',
    },
    {
      rule: 'SF-30',
      severity: 'warning',
      release: 'sf2loki: { resources: { limits: { memory: «64Mi } } }',
      object: 'Deployment/sf2loki',
    },
  ],
  leoflow: [
    {
      rule: 'LF-29',
      release: 'leoflow: { values: { migrations: { image: { tag: «9.9.9 } } } }',
      object: 'Job/leoflow-migrate',
    },
    {
      rule: 'LF-30',
      release:
        'leoflow: { values: { config: { agentControlPlaneAddr: «leoflow.leoflow.svc.cluster.local:1 } } }',
      object: 'Deployment/leoflow',
    },
    {
      rule: 'LF-10',
      release:
        'leoflow: { values: { metrics: { serviceMonitor: { enabled: true, interval: 10s, scrapeTimeout: «30s } } } }',
      object: 'ServiceMonitor/leoflow',
    },
  ],
  'ksml-provisioner': [
    {
      rule: 'KP-9',
      release: "provisioner: { values: { serviceAccount: { create: false, name: «'' } } }",
      object: 'Deployment/provisioner-ksml-provisioner',
    },
    {
      rule: 'ksml-provisioner/probes',
      release: 'provisioner: { values: { readinessProbe: «{ httpGet: { path: /x, port: 1 } } } }',
      object: 'Deployment/provisioner-ksml-provisioner',
    },
  ],
  'ksml-application': [
    {
      rule: 'KR-8',
      release: 'sensor-inspector: { values: { ksmlRunnerConfig: { storageDirectory: «/data } } }',
      object: 'ConfigMap/dizzl-sandbox-dev-sensor-inspector-ksml-runner',
    },
    {
      rule: 'KR-1',
      release:
        'sensor-inspector: { values: { ksmlRunnerConfig: { definitions: { other: «nothing.yaml } } } }',
      object: 'ConfigMap/dizzl-sandbox-dev-sensor-inspector-ksml-runner',
    },
    {
      rule: 'KR-7',
      release: 'sensor-inspector: { values: { securityContext: «{ runAsUser: 0, runAsNonRoot: false } } }',
      object: 'StatefulSet/dizzl-sandbox-dev-sensor-inspector-ksml',
    },
  ],
  'logstream-worker-group': [
    {
      rule: 'LS-16',
      release: 'edge: { values: { rbac: { apiGroups: «[core] } } }',
      object: 'ClusterRole/edge-logstream-workergroup:logstream-workergroup:logstream',
    },
    {
      rule: 'LS-11',
      release: 'edge: { values: { autoscaling: { minReplicas: «12 } } }',
      object: 'HorizontalPodAutoscaler/edge-logstream-workergroup-kubernetes',
    },
    {
      rule: 'LS-8',
      release: 'edge: { values: { includeSecretConfigAnnotation: «true } }',
      object: 'Deployment/edge-logstream-workergroup',
    },
    {
      rule: 'values/unknown-key',
      release: 'edge: { values: { replicaCuont: «3 } }',
      object: '',
    },
  ],
};

describe.each(Object.entries(broken))('%s', (example, faults) => {
  let folder: Checked;
  let ran: Ran & { result: CheckResult };
  let text: string;

  beforeAll(async () => {
    const stacks = faults.map(({ release }, index) => `  s${index}: { releases: { ${release} } }`).join('\n');
    const { directory, remove } = localExample(example, (whole) => whole.replace('  dev: {}', stacks));
    folder = checkedAt(directory, remove);
    text = folder.read('deploy.yaml');
    folder.write({ 'deploy.yaml': text.replaceAll('«', '') });
    ran = await folder.json([]);
  });
  afterAll(() => folder.remove());

  test('the check fails, and tells not even what stands for a secret', () => {
    expect(ran.stdout + ran.stderr).not.toMatch(/placeholder[-@]|:placeholder/);
    expect(ran.exitCode).toBe(faults.some(({ severity }) => severity === undefined) ? 5 : 0);
  });

  test.each(faults.map((fault, index) => ({ ...fault, stack: `s${index}` })))(
    '$rule',
    ({ rule, severity = 'error', release, object, stack }) => {
      const line = text.split('\n').findIndex((one) => one.includes(release)) + 1;
      const found = ran.result.findings.filter((one) => one.stack === stack && one.rule === rule);
      expect(found.map(({ source }) => source)).toContainEqual({
        file: 'deploy.yaml',
        line,
        column: (text.split('\n')[line - 1] ?? '').indexOf('«') + 1,
      });
      expect(found.map((one) => one.severity)).toContain(severity);
      const objects = found.map((one) =>
        one.object === null ? '' : `${one.object.kind}/${one.object.name}`,
      );
      expect(objects).toContain(object);
    },
  );
});

test('a value of a values file is found in that file; `values` of the stack file stands above it', async () => {
  const values = 'serviceAccount:\n  create: false\n  name: ""\nrolloutOnConfigChange: false\n';
  const { directory, remove } = localExample('sf2loki', (whole) =>
    whole.replace(
      '    namespace: observability\n',
      '    namespace: observability\n    valueFiles: [own/values.yaml]\n    values: { rolloutOnConfigChange: false }\n',
    ),
  );
  const folder = checkedAt(directory, remove);
  folder.write({ 'own/values.yaml': values });
  const { result, exitCode } = await folder.json([]);
  const stackFile = placeOf(folder.read('deploy.yaml'), 'false }\n');
  folder.remove();
  const sourceOf = (rule: string): unknown => result.findings.find((one) => one.rule === rule)?.source;
  expect(sourceOf('SF-27')).toEqual({ file: 'own/values.yaml', ...placeOf(values, '""') });
  expect(sourceOf('SF-22')).toEqual({ file: 'deploy.yaml', ...stackFile });
  expect(exitCode).toBe(5);
});
