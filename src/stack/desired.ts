/**
 * What one `up` must bring about: the backing resources and the Helm releases of one stack.
 * Plain data, made by `systems/` from the stack file without secrets, network or cluster, and read by
 * `pulumi/declare.ts`, the renderer and the contract gate. Secrets appear by source, never by value.
 */

/** Where a secret's plain text comes from. It is read only when Pulumi runs, never when the stack file is loaded. */
export type SecretSource =
  | { readonly fromConfig: string } // key of the Pulumi stack configuration, set with `pulumi config set --secret`
  | { readonly fromEnv: string } // environment variable of the process that deploys
  | { readonly fromFile: string }; // file inside the stack directory, kept out of version control by its owner

/** One named step from the source's plain text to the text that a system reads. Data, so that a plan can name it. */
export type SecretTransform =
  | { readonly kind: 'urlEncode' } // encodeURIComponent
  | { readonly kind: 'wrap'; readonly before: string; readonly after: string }
  | { readonly kind: 'scheme'; readonly from: readonly string[]; readonly to: string } // URL scheme must be in `from`, becomes `to`
  | { readonly kind: 'query'; readonly set: Readonly<Record<string, string>> }; // URL query parameters, added or replaced

/**
 * The form that the source's plain text must have; checked where it is resolved, and the form of its placeholder offline.
 * `aes256-key`: 32 raw bytes, 64 hexadecimal digits, or the base64 of 32 bytes (44 characters).
 */
export type SecretShape =
  'text' | 'aes256-key' | 'postgres-url' | 'redis-url' | 'pem-certificate' | 'pem-private-key';

/** A secret in its place: `path` is where the stack file asks for it and is what errors name. */
export interface SecretValue {
  readonly source: SecretSource;
  readonly transforms: readonly SecretTransform[];
  readonly shape: SecretShape;
  readonly path: FieldPath;
}

/** Keys and list indices from the root of the stack file, e.g. `['releases', 'sf2loki', 'loki', 'url']`. */
export type FieldPath = readonly (string | number)[];

/**
 * A Helm value. Besides JSON it may hold, at any depth, a `BackingRef` (filled in by Pulumi; a placeholder offline)
 * or a `SecretInValue`.
 */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | BackingRef
  | SecretInValue
  | { readonly [key: string]: Value };
export type Values = { readonly [key: string]: Value };

/** Stands for a property of a backing resource that is known only when Pulumi runs. */
export type BackingRef = { readonly $backing: string; readonly field: 'name' | 'resourceVersion' };

/** A secret that a chart takes only as a value (LogStream chart 1.0). Always comes with a notice. */
export type SecretInValue = { readonly $secret: SecretValue };

export type Backing =
  | NamespaceBacking
  | SecretBacking
  | CaBundleBacking
  | SecretStoreBacking
  | ExternalSecretBacking
  | BucketBacking
  | ServiceAccountBacking
  | RoleBacking;

interface BackingBase {
  /** Unique in the stack and stable over time: `<kind>/<namespace>/<name>`, without the namespace where there is none. */
  readonly id: string;
}
interface NamespacedBacking extends BackingBase {
  readonly namespace: string;
  /** The object's name; for auto-named kinds the prefix that Pulumi completes with `-xxxxxxxx`. */
  readonly name: string;
}

export interface NamespaceBacking extends BackingBase {
  readonly kind: 'namespace';
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>; // pod-security labels included
  readonly annotations: Readonly<Record<string, string>>;
}

/** A Secret. Auto-named: new content is a new name, so that the pods that use it roll. */
export interface SecretBacking extends NamespacedBacking {
  readonly kind: 'secret';
  /** `false`: the name is fixed and the pod template carries its resourceVersion by a `BackingRef`. */
  readonly autoName: boolean;
  readonly type:
    'Opaque' | 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson' | 'kubernetes.io/basic-auth';
  readonly data: Readonly<Record<string, SecretValue | string>>; // a string is not secret (a user name)
}

/** A ConfigMap with PEM certificates, usually under `ca.crt`. Auto-named. */
export interface CaBundleBacking extends NamespacedBacking {
  readonly kind: 'caBundle';
  readonly data: Readonly<Record<string, string>>;
}

/** A SecretStore of the External Secrets Operator (external-secrets.io/v1). */
export interface SecretStoreBacking extends NamespacedBacking {
  readonly kind: 'secretStore';
  readonly provider: Values; // `spec.provider`
}

/** An ExternalSecret (external-secrets.io/v1) whose target Secret has the same name. */
export interface ExternalSecretBacking extends NamespacedBacking {
  readonly kind: 'externalSecret';
  readonly store: string; // name of the SecretStore
  readonly refreshInterval: string;
  readonly data: Readonly<Record<string, RemoteRef>>; // key of the target Secret → where it is kept
}
export interface RemoteRef {
  readonly key: string;
  readonly property?: string;
  readonly version?: string;
}

