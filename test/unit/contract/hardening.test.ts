import { describe, expect, test } from 'vitest';
import { hardening } from '../../../src/contract/hardening/index.ts';
import { pathText } from '../../../src/stack/problem.ts';
import { isViolation } from '../../../src/systems/rule.ts';
import type { Data, DataMap } from '../../../src/kubernetes/data.ts';
import { subjectOfManifests } from '../../setup/rendered.ts';

const context = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const probe = { httpGet: { path: '/', port: 8080 } };
const server: DataMap = {
  name: 'server',
  image: 'registry.example:5000/server:1.2.3',
  ports: [{ containerPort: 8080 }],
  readinessProbe: probe,
  livenessProbe: probe,
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
  securityContext: context,
};

const deployment = (container: DataMap, pod: DataMap = {}): DataMap => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app' },
  spec: { template: { spec: { ...pod, containers: [{ ...server, ...container }] } } },
});
const configMap = (data: DataMap): DataMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'config' },
  data,
});
const role = (rule: DataMap): DataMap => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'role' },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...rule }],
});
const binding = (name: string): DataMap => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'binding' },
  roleRef: { kind: 'ClusterRole', name },
});
const secure = (changes: { readonly [field: string]: Data }): DataMap => ({
  securityContext: { ...context, ...changes },
});
const env = (name: string, value: string): DataMap => deployment({ env: [{ name, value }] });

/** `id path: message` of everything that is found. */
const found = (...manifests: DataMap[]): string[] =>
  hardening.flatMap((rule) =>
    [...rule.check(subjectOfManifests(manifests))]
      .filter(isViolation)
      .map(({ path = [], message }) => `${rule.id} ${pathText(path)}: ${message}`),
  );

const container = 'spec.template.spec.containers[0]';

