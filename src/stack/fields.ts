/** The small vocabulary that the stack file's schema and every system's options are made of. */
import { z } from 'zod';
import { patternFault } from './identity-pattern.ts';

export const limits = {
  releaseName: 53, // Helm stores `sh.helm.release.v1.<name>.v<n>`; it refuses longer names
  dnsLabel: 63, // RFC 1123 label, as the API server enforces it
  dnsSubdomain: 253,
} as const;

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A name for a namespace, Service or release: an RFC 1123 label. */
export const dnsLabel = z
  .string()
  .max(limits.dnsLabel)
  .regex(label, 'expected lower-case letters, digits and "-", starting and ending with a letter or digit');

/** A name for most other objects: an RFC 1123 subdomain. */
export const dnsSubdomain = z
  .string()
  .max(limits.dnsSubdomain)
  .regex(
    subdomain,
    'expected lower-case letters, digits, "-" and ".", starting and ending with a letter or digit',
  );

/** A key inside a Secret or ConfigMap. */
export const dataKey = z
  .string()
  .max(limits.dnsSubdomain)
  .regex(/^[-._a-zA-Z0-9]+$/, 'expected letters, digits, "-", "_" and "."');

/** A path inside the stack directory. Leaving it is refused when the file is read. */
export const filePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), {
    error: 'expected a path inside the stack directory, without a leading "/" and without ".."',
  });

export const fromFile = z.strictObject({
  fromFile: filePath.describe('A file of the stack directory, such as "certs/ca.pem": its content.'),
});
const fromConfig = z.strictObject({
  fromConfig: z
    .string()
    .regex(/^[A-Za-z0-9][-.\w]*(:[-.\w]+)?$/, 'expected a Pulumi config key')
    .describe('Key of `Pulumi.<stack>.yaml`, set by `pulumi config set --secret KEY`.'),
});
const fromEnv = z.strictObject({
  fromEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')
    .describe('Environment variable of the process that runs k8s-deploy.'),
});

/** A secret: named by its source, never written in the stack file. */
export const secretSource = z.union([fromConfig, fromEnv, fromFile], {
  error: 'expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}',
});

/** Text that is not secret: written here or kept in a file of the stack directory. */
export const textSource = z.union([z.string(), fromFile], { error: 'expected text or {fromFile: PATH}' });
export type TextSource = z.infer<typeof textSource>;

/** A user name or client id: written here, or from a secret source. */
export const textOrSecret = z.union([z.string(), secretSource], {
  error: 'expected text or a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}',
});

const durationForm = 'expected a duration such as "30s", "5m" or "1h30m"';

/** A Go duration such as `30s`, `5m` or `1h30m`. */
export const duration = z
  .string({ error: durationForm })
  .regex(/^(?=.)(\d+h)?(\d+m)?(\d+(\.\d+)?s)?(\d+ms)?$/, durationForm);

/** Error of a version or tag: YAML drops zeros of one that looks like a number. */
export const quotedText = ({ input }: { readonly input: unknown }): string | undefined =>
  typeof input === 'number' ? 'expected text in quotes (without them YAML reads 1.0 as 1)' : undefined;

/** Seconds of a Go duration that `duration` has accepted. */
export function seconds(text: string): number {
  const units = { h: 3600, m: 60, s: 1, ms: 0.001 } as const;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units],
    0,
  );
}

/** A Kubernetes quantity such as `100m`, `512Mi` or `2`. */
export const quantity = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^\d+(\.\d+)?(m|[kMGTPE]|[KMGTPE]i)?$/.test(text), {
    error: 'expected a Kubernetes quantity such as "500m" or "512Mi"',
  });

export const port = z.int().min(1).max(65535);
export const cidr = z
  .string()
  .regex(/^[0-9a-fA-F:.]+\/\d{1,3}$/, 'expected a CIDR block such as "10.0.0.0/8"');
export const labels = z.record(z.string(), z.string());
export const annotations = z.record(z.string(), z.string());
export const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' });

/** Helm values as an escape hatch: any YAML map. */
export const values = z.record(z.string(), z.json());

const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected "sha256:" and 64 hexadecimal digits');

/** An image, all parts optional; `digest` wins over `tag`. */
export const image = z.strictObject({
  repository: z.string().min(1).optional().describe('Default: that of the chart.'),
  tag: z.string({ error: quotedText }).min(1).optional().describe('Default: that of the chart.'),
  digest: sha256.optional().describe('"sha256:…" of the image: never another one. Wins over the tag.'),
  pullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).optional().describe('Default: that of the chart.'),
});

export const resources = z.strictObject({
  requests: z
    .record(z.string(), quantity)
    .optional()
    .describe('What a pod is promised, by resource: cpu, memory.'),
  limits: z
    .record(z.string(), quantity)
    .optional()
    .describe('What a pod may use at most, by resource: cpu, memory.'),
});

const httpsUrl = z.url({ protocol: /^https$/, error: 'expected an https:// URL' });

