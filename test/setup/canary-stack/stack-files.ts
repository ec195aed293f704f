/** The stack directory of the acceptance test: sources of secrets as they should be, and values as they should not. */
import type { ChartFault } from './chart.ts';
import { leakyChart } from './chart.ts';
import { sources, type Written } from './planted.ts';

export const namespace = 'canaries';
export const legacyNamespace = 'canaries-legacy';

export interface StackChoice {
  readonly values: Written;
  readonly fault?: ChartFault;
  /** Refused by the chart's schema. */
  readonly apiKey?: string;
  /** A chart in a registry, which asks for a password. */
  readonly registry?: string; // HOST:PORT
}

/** JSON is YAML, too. */
export function stackFile({ values, fault = '', apiKey, registry }: StackChoice): string {
  const secretNames = ['from-config', 'from-environment', 'from-files', 'weak'];
  const secrets = {
    'from-config': {
      word: { fromConfig: 'word' },
      document: { fromConfig: 'document' },
      lines: { fromConfig: 'lines' },
    },
    'from-environment': {
      special: { fromEnv: 'CANARY_SPECIAL' },
      url: { fromEnv: 'CANARY_URL' },
      base64: { fromEnv: 'CANARY_BASE64' },
      twice: { fromEnv: 'CANARY_TWICE' },
      long: { fromEnv: 'CANARY_LONG' },
    },
    'from-files': { key: { fromFile: 'secrets/key.pem' }, settings: { fromFile: 'secrets/settings.yaml' } },
    weak: { pin: { fromEnv: 'SHORT_PIN' }, word: { fromEnv: 'COMMON_WORD' } },
  };
  const backing = Object.fromEntries(
    Object.entries(secrets).map(([name, data]) => [name, { namespace, data }]),
  );
  return JSON.stringify(
    {
      apiVersion: 'k8s-deploy/v1',
      name: 'canaries',
      cluster: { identifier: 'canaries' },
      ...(registry === undefined
        ? {}
        : {
            registries: {
              [registry]: {
                username: 'robot',
                password: { fromEnv: 'CANARY_REGISTRY_PASSWORD' },
                plainHttp: true,
              },
            },
          }),
      backing: {
        secrets: {
          ...backing,
          certificate: {
            namespace,
            type: 'kubernetes.io/tls',
            data: {
              'tls.crt': 'the certificate itself is public',
              'tls.key': { fromFile: 'secrets/certificate.key' },
            },
          },
          pull: {
            namespace,
            type: 'kubernetes.io/dockerconfigjson',
            data: { '.dockerconfigjson': { fromEnv: 'CANARY_PULL' } },
          },
        },
      },
      releases: {
        leaky: {
          chart:
            registry === undefined
              ? { ref: './charts/leaky' }
              : { ref: `oci://${registry}/leaky`, version: '1.0.0' },
          namespace,
          timeout: fault === 'hook' ? '3s' : '1m',
          values: {
            fault,
            auth: { password: values.password.secret, ...(apiKey === undefined ? {} : { apiKey }) },
            url: values.url.secret,
            pem: values.key.secret,
            env: [
              { name: 'API_TOKEN', value: values.token.secret },
              { name: 'DATABASE_URL', value: values.url.secret },
            ],
            json: values.json.secret,
            configuration: values.configuration.secret,
            seed: values.seed.secret,
            hook: values.hook.secret,
            notes: { password: values.notes.secret },
            users: [{ name: 'app', password: values.listed.secret }],
            secrets: secretNames.map((name) => ({ nameOf: name })),
          },
        },
        legacy: {
          system: 'logstream-worker-group',
          chart: { ref: 'https://criblio.github.io/helm-charts/logstream-workergroup', version: '1' },
          namespace: legacyNamespace,
          leader: { host: 'leader.example.com', group: 'legacy', token: { fromEnv: 'CANARY_LEGACY' } },
          sources: [{ name: 'tcpjson', port: 10001 }],
          image: { tag: '2.3.2' },
          service: { sourceRanges: ['10.0.0.0/8'] },
          autoscaling: false,
          replicas: 1,
        },
      },
      contracts: ['contracts/*.yaml'],
      stacks: { dev: {} },
    },
    null,
    2,
  );
}

/** All but `deploy.yaml`. */
export const otherFiles: Readonly<Record<string, string>> = {
  'Pulumi.yaml': 'name: canaries\nruntime: nodejs\nmain: .\n',
  'secrets/key.pem': sources.fileKey.secret,
  'secrets/settings.yaml': sources.fileConfiguration.secret,
  'secrets/certificate.key': sources.certificateKey.secret,
  'contracts/leaky.yaml': `release: leaky
cases: { as-deployed: {} }
snapshots: [{ on: 'true' }]
rules:
  - id: quoting
    on: kind == "Deployment"
    assert: 'false'
    severity: warning
    messageExpression: '"args are " + spec.template.spec.containers[0].args[1] + metadata.annotations["acme.example/seed"]'
`,
  ...Object.fromEntries(Object.entries(leakyChart).map(([file, text]) => [`charts/leaky/${file}`, text])),
};