describe('hardening', () => {
  test.each<[string, DataMap]>([
    ['a workload with everything', deployment({})],
    ['an image by digest', deployment({ image: `server@sha256:${'0'.repeat(64)}` })],
    [
      'the pod’s security context',
      deployment(secure({ runAsNonRoot: null, seccompProfile: null }), { securityContext: context }),
    ],
    [
      'one port below 1024',
      deployment(secure({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } })),
    ],
    [
      'a safe sysctl',
      deployment({}, { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } }),
    ],
    [
      'volumes',
      deployment(
        {},
        {
          volumes: [
            { name: 'a', emptyDir: {} },
            { name: 'b', secret: {} },
          ],
        },
      ),
    ],
    [
      'no probes where nothing is served',
      deployment({ ports: [], readinessProbe: null, livenessProbe: null }),
    ],
    ['a Job without probes', { ...deployment({ readinessProbe: null }), kind: 'Job' }],
    [
      'references in place of secrets',
      configMap({
        TOKEN: '${env:TOKEN}',
        password: '/etc/secret/password',
        url: 'https://host/path',
        tokenTtl: '3600',
      }),
    ],
    [
      'an address whose password comes from the environment',
      configMap({ url: 'redis://user:${PASSWORD}@cache' }),
    ],
    ['an address without a password', env('DATABASE_URL', 'postgres://app@db:5432/app')],
    ['where the token lies', env('TOKEN_FILE', '/var/run/token')],
    ['named access', role({})],
    ['an ordinary role', binding('view')],
  ])('accepts %s', (_, manifest) => {
    expect(found(manifest)).toEqual([]);
  });

  test.each<[string, DataMap, string[]]>([
    [
      'hostNetwork',
      deployment({}, { hostNetwork: true }),
      ['hardening/host-access spec.template.spec.hostNetwork: hostNetwork is true'],
    ],
    [
      'hostPort',
      deployment({ ports: [{ containerPort: 80, hostPort: 80 }] }),
      [`hardening/host-ports ${container}.ports[0].hostPort: container server: it takes port 80 of the node`],
    ],
    [
      'hostPath',
      deployment({}, { volumes: [{ name: 'sock', hostPath: { path: '/run' } }] }),
      ['hardening/volumes spec.template.spec.volumes[0].hostPath: volume sock is a hostPath'],
    ],
    [
      'root',
      deployment(secure({ runAsNonRoot: null, runAsUser: 0 })),
      [
        `hardening/non-root ${container}.securityContext: container server: runAsNonRoot is not true`,
        `hardening/non-root ${container}.securityContext: container server: runAsUser is 0, which is root`,
      ],
    ],
    [
      'privileged',
      deployment(secure({ privileged: true })),
      [`hardening/privileges ${container}.securityContext.privileged: container server: privileged is true`],
    ],
    [
      'escalation',
      deployment(secure({ allowPrivilegeEscalation: null })),
      [
        `hardening/privileges ${container}.securityContext: container server: allowPrivilegeEscalation is not false`,
      ],
    ],
    [
      'kept capabilities',
      deployment(secure({ capabilities: {} })),
      [
        `hardening/privileges ${container}.securityContext: container server: capabilities.drop does not have ALL`,
      ],
    ],
    [
      'added capabilities',
      deployment(secure({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } })),
      [
        `hardening/privileges ${container}.securityContext.capabilities.add: container server: capabilities ["SYS_ADMIN"] are added`,
      ],
    ],
    [
      'no seccomp',
      deployment(secure({ seccompProfile: null })),
      [
        `hardening/seccomp ${container}.securityContext: container server: no seccompProfile on the container or the pod`,
      ],
    ],
    [
      'Unconfined',
      deployment(secure({ seccompProfile: { type: 'Unconfined' } })),
      [`hardening/seccomp ${container}.securityContext: container server: seccompProfile.type is Unconfined`],
    ],
    [
      'sysctls',
      deployment({}, { securityContext: { sysctls: [{ name: 'kernel.msgmax' }] } }),
      [
        'hardening/sysctls spec.template.spec.securityContext.sysctls[0]: sysctl kernel.msgmax is not a safe one',
      ],
    ],
    [
      'procMount',
      deployment(secure({ procMount: 'Unmasked' })),
      [
        `hardening/proc-mount ${container}.securityContext.procMount: container server: procMount is Unmasked`,
      ],
    ],
    [
      'no tag',
      deployment({ image: 'registry.example:5000/server' }),
      [
        `hardening/image-pinned ${container}.image: container server: image registry.example:5000/server has no tag, which means latest`,
      ],
    ],
    [
      'latest',
      deployment({ image: 'server:latest' }),
      [
        `hardening/image-pinned ${container}.image: container server: image server:latest has a tag that moves`,
      ],
    ],
    [
      'no resources',
      deployment({ resources: { requests: { cpu: 1 } } }),
      [`hardening/resources ${container}.resources: container server: no requests.memory, limits.memory`],
    ],
    [
      'no probe',
      deployment({ livenessProbe: null }),
      [`hardening/probes ${container}: container server: no livenessProbe`],
    ],
    [
      'a private key',
      configMap({ 'app.yaml': 'key: |\n  -----BEGIN RSA PRIVATE KEY-----\n' }),
      ['hardening/secret-in-config data["app.yaml"]: data["app.yaml"] holds a private key'],
    ],
    [
      'a password in an address',
      configMap({ conf: 'url=amqp://app:hunter2@mq/' }),
      ['hardening/secret-in-config data.conf: data["conf"] holds a password in a URL'],
    ],
    [
      'a key called so',
      configMap({ 'api-key': 'abcdef' }),
      ['hardening/secret-in-config data.api-key: data["api-key"] holds what its name calls a secret'],
    ],
    [
      'a literal password',
      env('DB_PASSWORD', 'hunter2'),
      [
        `hardening/secret-in-env ${container}.env[0].value: container server: DB_PASSWORD holds what its name calls a secret`,
      ],
    ],
    ['all verbs', role({ verbs: ['*'] }), ['hardening/wildcard-access rules[0].verbs: verbs has "*"']],
    [
      'escalate',
      role({ verbs: ['get', 'escalate'] }),
      ['hardening/wildcard-access rules[0].verbs: verbs has "escalate"'],
    ],
    [
      'cluster-admin',
      binding('cluster-admin'),
      ['hardening/cluster-admin roleRef: it binds to cluster-admin'],
    ],
  ])('finds %s', (_, manifest, expected) => {
    expect(found(manifest)).toEqual(expected);
  });

  test('looks into init containers too', () => {
    const init = { ...server, name: 'init', securityContext: { ...context, privileged: true } };
    expect(found(deployment({}, { initContainers: [init] }))).toEqual([
      'hardening/privileges spec.template.spec.initContainers[0].securityContext.privileged: container init: privileged is true',
    ]);
  });

  test('never repeats a secret', () => {
    const said = found(env('API_TOKEN', 'hunter2'), configMap({ url: 'https://a:hunter2@b/' }));
    expect(said).toHaveLength(2);
    expect(said.join()).not.toContain('hunter2');
  });
});
