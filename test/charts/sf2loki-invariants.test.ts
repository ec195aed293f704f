/** What the chart enforces of each invariant and what it leaves to others: the rules of sf2loki are about these renders. */
import { describe, expect, test } from 'vitest';
import { HelmFailure, type Rendered, helm, charts, template } from './helm.ts';
import { firstContainer, mounts, podTemplate, spec } from './workload.ts';

const sf2loki = (values: object = {}): Promise<Rendered> => template('sf2loki', values);
const checksum = ({ one }: Rendered): string | undefined =>
  podTemplate(one('Deployment')).metadata.annotations?.['checksum/config'];

describe('refusals', () => {
  test('SF-1: more replicas without ha.enabled', async () => {
    const refused = sf2loki({ replicaCount: 2 });
    await expect(refused).rejects.toThrow(HelmFailure);
    await expect(refused).rejects.toThrow(/replicaCount>1 without ha\.enabled/);
  });

  test('SF-1: configOverride switches the guard off', async () => {
    const rendered = await sf2loki({ replicaCount: 2, configOverride: 'coordinate: {type: noop}' });
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(2);
  });

  test('G-1: Kubernetes before 1.21, which Helm assumes when nobody says', async () => {
    await expect(template('sf2loki', {}, { kubeVersion: '1.20.0' })).rejects.toThrow(
      /requires kubeVersion: >=1\.21\.0-0 which is incompatible with Kubernetes v1\.20\.0/,
    );
    await expect(template('sf2loki', {}, { kubeVersion: '1.21.0-eks-1' })).resolves.toBeDefined();
  });

  test('G-3: lint passes what the render refuses', async () => {
    const values = JSON.stringify({ replicaCount: 2 });
    const linted = await helm(['lint', `${charts}sf2loki`, '--kube-version=1.33.0', '--values=-'], values);
    expect(linted).toContain('0 chart(s) failed');
  });
});

describe('SF-9: a probe override', () => {
  test.each([
    ['liveness', 'livenessProbe'],
    ['readiness', 'readinessProbe'],
  ])('of %s renders httpGet twice, and the last one wins', async (name, field) => {
    const httpGet = { path: '/other', port: 'health' };
    const { items, one } = await sf2loki({ probes: { [name]: { httpGet } } });
    expect(items.flatMap(({ duplicateKeys }) => duplicateKeys)).toEqual(['httpGet']);
    expect(firstContainer(one('Deployment'))[field]).toMatchObject({ httpGet });
  });

  test('of the timing renders every key once', async () => {
    const { items, one } = await sf2loki({ probes: { liveness: { periodSeconds: 5 } } });
    expect(items.flatMap(({ duplicateKeys }) => duplicateKeys)).toEqual([]);
    expect(firstContainer(one('Deployment'))['livenessProbe']).toMatchObject({ periodSeconds: 5 });
  });
});

describe('secrets', () => {
  const data = { 'loki-token': 'x' };

  test('SF-11: the pod mounts <fullname>-secrets, which nothing renders, and not as optional', async () => {
    const rendered = await sf2loki();
    expect(rendered.kinds).not.toContain('Secret');
    expect(mounts(rendered.one('Deployment'))['/etc/sf2loki/secrets']).toEqual({
      secret: { secretName: 'sf2loki-secrets' },
    });
  });

  test('SF-19: create beside existingSecret is ignored', async () => {
    const { kinds } = await sf2loki({ secrets: { create: true, existingSecret: 'mine', data } });
    expect(kinds).not.toContain('Secret');
  });

  test('SF-19: create and External Secrets both write <fullname>-secrets', async () => {
    const rendered = await sf2loki({ secrets: { create: true, data }, externalSecrets: { enabled: true } });
    const target = spec(rendered.one('ExternalSecret'))['target'];
    expect(target).toMatchObject({ name: rendered.one('Secret').metadata.name });
  });

  test('SF-20: an unknown provider renders an empty one; nothing asks for region, project, account or data', async () => {
    const rendered = await sf2loki({ externalSecrets: { enabled: true, provider: 'vault' } });
    expect(spec(rendered.one('SecretStore'))).toEqual({ provider: null });
    const bare = await sf2loki({ externalSecrets: { enabled: true } });
    expect(spec(bare.one('SecretStore'))).toMatchObject({ provider: { aws: { region: null } } });
    expect(spec(bare.one('ExternalSecret'))['data']).toBeNull();
  });

  test('SF-21: the checksum covers both ConfigMaps and not the Secret', async () => {
    const base = checksum(await sf2loki({ secrets: { create: true, data } }));
    expect(checksum(await sf2loki({ secrets: { create: true, data: { 'loki-token': 'y' } } }))).toBe(base);
    expect(checksum(await sf2loki({ env: { A: 'b' } }))).not.toBe(base);
    expect(checksum(await sf2loki({ config: { service: { log_level: 'debug' } } }))).not.toBe(base);
  });
});

describe('the pod', () => {
  test('SF-22: rolloutOnConfigChange=false leaves the checksum out', async () => {
    expect(checksum(await sf2loki({ rolloutOnConfigChange: false }))).toBeUndefined();
  });

  test('SF-10, SF-23, SF-24: grace, surge and port do not follow the configuration', async () => {
    const service = { shutdown_grace: '2m', health_addr: ':9090' };
    const deployment = (await sf2loki({ config: { service } })).one('Deployment');
    expect(spec(deployment)).toMatchObject({ strategy: { rollingUpdate: { maxSurge: 1 } } });
    expect(podTemplate(deployment).spec['terminationGracePeriodSeconds']).toBe(40);
    expect(firstContainer(deployment)).toMatchObject({ ports: [{ containerPort: 8080 }] });
  });

  test('SF-26: the hardening can be overridden', async () => {
    const values = {
      podSecurityContext: { runAsUser: 0, runAsNonRoot: false },
      securityContext: { privileged: true },
    };
    const deployment = (await sf2loki(values)).one('Deployment');
    expect(podTemplate(deployment).spec['securityContext']).toMatchObject({
      runAsUser: 0,
      runAsNonRoot: false,
    });
    expect(firstContainer(deployment)['securityContext']).toMatchObject({ privileged: true });
  });

  test('SF-27: without an account of its own the lease goes to "default"', async () => {
    const rendered = await sf2loki({ serviceAccount: { create: false }, ha: { enabled: true } });
    expect(podTemplate(rendered.one('Deployment')).spec['serviceAccountName']).toBe('default');
    expect(rendered.one('RoleBinding')['subjects']).toMatchObject([{ name: 'default' }]);
  });

  test('SF-28: the token is mounted always', async () => {
    const rendered = await sf2loki();
    expect(podTemplate(rendered.one('Deployment')).spec).not.toHaveProperty('automountServiceAccountToken');
    expect(rendered.one('ServiceAccount')).not.toHaveProperty('automountServiceAccountToken');
  });

  test('SF-30: the memory limit does not follow the queues', async () => {
    const values = { config: { sources: { eventlogfile: { enabled: true } } } };
    expect(firstContainer((await sf2loki(values)).one('Deployment'))['resources']).toMatchObject({
      limits: { memory: '512Mi' },
    });
  });
});
