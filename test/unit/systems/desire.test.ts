import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DesiredStack } from '../../../src/stack/desired.ts';
import { loadStackFile } from '../../../src/stack/load.ts';
import { StackFileError } from '../../../src/stack/problem.ts';
import { desire } from '../../../src/systems/desire.ts';
import { registryAccess } from '../../../src/systems/registries.ts';
import { systems } from '../../../src/systems/registry.ts';

const head = 'apiVersion: k8s-deploy/v1\nname: demo\ncluster: { identifier: c }\n';
const web = '{ chart: { ref: ./web }, namespace: web }';

function load(yaml: string, files: Readonly<Record<string, string>> = {}): ReturnType<typeof loadStackFile> {
  const directory = mkdtempSync(join(tmpdir(), 'desire-'));
  for (const [name, text] of Object.entries({ 'deploy.yaml': head + yaml, ...files }))
    writeFileSync(join(directory, name), text);
  return loadStackFile({ directory, systems, stack: 'dev' });
}

const desired = (yaml: string, files?: Readonly<Record<string, string>>): DesiredStack =>
  desire(load(yaml, files));
/** Every problem as `path: message`. */
function problemsOf(yaml: string, files?: Readonly<Record<string, string>>): string[] {
  try {
    desired(yaml, files);
    return [];
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}
const ids = ({ backing }: DesiredStack): string[] => backing.map(({ id }) => id);

describe('namespaces', () => {
  test('each that is used is declared once, with its labels; built-in and existing ones are not', () => {
    const stack = desired(`
releases:
  a: ${web}
  b: ${web}
  c: { chart: { ref: ./web }, namespace: default }
  d: { chart: { ref: ./web }, namespace: theirs }
namespaces:
  web: { podSecurity: { enforce: restricted, warn: baseline }, labels: { team: x }, annotations: { note: seen } }
  theirs: { create: false }
  spare: {}
`);
    expect(stack.backing).toEqual([
      { kind: 'namespace', id: 'namespace/spare', name: 'spare', labels: {}, annotations: {} },
      {
        kind: 'namespace',
        id: 'namespace/web',
        name: 'web',
        labels: {
          team: 'x',
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/warn': 'baseline',
        },
        annotations: { note: 'seen' },
      },
    ]);
  });

  test("a recipe's namespace that exists already is nothing to make or wait for", () => {
    const provisioner = `
releases:
  p:
    system: ksml-provisioner
    chart: { ref: ./p }
    namespace: one
    targetNamespace: two
    registry: { url: oci://r.example.com/charts, chartVersion: 1.0.0 }
`;
    expect(ids(desired(provisioner))).toEqual(['namespace/one', 'namespace/two']);
    const existing = desired(`${provisioner}namespaces: { two: { create: false } }\n`);
    expect(ids(existing)).toEqual(['namespace/one']);
    expect(existing.releases[0]?.dependsOn).toEqual([]);
  });
});

describe('releases', () => {
  test('come after those that they name, otherwise in the order of the file', () => {
    const { releases } = desired(`
releases:
  a: { chart: { ref: ./web }, namespace: web, after: [c] }
  b: ${web}
  c: { chart: { ref: ./web }, namespace: web, after: [b] }
`);
    expect(releases.map(({ key }) => key)).toEqual(['b', 'c', 'a']);
    expect(releases.at(-1)?.dependsOn).toEqual(['c']);
  });

  test('have the defaults that the documentation names', () => {
    expect(desired(`releases: { a: ${web} }`).releases[0]).toEqual({
      key: 'a',
      name: 'a',
      namespace: 'web',
      system: null,
      chart: {
        ref: './web',
        version: null,
        digest: null,
        username: null,
        password: null,
        plainHttp: false,
        ca: null,
        verify: null,
        path: ['releases', 'a', 'chart'],
      },
      values: {},
      timeoutSeconds: 300,
      maxHistory: 10,
      atomic: false,
      wait: true,
      waitForJobs: false,
      skipCrds: false,
      dependsOn: [],
      path: ['releases', 'a'],
    });
  });

  test('values files, then values: maps merge, lists replace, a null stays for Helm', () => {
    const { releases } = desired(
      `releases: { a: { chart: { ref: ./web }, namespace: web, valueFiles: [one.yaml, two.yaml], values: { b: null, d: { e: 3 } } } }`,
      { 'one.yaml': 'a: 1\nb: 1\nlist: [1, 2]\nd: { e: 1, f: 1 }\n', 'two.yaml': 'list: [3]\na: 2\n' },
    );
    expect(releases[0]?.values).toEqual({ a: 2, b: null, list: [3], d: { e: 3, f: 1 } });
  });

  test('nameOf becomes a reference, and a dependency', () => {
    const stack = desired(`
backing:
  secrets:
    login: { namespace: web, data: { user: u, password: { fromEnv: P } } }
    fixed: { namespace: web, fixedName: really-fixed, data: { password: { fromEnv: P } } }
  caBundles: { ca: { namespace: web, data: { ca.crt: PEM } } }
  serviceAccounts: { robot: { namespace: web, annotations: { a: b } } }
releases:
  a: { chart: { ref: ./web }, namespace: web, values: { s: { nameOf: login }, deep: [{ c: { nameOf: ca } }], f: { nameOf: fixed }, other: { nameOf: login, more: 1 } } }
`);
    expect(stack.releases[0]?.values).toEqual({
      s: { $backing: 'secret/web/login', field: 'name' },
      deep: [{ c: { $backing: 'caBundle/web/ca', field: 'name' } }],
      f: { $backing: 'secret/web/really-fixed', field: 'name' },
      other: { nameOf: 'login', more: 1 },
    });
    expect(stack.releases[0]?.dependsOn).toEqual([
      'secret/web/login',
      'caBundle/web/ca',
      'secret/web/really-fixed',
    ]);
    expect(stack.backing.find(({ id }) => id === 'secret/web/really-fixed')).toMatchObject({
      name: 'really-fixed',
      autoName: false,
    });
  });

  test('resourceVersionOf follows the content of a Secret whose name is fixed', () => {
    const stack = desired(`
backing: { secrets: { db: { namespace: web, fixedName: database, data: { password: { fromEnv: P } } } } }
releases: { a: { chart: { ref: ./web }, namespace: web, values: { podAnnotations: { db: { resourceVersionOf: db } } } } }
`);
    expect(stack.releases[0]?.values).toEqual({
      podAnnotations: { db: { $backing: 'secret/web/database', field: 'resourceVersion' } },
    });
    expect(stack.releases[0]?.dependsOn).toEqual(['secret/web/database']);
  });

  test('two with one name in one namespace are refused', () => {
    expect(() =>
      desired(`releases: { a: ${web}, b: { chart: { ref: ./web }, namespace: web, releaseName: a } }`),
    ).toThrow(
      'deploy.yaml:4:62 releases.b: release "a" in namespace "web" is also what releases.a installs; set releaseName',
    );
  });
});

describe('values over those of a recipe', () => {
  const leoflow = (more: string): string => `
releases:
  l:
    system: leoflow
    chart: { ref: ./l }
    namespace: leoflow
    database: { existingSecret: db }
    redis: { existingSecret: redis }
    auth: { existingSecret: jwt }
    agentTLS: { enabled: false }
${more}`;

  test('are judged together, each fault where it was written, and no secret is repeated', () => {
    const yaml = leoflow(`    valueFiles: [one.yaml, two.yaml]
    values: { replicaCount: 2 }
`);
    const files = {
      'one.yaml': 'logs: { persistence: { size: 1Gi } }',
      'two.yaml': 'redis: { url: hunter2 }',
    };
    const refused = problemsOf(yaml, files);
    expect(refused).toEqual([
      'releases.l.valueFiles[1]: redis.url: LF-33: secrets never enter Helm values, which every release record keeps: use redis.url of the release with a secret source',
      'releases.l.values.replicaCount: LF-7: there may be 2 pods, and those on other nodes wait for a volume for one node for ever: set the option logs.accessMode to ReadWriteMany, or logs.enabled to false',
    ]);
  });

  test('what an upper layer takes back is no fault', () => {
    const yaml = leoflow('    valueFiles: [one.yaml]\n    values: { redis: { url: null } }\n');
    expect(problemsOf(yaml, { 'one.yaml': 'redis: { url: hunter2 }' })).toEqual([]);
  });

  test('a Secret of ours, named by {nameOf}, is no secret in plain text', () => {
    const yaml = leoflow(`    values: { redis: { url: { nameOf: own } } }
backing: { secrets: { own: { namespace: leoflow, data: { k: { fromEnv: K } } } } }
`);
    expect(problemsOf(yaml)).toEqual([]);
  });
});

describe('objects with fixed names', () => {
  const group = (namespace: string): string =>
    `{ system: logstream-worker-group, chart: { ref: ./c, version: "1.0" }, namespace: ${namespace}, leader: { host: l, group: g, token: { fromEnv: T } }, sources: [{ name: s2s, port: 9997 }], image: { tag: 2.3.2 } }`;

  test('two worker groups on chart 1.0 need two namespaces (LS-9)', () => {
    expect(problemsOf(`releases:\n  a: ${group('one')}\n  b: ${group('one')}\n`)).toEqual([
      'releases.b: LS-9: its chart always makes the Secret "logstream-config", which releases.a already has in namespace "one"; give one of them another namespace, or a newer chart',
    ]);
    expect(problemsOf(`releases:\n  a: ${group('one')}\n  b: ${group('two')}\n`)).toEqual([]);
  });
});

describe('backing', () => {
  test('what an external secret brings along', () => {
    const stack = desired(`
releases: { a: ${web} }
backing:
  externalSecrets:
    own: { namespace: web, store: existing, data: { k: { key: remote, property: p } } }
    aws: { namespace: web, store: { provider: aws, region: eu-west-1, serviceAccount: eso, roleArn: "arn:x" }, data: { k: { key: remote } } }
    gcp: { namespace: web, store: { provider: gcp, projectID: p }, data: { k: { key: remote, version: "3" } } }
`);
    expect(stack.backing.filter(({ kind }) => kind !== 'namespace')).toEqual([
      {
        kind: 'secretStore',
        id: 'secretStore/web/aws-store',
        namespace: 'web',
        name: 'aws-store',
        provider: {
          aws: {
            service: 'SecretsManager',
            region: 'eu-west-1',
            role: 'arn:x',
            auth: { jwt: { serviceAccountRef: { name: 'eso' } } },
          },
        },
      },
      {
        kind: 'secretStore',
        id: 'secretStore/web/gcp-store',
        namespace: 'web',
        name: 'gcp-store',
        provider: { gcpsm: { projectID: 'p' } },
      },
      expect.objectContaining({
        id: 'externalSecret/web/own',
        store: 'existing',
        refreshInterval: '1h',
        data: { k: { key: 'remote', property: 'p' } },
      }),
      expect.objectContaining({ id: 'externalSecret/web/aws', store: 'aws-store' }),
      expect.objectContaining({
        id: 'externalSecret/web/gcp',
        store: 'gcp-store',
        data: { k: { key: 'remote', version: '3' } },
      }),
    ]);
  });

  test('buckets, roles and their defaults', () => {
    const { backing } = desired(`
releases: { a: ${web} }
backing:
  buckets: { state-bucket: { region: eu-west-1, endpoint: "https://s3.example.com" } }
  roles: { r: { namespace: web, rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }], subjects: [{ serviceAccount: robot }] } }
`);
    expect(backing).toEqual([
      expect.objectContaining({ id: 'namespace/web' }),
      {
        kind: 'bucket',
        id: 'bucket/state-bucket',
        bucket: 'state-bucket',
        region: 'eu-west-1',
        endpoint: 'https://s3.example.com',
        forcePathStyle: true,
        versioning: true,
        encryption: 'AES256',
        kmsKeyId: null,
        blockPublicAccess: true,
        tags: {},
        expireNoncurrentDays: null,
        require: [],
      },
      {
        kind: 'role',
        id: 'role/web/r',
        namespace: 'web',
        name: 'r',
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
        subjects: [{ serviceAccount: 'robot', namespace: 'web' }],
      },
    ]);
  });

  test('one name in two namespaces is fine where it is fixed', () => {
    const stack = desired(`
releases: { a: ${web} }
backing:
  serviceAccounts: { robot: { namespace: one } }
  secrets:
    a: { namespace: one, fixedName: shared, data: { k: { fromEnv: K } } }
    b: { namespace: two, fixedName: shared, data: { k: { fromEnv: K } } }
`);
    expect(ids(stack)).toEqual(expect.arrayContaining(['secret/one/shared', 'secret/two/shared']));
  });

  test('two of a kind with one name are refused where Pulumi completes it', () => {
    expect(() =>
      desired(`
releases:
  s: { system: sf2loki, chart: { ref: ./s }, namespace: one, salesforce: { loginUrl: "https://x.my.salesforce.com", username: u, clientId: i }, loki: { url: "https://l/push" }, credentials: { files: { server.key: { fromEnv: K }, loki-token: { fromEnv: L } } } }
backing: { secrets: { s-credentials: { namespace: two, data: { a: { fromEnv: A } } } } }
`),
    ).toThrow('have the same name; give one of them another');
  });
});

test('registries: who signs in where', () => {
  const loaded = load(`
releases: { a: ${web} }
registries:
  ghcr.io/team: { username: robot, password: { fromEnv: TOKEN } }
  r.local:5000: { plainHttp: true, ca: PEM }
`);
  expect(registryAccess(loaded)).toEqual([
    {
      prefix: 'ghcr.io/team',
      username: 'robot',
      password: {
        source: { fromEnv: 'TOKEN' },
        transforms: [],
        shape: 'text',
        path: ['registries', 'ghcr.io/team', 'password'],
      },
      plainHttp: false,
      ca: null,
      verify: null,
    },
    {
      prefix: 'r.local:5000',
      username: null,
      password: null,
      plainHttp: true,
      ca: 'PEM',
      verify: null,
    },
  ]);
});