/** An object-store bucket that outlives the stack. Endpoint and credentials come from the usual AWS variables when absent. */
export interface BucketBacking extends BackingBase {
  readonly kind: 'bucket';
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | null;
  readonly forcePathStyle: boolean;
  readonly versioning: boolean;
  readonly encryption: 'AES256' | 'aws:kms' | null;
  readonly kmsKeyId: string | null;
  readonly blockPublicAccess: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly expireNoncurrentDays: number | null;
  /** Features whose absence in the store is an error; for the others it is a warning. */
  readonly require: readonly BucketFeature[];
}
export type BucketFeature = 'versioning' | 'encryption' | 'blockPublicAccess' | 'lifecycle' | 'tags';

export interface ServiceAccountBacking extends NamespacedBacking {
  readonly kind: 'serviceAccount';
  readonly annotations: Readonly<Record<string, string>>;
}

/** A Role and the RoleBinding of the same name. */
export interface RoleBacking extends NamespacedBacking {
  readonly kind: 'role';
  readonly rules: readonly PolicyRule[];
  readonly subjects: readonly { readonly serviceAccount: string; readonly namespace: string }[];
}
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Where a chart comes from. See `render/` for the forms of `ref`. */
export interface ChartReference {
  readonly ref: string; // oci://HOST/PATH/NAME · https://HOST/PATH/NAME (a chart repository) · ….tgz · a folder
  readonly version: string | null;
  readonly digest: string | null; // sha256:… of the chart archive
  readonly username: SecretValue | string | null;
  readonly password: SecretValue | null;
  readonly plainHttp: boolean;
  readonly ca: string | null; // PEM
  /** Who must have signed it; null leaves that to the `registries:` entry, and without one to nobody. */
  readonly verify: ChartVerification | null;
  readonly path: FieldPath;
}

/** What the signature of a chart must show, before the chart is used for anything. */
export interface ChartVerification {
  readonly signer: ChartSigner;
  /** Whether the signature must be in a transparency log. Always of an identity, whose certificate is valid for minutes. */
  readonly transparencyLog: boolean;
  /** `trusted_root.json` of a Sigstore of one's own; null for the public one. */
  readonly trustedRoot: string | null;
}

export type ChartSigner =
  | { readonly kind: 'identity'; readonly issuer: string; readonly identity: string }
  /** `pattern`: in the syntax of RE2, for the whole identity. */
  | { readonly kind: 'identity-pattern'; readonly issuer: string; readonly pattern: string }
  | { readonly kind: 'key'; readonly pem: string };

/** Access to a registry or chart repository, or a part of it: the `registries:` section of the stack file. */
export interface RegistryAccess {
  readonly prefix: string; // HOST, HOST:PORT or HOST/PATH; the longest that fits counts
  readonly username: SecretValue | string | null;
  readonly password: SecretValue | null;
  readonly plainHttp: boolean;
  readonly ca: string | null; // PEM
  /** Who must have signed the charts in it that don't say so themselves. */
  readonly verify: ChartVerification | null;
}

export interface DesiredRelease {
  readonly key: string; // key under `releases:`; `<key>-postgresql` for one that a recipe puts beside it
  readonly name: string; // Helm release name, at most 53 characters
  readonly namespace: string;
  readonly system: string | null;
  readonly chart: ChartReference;
  readonly values: Values;
  readonly timeoutSeconds: number;
  readonly maxHistory: number;
  readonly atomic: boolean;
  readonly wait: boolean;
  readonly waitForJobs: boolean;
  readonly skipCrds: boolean;
  readonly dependsOn: readonly string[]; // ids of backing resources and keys of releases
  readonly path: FieldPath;
  /** The values hold secrets as they are, so that Pulumi keeps all of them encrypted: of a former revision, which nobody can know the sources of. */
  readonly confidential?: boolean;
}

/** Something the author of the stack file should know, which does not stop a deployment. `rule` is an invariant's id. */
export interface Notice {
  readonly rule: string | null;
  readonly path: FieldPath;
  readonly message: string;
}

export interface DesiredStack {
  readonly project: string; // `name:` of the stack file
  readonly stack: string;
  readonly cluster: {
    readonly identifier: string;
    readonly context: string | null;
    readonly kubeconfig: string | null;
    readonly kubeVersion: string | null;
  };
  readonly backing: readonly Backing[];
  readonly releases: readonly DesiredRelease[];
  /** Ids of namespaces, and keys of releases, that are taken over if they exist already and Pulumi does not know them. */
  readonly adopt: readonly string[];
  readonly notices: readonly Notice[];
}