/** Who may sign, by the certificate that Sigstore gives to an OpenID Connect identity for some minutes. */
const keyless = z
  .strictObject({
    issuer: httpsUrl.describe(
      'Who vouches for the identity: https://token.actions.githubusercontent.com for GitHub Actions.',
    ),
    identity: z
      .string()
      .min(1)
      .optional()
      .describe(
        'The signer, exactly: https://github.com/ORG/REPO/.github/workflows/FILE.yml@refs/heads/main, or an e-mail address.',
      ),
    identityPattern: z
      .string()
      .max(1000)
      .superRefine((pattern, context) => {
        const message = patternFault(pattern);
        if (message !== null) context.addIssue({ code: 'custom', message });
      })
      .optional()
      .describe('Instead of identity: a regular expression (RE2) for all of it, from "^" to "$".'),
  })
  .superRefine(({ identity, identityPattern }, context) => {
    if ((identity === undefined) !== (identityPattern === undefined)) return;
    const message = 'expected either identity or identityPattern';
    context.addIssue({ code: 'custom', message });
  });

/** Whose signature a chart must have. */
export const verify = z
  .strictObject({
    keyless: keyless.optional().describe('An identity that Sigstore vouches for, as `cosign sign` uses it.'),
    publicKey: textSource
      .optional()
      .describe('Instead of keyless: the PEM public key that belongs to the key that signs.'),
    transparencyLog: z
      .boolean()
      .default(true)
      .describe(
        'Ask for an entry in the transparency log. Only a public key does without: false for signatures made offline. Default: true.',
      ),
    trustedRoot: textSource
      .optional()
      .describe('trusted_root.json of a Sigstore of your own. Default: the public Sigstore.'),
  })
  .superRefine(({ keyless: identity, publicKey, transparencyLog, trustedRoot }, context) => {
    const problem = (message: string, path: string[] = []): void =>
      context.addIssue({ code: 'custom', path, message });
    if ((identity === undefined) === (publicKey === undefined)) {
      problem('expected either keyless or publicKey');
    } else if (publicKey === undefined && !transparencyLog) {
      problem(
        'a keyless signature cannot do without: its certificate is valid for minutes, and only the log shows when it was made',
        ['transparencyLog'],
      );
    } else if (!transparencyLog && trustedRoot !== undefined) {
      problem('nothing is looked up in it: without a transparency log only publicKey counts', [
        'trustedRoot',
      ]);
    }
  });

/** A chart in an OCI registry that is named without tag and digest. */
const withoutTag = /^oci(\+http)?:\/\/[^/]+\/[^:@]*$/i;
const ociRef = /^oci(\+http)?:\/\//i;

/** A chart: where it is and which one. */
export const chart = z
  .strictObject({
    ref: z
      .string()
      .min(1)
      .describe(
        'oci://HOST/PATH/NAME, https://HOST/PATH/NAME of a chart repository, a .tgz, or a folder of the stack directory.',
      ),
    version: z
      .string({ error: quotedText })
      .min(1)
      .optional()
      .describe('Exact version. Not needed for a folder or a .tgz.'),
    digest: sha256.optional().describe('"sha256:…" that the chart archive must have. Default: not checked.'),
    username: textOrSecret
      .optional()
      .describe('Default: `registries`, then the registry config files of Helm and Docker.'),
    password: secretSource.optional().describe('Default: as for username.'),
    plainHttp: z.boolean().default(false).describe('Speak HTTP without TLS to the registry. Default: false.'),
    ca: textSource
      .optional()
      .describe('PEM certificates that the registry is verified by, besides the usual ones.'),
    verify: verify
      .optional()
      .describe('Who must have signed it (cosign). Default: `registries`, else nobody must.'),
  })
  .superRefine(({ ref, verify: wanted }, context) => {
    if (wanted === undefined || ociRef.test(ref)) return;
    const message =
      'only a chart in an OCI registry has a signature that can be verified; push it to one and use oci://HOST/PATH/NAME';
    context.addIssue({ code: 'custom', path: ['verify'], message });
  })
  .superRefine(({ ref, version }, context) => {
    if (version !== undefined || !withoutTag.test(ref)) return;
    const message = 'a chart in an OCI registry needs a version; add it here, or a tag or digest to ref';
    context.addIssue({ code: 'custom', path: ['version'], message });
  });

/** What every release has, whichever system it belongs to. */
export const releaseFields = {
  chart: chart.describe('The chart, and which one.'),
  namespace: dnsLabel.describe(
    'Namespace of the release. It is made, unless `namespaces` says that it exists.',
  ),
  releaseName: dnsLabel
    .max(limits.releaseName)
    .optional()
    .describe('Helm release name. Default: the key under `releases`.'),
  valueFiles: z
    .array(filePath)
    .default([])
    .describe('Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.'),
  values: values.default({}).describe('Laid over the recipe and valueFiles in the same way.'),
  timeout: duration.default('5m').describe('How long to wait for the release to be healthy. Default: 5m.'),
  maxHistory: z.int().min(1).max(100).default(10).describe('Release records that Helm keeps. Default: 10.'),
  atomic: z.boolean().default(false).describe('Let Helm undo a failed install or upgrade. Default: false.'),
  wait: z.boolean().default(true).describe('Wait until the workloads are ready. Default: true.'),
  waitForJobs: z.boolean().default(false).describe('Wait for Jobs, too. Default: false.'),
  skipCrds: z.boolean().default(false).describe("Leave out the chart's crds/ folder. Default: false."),
  adopt: z
    .boolean()
    .default(false)
    .describe(
      'If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.',
    ),
  after: z
    .array(dnsLabel)
    .default([])
    .describe('Keys of releases that must be healthy before this one starts. Default: none.'),
};
