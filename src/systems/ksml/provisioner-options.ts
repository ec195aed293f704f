/** What a stack file says of a KSML Provisioner: each environment variable of its README as an option. */
import { z } from 'zod';
import {
  annotations,
  dnsLabel,
  dnsSubdomain,
  image,
  quotedText,
  releaseFields,
  resources,
  secretSource,
  textOrSecret,
  textSource,
  values,
} from '../../stack/fields.ts';
import { synonyms } from '../../stack/synonyms.ts';

/** User name and password from their sources, or a Secret that has them as `username` and `password`. */
const login = z
  .strictObject({
    username: textOrSecret.optional().describe('User name.'),
    password: secretSource.optional().describe('Password.'),
    existingSecret: dnsSubdomain
      .optional()
      .describe('A Secret with the keys username and password, in place of both.'),
  })
  .superRefine(({ username, password, existingSecret }, context) =>
    refuseHalf({ username, password }, existingSecret, context),
  );
export type Login = z.output<typeof login>;

const tls = z
  .strictObject({
    certificate: secretSource.optional().describe('Certificate (PEM).'),
    privateKey: secretSource.optional().describe('Private key (PEM).'),
    existingSecret: dnsSubdomain
      .optional()
      .describe('A Secret with the keys tls.crt and tls.key, in place of both.'),
  })
  .superRefine(({ certificate, privateKey, existingSecret }, context) =>
    refuseHalf({ certificate, privateKey }, existingSecret, context, ' (KP-5)'),
  );
export type ServerTls = z.output<typeof tls>;

/** Both halves of the pair, or `existingSecret` and neither. */
function refuseHalf(
  pair: Readonly<Record<string, unknown>>,
  existingSecret: string | undefined,
  context: z.RefinementCtx,
  rule = '',
): void {
  const halves = Object.keys(pair).join(' and ');
  for (const [half, value] of Object.entries(pair)) {
    if (value === undefined && existingSecret === undefined) {
      context.addIssue({
        code: 'custom',
        path: [half],
        message: `expected ${halves}, or existingSecret${rule}`,
      });
    }
    if (value !== undefined && existingSecret !== undefined) {
      context.addIssue({
        code: 'custom',
        path: [half],
        message: `existingSecret gives ${half} too; remove one of them`,
      });
    }
  }
}

const registry = z
  .strictObject({
    url: z
      .string()
      .regex(
        /^(oci:\/\/)?[a-zA-Z0-9][-.a-zA-Z0-9]*(:\d+)?(\/[-._a-zA-Z0-9]+)*\/?$/,
        'expected an OCI registry, oci://HOST/PATH or HOST/PATH; chart repositories and Nexus will not do (KP-13)',
      )
      .describe('REGISTRY_URL: OCI registry with the KSML chart.'),
    chart: z.string().min(1).default('ksml').describe('CHART_NAME: name of the KSML chart. Default: ksml.'),
    chartVersion: z
      .string({ error: quotedText })
      .regex(
        /^\d+\.\d+\.\d+(-[-.0-9A-Za-z]+)?(\+[-.0-9A-Za-z]+)?$/,
        'expected an exact version such as "1.3.0" (KP-13)',
      )
      .refine((version) => !/snapshot/i.test(version), {
        error: 'expected a released version such as "1.3.0": a snapshot is another chart every time (KP-13)',
      })
      .describe('CHART_VERSION: exact version of the KSML chart.'),
    auth: login.optional().describe('REGISTRY_USERNAME and REGISTRY_PASSWORD. Default: no sign-in.'),
    ca: textSource
      .optional()
      .describe("CLIENT_CA_FILE: PEM certificates of the registry's authority. Default: the image's."),
    insecureSkipTlsVerify: z
      .boolean()
      .default(false)
      .describe('INSECURE_SKIP_TLS_VERIFY: trust any registry (KP-7). Default: false.'),
  })
  .superRefine(({ ca, insecureSkipTlsVerify }, context) => {
    if (ca === undefined || !insecureSkipTlsVerify) return;
    const message = 'KP-7: ca has no effect when any certificate is trusted; remove insecureSkipTlsVerify';
    context.addIssue({ code: 'custom', path: ['insecureSkipTlsVerify'], message });
  });

