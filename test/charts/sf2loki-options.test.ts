/** The option groups that add objects: high availability, network policy and External Secrets. */
import { describe, expect, test } from 'vitest';
import { template } from './helm.ts';
import { podTemplate, spec } from './workload.ts';

const selector = { 'app.kubernetes.io/name': 'sf2loki', 'app.kubernetes.io/instance': 'sf2loki' };

const policy = async (values: object): Promise<Readonly<Record<string, unknown>>> =>
  spec((await template('sf2loki', values)).one('NetworkPolicy', 'sf2loki'));
const to = (port: number, cidr = '0.0.0.0/0'): object => ({
  to: [{ ipBlock: { cidr } }],
  ports: [{ protocol: 'TCP', port }],
});

describe('ha.enabled', () => {
  const values = { replicaCount: 2, ha: { enabled: true, leaseName: 'mine' } };

  test('grants the one lease to the service account of the pods, in the namespace', async () => {
    const rendered = await template('sf2loki', values, { namespace: 'obs' });
    const coordination = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
    const role = rendered.one('Role', 'sf2loki-lease');
    expect(role.metadata.namespace).toBe('obs');
    expect(role['rules']).toEqual([
      { ...coordination, verbs: ['create'] },
      { ...coordination, verbs: ['get', 'update'], resourceNames: ['mine'] },
    ]);
    expect(rendered.one('RoleBinding', 'sf2loki-lease')).toMatchObject({
      metadata: { namespace: 'obs' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'sf2loki-lease' },
      subjects: [{ kind: 'ServiceAccount', name: 'sf2loki', namespace: 'obs' }],
    });
  });

  test('spreads the pods over hosts and zones, and never so that one cannot be placed', async () => {
    const deployment = (await template('sf2loki', values)).one('Deployment');
    const spread = {
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selector },
    };
    expect(spec(deployment)['replicas']).toBe(2);
    expect(podTemplate(deployment).spec).toMatchObject({
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                topologyKey: 'kubernetes.io/hostname',
                labelSelector: { matchLabels: selector },
              },
            },
          ],
        },
      },
      topologySpreadConstraints: [
        { topologyKey: 'kubernetes.io/hostname', ...spread },
        { topologyKey: 'topology.kubernetes.io/zone', ...spread },
      ],
    });
  });

  test('gives way to affinity and topologySpreadConstraints of the values', async () => {
    const affinity = { nodeAffinity: {} };
    const topologySpreadConstraints = [{ maxSkew: 3 }];
    const rendered = await template('sf2loki', { ...values, affinity, topologySpreadConstraints });
    const pod = podTemplate(rendered.one('Deployment')).spec;
    expect(pod['affinity']).toEqual(affinity);
    expect(pod['topologySpreadConstraints']).toEqual(topologySpreadConstraints);
  });
});

describe('networkPolicy.enabled', () => {
  const dns = {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    ports: [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ],
  };
  const [salesforce, pubsub, loki, state] = [to(443), to(7443), to(443), to(443)];

  test('SF-29: DNS, Salesforce, Pub/Sub on 7443, Loki and the state store, each to anywhere', async () => {
    expect(await policy({ networkPolicy: { enabled: true } })).toEqual({
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }],
      egress: [dns, salesforce, pubsub, loki, state],
    });
  });

  test('SF-29: ha.enabled adds the API server, on 443', async () => {
    const found = await policy({ ha: { enabled: true }, networkPolicy: { enabled: true } });
    expect(found['egress']).toEqual([dns, to(443), salesforce, pubsub, loki, state]);
  });

  test('every range and port is a value, otlp appears with its range, extraEgress comes last', async () => {
    const networkPolicy = {
      enabled: true,
      ingressPorts: [8080, 9000],
      dnsPort: 5353,
      apiServerCIDR: '10.0.0.1/32',
      apiServerPort: 6443,
      salesforceCIDR: '10.0.0.2/32',
      salesforcePort: 8443,
      pubsubCIDR: '10.0.0.3/32',
      pubsubPort: 7444,
      lokiCIDR: '10.0.0.4/32',
      lokiPort: 3100,
      otlpCIDR: '10.0.0.5/32',
      otlpPort: 4318,
      stateCIDR: '10.0.0.6/32',
      statePort: 9000,
      extraEgress: [{ to: [{ podSelector: {} }] }],
    };
    expect(await policy({ ha: { enabled: true }, networkPolicy })).toMatchObject({
      ingress: [
        {
          ports: [
            { protocol: 'TCP', port: 8080 },
            { protocol: 'TCP', port: 9000 },
          ],
        },
      ],
      egress: [
        { ports: [{ port: 5353 }, { port: 5353 }] },
        to(6443, '10.0.0.1/32'),
        to(8443, '10.0.0.2/32'),
        to(7444, '10.0.0.3/32'),
        to(3100, '10.0.0.4/32'),
        to(4318, '10.0.0.5/32'),
        to(9000, '10.0.0.6/32'),
        { to: [{ podSelector: {} }] },
      ],
    });
  });
});

describe('externalSecrets.enabled', () => {
  const data = [
    { secretKey: 'server.key', remoteRef: { key: 'sf2loki/server-key' } },
    { secretKey: 'loki-token', remoteRef: { key: 'sf2loki/loki', property: 'token' } },
  ];
  const serviceAccountRef = { name: 'eso' };
  const providers: [string, object, object][] = [
    [
      'aws',
      { aws: { region: 'eu-west-1' } },
      { aws: { service: 'SecretsManager', region: 'eu-west-1', auth: { jwt: { serviceAccountRef } } } },
    ],
    [
      'gcp',
      { gcp: { projectID: 'acme' } },
      { gcpsm: { projectID: 'acme', auth: { workloadIdentity: { serviceAccountRef } } } },
    ],
  ];
  test.each(providers)(
    '%s: a store by workload identity, and the Secret that the pod mounts',
    async (provider, more, expected) => {
      const rendered = await template('sf2loki', {
        serviceAccount: { esoName: 'eso' },
        externalSecrets: { enabled: true, provider, data, ...more },
      });
      const store = rendered.one('SecretStore', 'sf2loki');
      expect(store.apiVersion).toBe('external-secrets.io/v1');
      expect(spec(store)).toEqual({ provider: expected });
      const external = rendered.one('ExternalSecret', 'sf2loki');
      expect(external.apiVersion).toBe('external-secrets.io/v1');
      expect(spec(external)).toEqual({
        refreshInterval: '1h',
        secretStoreRef: { kind: 'SecretStore', name: 'sf2loki' },
        target: { name: 'sf2loki-secrets', creationPolicy: 'Owner' },
        data,
      });
    },
  );
});