const tracing = z.strictObject({
  endpoint: z
    .string()
    .regex(
      /^https?:\/\/[^/:@\s]+:\d{1,5}(\/\S*)?$/,
      'expected http:// or https:// with a port, such as "http://otel-collector:4317" (KP-6)',
    )
    .describe('OTEL_EXPORTER_OTLP_ENDPOINT: the collector, with its port.'),
  headers: textOrSecret
    .optional()
    .describe('OTEL_EXPORTER_OTLP_HEADERS: `name=value`, with commas between them. Default: none.'),
  serviceName: z.string().min(1).optional().describe('OTEL_SERVICE_NAME. Default: that of the application.'),
});
export type Tracing = z.output<typeof tracing>;

const serviceAccount = z.strictObject({
  owner: z
    .enum(['chart', 'stack', 'existing'])
    .default('chart')
    .describe(
      '`chart`: the chart makes the service account and its Role. `stack`: we do, and the Role also covers volume claims (KP-11). `existing`: both are there already. Default: chart.',
    ),
  name: dnsSubdomain.optional().describe('Name of the service account. Default: the release name.'),
  annotations: annotations
    .optional()
    .describe('Annotations of an account that the stack owns. Default: none.'),
});
synonyms.add(serviceAccount, { create: 'use owner: existing, or owner: stack to have us make it' });

export const options = z.strictObject({
  system: z
    .literal('ksml-provisioner')
    .describe('The KSML Provisioner of Axual, which deploys KSML applications.'),
  ...releaseFields,
  registry: registry.describe('Where the provisioner takes the KSML chart from.'),
  targetNamespace: dnsLabel
    .optional()
    .describe("NAMESPACE: where applications are deployed. Default: the release's namespace."),
  basicAuth: login
    .optional()
    .describe('BASIC_AUTH_USERNAME and BASIC_AUTH_PASSWORD. Default: open to everybody (KP-4).'),
  tls: tls.optional().describe('SERVER_TLS_CERTIFICATE and SERVER_TLS_PRIVATE_KEY. Default: plain HTTP.'),
  tracing: tracing
    .optional()
    .describe('DISTRIBUTED_TRACING_ENABLED and the OpenTelemetry exporter. Default: off.'),
  serviceAccount: serviceAccount
    .prefault({})
    .describe('The account that deploys applications, and its Role.'),
  customValues: values
    .optional()
    .describe(
      'Values of the runner chart for every application. With store.spec, podSecurityContext.fsGroup becomes 0 (KP-14).',
    ),
  customValuesFile: z
    .string()
    .regex(/^\/\S+$/, 'expected an absolute path inside the container')
    .optional()
    .describe('CUSTOM_VALUES_FILE, in place of customValues: a file that you mount by `values` (KP-7).'),
  nesting: z
    .enum(['top-level', 'umbrella'])
    .default('top-level')
    .describe(
      '`umbrella`: the chart is a dependency of yours, so all values go under `ksml-provisioner`. Default: top-level.',
    ),
  image: image.optional().describe("Image. Default: the chart's."),
  resources: resources.optional().describe("Requests and limits. Default: the chart's."),
});
synonyms.add(options, {
  env: 'each variable is an option of its own: NAMESPACE is targetNamespace, REGISTRY_URL is registry.url, CHART_VERSION is registry.chartVersion',
});
export type ProvisionerOptions = z.output<typeof options>;

export function refuseCombinations(parsed: ProvisionerOptions, context: z.RefinementCtx): void {
  const refuse = (path: readonly (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path: [...path], message });
  const { owner, name, annotations: notes } = parsed.serviceAccount;
  if (owner === 'existing' && name === undefined) {
    refuse(
      ['serviceAccount', 'name'],
      'KP-9: an existing service account needs its name; without one, pods run as "default"',
    );
  }
  if (owner !== 'stack' && notes !== undefined) {
    refuse(
      ['serviceAccount', 'annotations'],
      `only an account that the stack owns gets annotations; the owner is ${owner}`,
    );
  }
  if (parsed.customValues !== undefined && parsed.customValuesFile !== undefined) {
    refuse(['customValuesFile'], 'customValues already become the values file; remove one of them');
  }
}
