/** Made by scripts/package-types.ts from the schema of the stack file. */
export type TextOrSecret = string | SecretSource;
export type SecretSource =
  | {
      /**
       * Key of `Pulumi.<stack>.yaml`, set by `pulumi config set --secret KEY`.
       */
      fromConfig: string;
    }
  | {
      /**
       * Environment variable of the process that runs k8s-deploy.
       */
      fromEnv: string;
    }
  | {
      /**
       * A file of the stack directory, such as "certs/ca.pem": its content.
       */
      fromFile: string;
    };
export type TextSource =
  | string
  | {
      /**
       * A file of the stack directory, such as "certs/ca.pem": its content.
       */
      fromFile: string;
    };
export type Json =
  | string
  | number
  | boolean
  | null
  | Json[]
  | {
      [k: string]: Json;
    };

export interface Verify {
  /**
   * An identity that Sigstore vouches for, as `cosign sign` uses it.
   */
  keyless?: {
    /**
     * Who vouches for the identity: https://token.actions.githubusercontent.com for GitHub Actions.
     */
    issuer: string;
    /**
     * The signer, exactly: https://github.com/ORG/REPO/.github/workflows/FILE.yml@refs/heads/main, or an e-mail address.
     */
    identity?: string;
    /**
     * Instead of identity: a regular expression (RE2) for all of it, from "^" to "$".
     */
    identityPattern?: string;
  };
  /**
   * Instead of keyless: the PEM public key that belongs to the key that signs.
   */
  publicKey?: TextSource;
  /**
   * Ask for an entry in the transparency log. Only a public key does without: false for signatures made offline. Default: true.
   */
  transparencyLog?: boolean;
  /**
   * trusted_root.json of a Sigstore of your own. Default: the public Sigstore.
   */
  trustedRoot?: TextSource;
}
export interface Chart {
  /**
   * oci://HOST/PATH/NAME, https://HOST/PATH/NAME of a chart repository, a .tgz, or a folder of the stack directory.
   */
  ref: string;
  /**
   * Exact version. Not needed for a folder or a .tgz.
   */
  version?: string;
  /**
   * "sha256:…" that the chart archive must have. Default: not checked.
   */
  digest?: string;
  /**
   * Default: `registries`, then the registry config files of Helm and Docker.
   */
  username?: TextOrSecret;
  /**
   * Default: as for username.
   */
  password?: SecretSource;
  /**
   * Speak HTTP without TLS to the registry. Default: false.
   */
  plainHttp?: boolean;
  /**
   * PEM certificates that the registry is verified by, besides the usual ones.
   */
  ca?: TextSource;
  /**
   * Who must have signed it (cosign). Default: `registries`, else nobody must.
   */
  verify?: Verify;
}
export interface Values {
  [k: string]: Json;
}
export interface Image {
  /**
   * Default: that of the chart.
   */
  repository?: string;
  /**
   * Default: that of the chart.
   */
  tag?: string;
  /**
   * "sha256:…" of the image: never another one. Wins over the tag.
   */
  digest?: string;
  /**
   * Default: that of the chart.
   */
  pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
}
export interface Resources {
  /**
   * What a pod is promised, by resource: cpu, memory.
   */
  requests?: {
    [k: string]: string | number;
  };
  /**
   * What a pod may use at most, by resource: cpu, memory.
   */
  limits?: {
    [k: string]: string | number;
  };
}
export interface External {
  /**
   * Secret, ConfigMap, ServiceAccount, StorageClass, …
   */
  kind: string;
  /**
   * Where it is. Without it: in every namespace, or of a kind that has none.
   */
  namespace?: string;
  /**
   * Its name.
   */
  name: string;
  /**
   * What a Secret or ConfigMap holds. Without it: any key that is asked for.
   */
  keys?: string[];
}
/**
 * Any chart, with values of your own.
 */
export interface ChartOptions {
  /**
   * The chart, and which one.
   */
  chart: Chart;
  /**
   * Namespace of the release. It is made, unless `namespaces` says that it exists.
   */
  namespace: string;
  /**
   * Helm release name. Default: the key under `releases`.
   */
  releaseName?: string;
  /**
   * Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.
   */
  valueFiles?: string[];
  /**
   * Laid over the recipe and valueFiles in the same way.
   */
  values?: Values;
  /**
   * How long to wait for the release to be healthy. Default: 5m.
   */
  timeout?: string;
  /**
   * Release records that Helm keeps. Default: 10.
   */
  maxHistory?: number;
  /**
   * Let Helm undo a failed install or upgrade. Default: false.
   */
  atomic?: boolean;
  /**
   * Wait until the workloads are ready. Default: true.
   */
  wait?: boolean;
  /**
   * Wait for Jobs, too. Default: false.
   */
  waitForJobs?: boolean;
  /**
   * Leave out the chart's crds/ folder. Default: false.
   */
  skipCrds?: boolean;
  /**
   * If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.
   */
  adopt?: boolean;
  /**
   * Keys of releases that must be healthy before this one starts. Default: none.
   */
  after?: string[];
}
/**
 * Salesforce events to Loki.
 */
export interface Sf2lokiOptions {
  /**
   * The chart, and which one.
   */
  chart: Chart;
  /**
   * Namespace of the release. It is made, unless `namespaces` says that it exists.
   */
  namespace: string;
  /**
   * Helm release name. Default: the key under `releases`.
   */
  releaseName?: string;
  /**
   * Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.
   */
  valueFiles?: string[];
  /**
   * Laid over the recipe and valueFiles in the same way.
   */
  values?: Values;
  /**
   * How long to wait for the release to be healthy. Default: 5m.
   */
  timeout?: string;
  /**
   * Release records that Helm keeps. Default: 10.
   */
  maxHistory?: number;
  /**
   * Let Helm undo a failed install or upgrade. Default: false.
   */
  atomic?: boolean;
  /**
   * Wait until the workloads are ready. Default: true.
   */
  wait?: boolean;
  /**
   * Wait for Jobs, too. Default: false.
   */
  waitForJobs?: boolean;
  /**
   * Leave out the chart's crds/ folder. Default: false.
   */
  skipCrds?: boolean;
  /**
   * If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.
   */
  adopt?: boolean;
  /**
   * Keys of releases that must be healthy before this one starts. Default: none.
   */
  after?: string[];
  /**
   * Pods. More than one turns on `ha`: one works, the others stand by. Default: 1.
   */
  replicas?: number;
  /**
   * Elect a leader by a Kubernetes Lease. Needs state in s3 or gcs. Default: true with more than one replica.
   */
  ha?: boolean;
  /**
   * The Lease of `ha`.
   */
  lease?: {
    /**
     * Name of the Lease. Default: the release name and "-leader".
     */
    name?: string;
    /**
     * How long a dead leader keeps the Lease. Default: 30s.
     */
    duration?: string;
    /**
     * How often the leader renews it; less than half the duration. Default: 10s.
     */
    renewInterval?: string;
  };
  /**
   * How to sign in to the only org. Either this or `orgs`.
   */
  salesforce?: {
    /**
     * How to sign in: "jwt" with the private key of the connected app, "clientCredentials" with its consumer secret. Default: jwt.
     */
    authMode?: 'jwt' | 'clientCredentials';
    /**
     * Where to sign in. clientCredentials needs the My Domain, https://NAME.my.salesforce.com. Default: that of `environment`.
     */
    loginUrl?: string;
    /**
     * Chooses login.salesforce.com or test.salesforce.com without a loginUrl. Default: production.
     */
    environment?: 'production' | 'sandbox';
    /**
     * The integration user to sign in as. Required for jwt; clientCredentials has none.
     */
    username?: string;
    /**
     * Consumer key of the connected app: text, or a secret source. A secret one reaches the pod as an environment variable.
     */
    clientId: TextOrSecret;
    /**
     * File of `credentials` with the private key (jwt) or the consumer secret (clientCredentials). Default: "server.key" or "client-secret", with "NAME-" before it under `orgs`.
     */
    credentialFile?: string;
  };
  /**
   * Several orgs in one process, each with its own sign-in and sources. Either this or `salesforce`.
   *
   * @minItems 1
   */
  orgs?: {
    /**
     * Label `org` of its streams and prefix of its checkpoints.
     */
    name: string;
    /**
     * How to sign in to this org.
     */
    salesforce: {
      /**
       * How to sign in: "jwt" with the private key of the connected app, "clientCredentials" with its consumer secret. Default: jwt.
       */
      authMode?: 'jwt' | 'clientCredentials';
      /**
       * Where to sign in. clientCredentials needs the My Domain, https://NAME.my.salesforce.com. Default: that of `environment`.
       */
      loginUrl?: string;
      /**
       * Chooses login.salesforce.com or test.salesforce.com without a loginUrl. Default: production.
       */
      environment?: 'production' | 'sandbox';
      /**
       * The integration user to sign in as. Required for jwt; clientCredentials has none.
       */
      username?: string;
      /**
       * Consumer key of the connected app: text, or a secret source. A secret one reaches the pod as an environment variable.
       */
      clientId: TextOrSecret;
      /**
       * File of `credentials` with the private key (jwt) or the consumer secret (clientCredentials). Default: "server.key" or "client-secret", with "NAME-" before it under `orgs`.
       */
      credentialFile?: string;
    };
    /**
     * Laid over `sources` of config.yaml: pubsub, eventlog_objects, eventlogfile, apexlog. Default: the Pub/Sub stream with the chart’s topics.
     */
    sources?: {
      [k: string]: Json;
    };
  }[];
  /**
   * Laid over `sources` of config.yaml: pubsub, eventlog_objects, eventlogfile, apexlog. Default: the Pub/Sub stream with the chart’s topics.
   */
  sources?: {
    [k: string]: Json;
  };
  /**
   * Where the events go. Required without configOverride.
   */
  loki?: {
    /**
     * Push address, e.g. https://loki.example.com/loki/api/v1/push.
     */
    url: string;
    /**
     * Tenant (X-Scope-OrgID). Default: none.
     */
    tenant?: string;
    /**
     * "token": the file loki-token of `credentials`. Default: token.
     */
    auth?: 'token' | 'none';
    /**
     * Labels of every stream. Default: none.
     */
    labels?: {
      [k: string]: string;
    };
  };
  /**
   * Push metrics by OTLP. Default: off.
   */
  telemetry?: {
    /**
     * OTLP/HTTP address for metrics.
     */
    endpoint: string;
    /**
     * "basic": the file otlp-token of `credentials`, or without it Loki’s token. Default: basic.
     */
    auth?: 'basic' | 'none';
    /**
     * User name for basic. Default: Loki’s tenant.
     */
    user?: string;
  };
  /**
   * The files that sf2loki reads its secrets from: server.key or client-secret, loki-token, and optionally otlp-token and transform-salt. One of `files`, `existingSecret` and `external`.
   */
  credentials: {
    /**
     * File under /etc/sf2loki/secrets → secret source. They become a Secret that the pod mounts.
     */
    files?: {
      [k: string]: SecretSource;
    };
    /**
     * Fixed name for the Secret of `files`. Default: a new name whenever its content changes, so that the pods roll.
     */
    secretName?: string;
    /**
     * Name of a Secret in the same namespace that somebody else makes.
     */
    existingSecret?: string;
    /**
     * Files that existingSecret holds, so that missing ones are seen. Default: those that the configuration needs.
     */
    keys?: string[];
    /**
     * Filled by the External Secrets Operator from a secrets manager.
     */
    external?:
      | {
          /**
           * AWS Secrets Manager.
           */
          provider: 'aws';
          /**
           * AWS region of the secrets.
           */
          region: string;
          /**
           * File under /etc/sf2loki/secrets → where it is kept.
           */
          data: {
            [k: string]: {
              /**
               * Name of the secret in the secrets manager.
               */
              key: string;
              /**
               * Field of a JSON secret. Default: all of it.
               */
              property?: string;
              /**
               * Version to read. Default: the newest.
               */
              version?: string;
            };
          };
          /**
           * How often to read the secrets again. Default: 1h.
           */
          refreshInterval?: string;
          /**
           * Service account as which the External Secrets Operator reads the secrets manager.
           */
          serviceAccount?: {
            /**
             * Default: the release name and "-eso".
             */
            name?: string;
            /**
             * false: it exists already, and `name` is needed. Default: true.
             */
            create?: boolean;
            /**
             * Its cloud identity, e.g. eks.amazonaws.com/role-arn or iam.gke.io/gcp-service-account. Default: none.
             */
            annotations?: {
              [k: string]: string;
            };
          };
        }
      | {
          /**
           * Google Secret Manager.
           */
          provider: 'gcp';
          /**
           * Google Cloud project of the secrets.
           */
          projectID: string;
          /**
           * File under /etc/sf2loki/secrets → where it is kept.
           */
          data: {
            [k: string]: {
              /**
               * Name of the secret in the secrets manager.
               */
              key: string;
              /**
               * Field of a JSON secret. Default: all of it.
               */
              property?: string;
              /**
               * Version to read. Default: the newest.
               */
              version?: string;
            };
          };
          /**
           * How often to read the secrets again. Default: 1h.
           */
          refreshInterval?: string;
          /**
           * Service account as which the External Secrets Operator reads the secrets manager.
           */
          serviceAccount?: {
            /**
             * Default: the release name and "-eso".
             */
            name?: string;
            /**
             * false: it exists already, and `name` is needed. Default: true.
             */
            create?: boolean;
            /**
             * Its cloud identity, e.g. eks.amazonaws.com/role-arn or iam.gke.io/gcp-service-account. Default: none.
             */
            annotations?: {
              [k: string]: string;
            };
          };
        };
  };
  /**
   * Where the checkpoints are kept.
   */
  state?: {
    /**
     * Where the checkpoints are kept: "file" in the pod, lost with it; "s3" and "gcs" outlive it and can be shared. Default: s3 with a bucket, else file.
     */
    store?: 'file' | 's3' | 'gcs';
    /**
     * Bucket for the checkpoints.
     */
    bucket?: string;
    /**
     * Region of the bucket (s3).
     */
    region?: string;
    /**
     * Object that holds the checkpoints. Default: sf2loki/state.json.
     */
    key?: string;
    /**
     * S3-compatible store other than AWS, for the pods and, unless adminEndpoint is given, for creating the bucket.
     */
    endpoint?: string;
    /**
     * The same store as seen from where the deployment runs. Default: `endpoint`.
     */
    adminEndpoint?: string;
    /**
     * Create the bucket, or adopt it if it exists and is ours; it is never deleted. Default: true for s3. The gcs bucket is made elsewhere.
     */
    create?: boolean;
    /**
     * Keep older versions of the checkpoints. Default: true.
     */
    versioning?: boolean;
    /**
     * Days to keep an older version: every commit writes one. Default: 7.
     */
    expireNoncurrentDays?: number;
    /**
     * Encryption at rest of the bucket. Default: AES256.
     */
    encryption?: 'AES256' | 'aws:kms';
    /**
     * KMS key for aws:kms. Default: the account’s own.
     */
    kmsKeyId?: string;
    /**
     * Block all public access to the bucket. Default: true.
     */
    blockPublicAccess?: boolean;
    /**
     * Tags of the bucket. Default: none.
     */
    tags?: {
      [k: string]: string;
    };
    /**
     * Features that the store must have; without one of the others it is a warning. Default: none.
     */
    require?: ('versioning' | 'encryption' | 'blockPublicAccess' | 'lifecycle' | 'tags')[];
  };
  /**
   * Time for work in flight when a pod stops. The pod’s own grace period is derived from it. Default: 25s.
   */
  shutdownGrace?: string;
  /**
   * Environment variables, for ${NAME} in the configuration: text, or secret sources. Default: none.
   */
  env?: {
    [k: string]: TextOrSecret;
  };
  /**
   * Existing Secrets whose keys become environment variables. Default: none.
   */
  envFromSecrets?: string[];
  /**
   * Laid over the config.yaml that the other options give. Maps merge, lists replace, null removes.
   */
  config?: {
    [k: string]: Json;
  };
  /**
   * All of config.yaml, as YAML text or {fromFile}. Instead of salesforce, orgs, sources, loki, telemetry, shutdownGrace and config.
   */
  configOverride?: TextSource;
  /**
   * Default: the chart’s. A digest is best: it never changes.
   */
  image?: Image;
  /**
   * Existing Secrets to pull the image with. Default: none.
   */
  imagePullSecrets?: string[];
  /**
   * Service account of the pods.
   */
  serviceAccount?: {
    /**
     * false: it exists already, and `name` is needed. Default: true.
     */
    create?: boolean;
    /**
     * Default: the chart’s full name.
     */
    name?: string;
    /**
     * Cloud identity of the pods, for the store of the checkpoints. Default: none.
     */
    annotations?: {
      [k: string]: string;
    };
  };
  /**
   * Default: the chart’s.
   */
  resources?: Resources;
  /**
   * Default: the chart’s, one pod at once.
   */
  podDisruptionBudget?: {
    /**
     * Default: true.
     */
    enabled?: boolean;
    /**
     * Pods that a drain may take at once. Default: 1.
     */
    maxUnavailable?: number | string;
  };
  /**
   * Deny all traffic of the pods but what sf2loki needs. Default: no policy.
   */
  networkPolicy?: {
    /**
     * Salesforce, to sign in and for queries. The port comes from its address. Default: 0.0.0.0/0, everywhere.
     */
    salesforce?: {
      /**
       * Range of addresses, e.g. 10.0.0.0/8.
       */
      cidr: string;
    };
    /**
     * The Pub/Sub API of Salesforce. The port comes from its address. Default: 0.0.0.0/0, everywhere.
     */
    pubsub?: {
      /**
       * Range of addresses, e.g. 10.0.0.0/8.
       */
      cidr: string;
    };
    /**
     * Loki. The port comes from its address. Default: 0.0.0.0/0, everywhere.
     */
    loki?: {
      /**
       * Range of addresses, e.g. 10.0.0.0/8.
       */
      cidr: string;
    };
    /**
     * The store of the checkpoints, and the cloud’s token service with workload identity. The port comes from its address. Default: 0.0.0.0/0, everywhere.
     */
    state?: {
      /**
       * Range of addresses, e.g. 10.0.0.0/8.
       */
      cidr: string;
    };
    /**
     * The OTLP gateway of `telemetry`. The port comes from its address. Default: 0.0.0.0/0, everywhere.
     */
    otlp?: {
      /**
       * Range of addresses, e.g. 10.0.0.0/8.
       */
      cidr: string;
    };
    /**
     * The Kubernetes API, which the lease of HA needs. Default: 0.0.0.0/0, port 443.
     */
    apiServer?: {
      /**
       * Range of addresses, e.g. 10.0.0.1/32.
       */
      cidr: string;
      /**
       * Port behind the Service, often 6443. Default: 443.
       */
      port?: number;
    };
    /**
     * More egress rules of a NetworkPolicy, as they are. Default: none.
     */
    extraEgress?: {
      [k: string]: Json;
    }[];
  };
}
/**
 * Leoflow, a workflow control plane.
 */
export interface LeoflowOptions {
  /**
   * The chart, and which one.
   */
  chart: Chart;
  /**
   * Namespace of the release. It is made, unless `namespaces` says that it exists.
   */
  namespace: string;
  /**
   * Helm release name. Default: the key under `releases`.
   */
  releaseName?: string;
  /**
   * Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.
   */
  valueFiles?: string[];
  /**
   * Laid over the recipe and valueFiles in the same way.
   */
  values?: Values;
  /**
   * How long to wait for the release to be healthy. Default: 5m.
   */
  timeout?: string;
  /**
   * Release records that Helm keeps. Default: 10.
   */
  maxHistory?: number;
  /**
   * Let Helm undo a failed install or upgrade. Default: false.
   */
  atomic?: boolean;
  /**
   * Wait until the workloads are ready. Default: true.
   */
  wait?: boolean;
  /**
   * Wait for Jobs, too. Default: false.
   */
  waitForJobs?: boolean;
  /**
   * Leave out the chart's crds/ folder. Default: false.
   */
  skipCrds?: boolean;
  /**
   * If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.
   */
  adopt?: boolean;
  /**
   * Keys of releases that must be healthy before this one starts. Default: none.
   */
  after?: string[];
  /**
   * Pods. All serve the API, one schedules. Not beside `autoscaling`. Default: 1.
   */
  replicas?: number;
  /**
   * PostgreSQL, 13 or later. Required without poc.postgresql.
   */
  database?: {
    /**
     * Secret source with postgres://USER:PASSWORD@HOST:PORT/NAME. Either this or existingSecret.
     */
    url?: SecretSource;
    /**
     * Secret with the key databaseUrl that somebody else makes.
     */
    existingSecret?: string;
    /**
     * CA certificates of the server, PEM text, {fromFile} or {existingConfigMap}. The address is completed with sslmode=verify-full and sslrootcert. The migration Job does not get them: see migrations.databaseCa.
     */
    ca?:
      | string
      | {
          /**
           * A file of the stack directory, such as "certs/ca.pem": its content.
           */
          fromFile: string;
        }
      | {
          /**
           * ConfigMap with the key ca.crt.
           */
          existingConfigMap: string;
        };
    /**
     * TLS without a CA of its own: verify-full checks the server against the public CAs, require checks nothing. Default: as in the address.
     */
    sslmode?: 'disable' | 'require' | 'verify-full';
    /**
     * Connection pool of every pod.
     */
    pool?: {
      /**
       * Connections of one pod at most. Default: 20.
       */
      maxOpen?: number;
      /**
       * Connections kept open without work. Default: 5.
       */
      maxIdle?: number;
      /**
       * max_connections of the server; all pods together must stay below. Default: not checked.
       */
      serverMax?: number;
    };
  };
  /**
   * Redis, 6 or later. Required without poc.redis.
   */
  redis?: {
    /**
     * Secret source with redis:// or rediss://:PASSWORD@HOST:PORT/0. Either this or existingSecret.
     */
    url?: SecretSource;
    /**
     * Secret with the key redisUrl that somebody else makes.
     */
    existingSecret?: string;
    /**
     * CA certificates of the server, PEM text, {fromFile} or {existingConfigMap}. The address becomes rediss://.
     */
    ca?:
      | string
      | {
          /**
           * A file of the stack directory, such as "certs/ca.pem": its content.
           */
          fromFile: string;
        }
      | {
          /**
           * ConfigMap with the key ca.crt.
           */
          existingConfigMap: string;
        };
  };
  /**
   * Tokens of the API and the agents.
   */
  auth: {
    /**
     * Secret source with the key that signs tokens, e.g. of "openssl rand -base64 64". Either this or existingSecret.
     */
    jwtSecret?: SecretSource;
    /**
     * Secret with the key jwtSecret that somebody else makes.
     */
    existingSecret?: string;
    /**
     * How long a token is valid. Default: 1h.
     */
    tokenTtl?: string;
  };
  /**
   * AES-256 key for the passwords of connections: a secret source with 32 bytes as text, 64 hexadecimal digits or base64, or {existingSecret}. Take "openssl rand -hex 32". Default: none, and no connections can be kept.
   */
  secretKey?:
    | SecretSource
    | {
        /**
         * Secret with the key secretKey that somebody else makes.
         */
        existingSecret: string;
      };
  /**
   * The first administrator, on the first install. Default: none.
   */
  bootstrap?: {
    /**
     * Secret source with the first administrator’s password. Either this or existingSecret.
     */
    password?: SecretSource;
    /**
     * Secret with the key bootstrapPassword that somebody else makes.
     */
    existingSecret?: string;
  };
  /**
   * Fixed name for the Secret with the credentials given by source. Default: a new name whenever one changes, so that the pods roll.
   */
  secretName?: string;
  /**
   * TLS between the agents in task pods and the server.
   */
  agentTLS: {
    /**
     * false: secrets travel in plain text, for a test in a closed cluster only; newer servers refuse to start. Default: true.
     */
    enabled?: boolean;
    /**
     * Certificate of the server, for the DNS name <full name>.<namespace>.svc.cluster.local (LF-32).
     */
    certificate?: {
      /**
       * kubernetes.io/tls Secret, e.g. of cert-manager. Either this, or cert and key.
       */
      existingSecret?: string;
      /**
       * PEM certificate and chain: text, or a secret source.
       */
      cert?: TextOrSecret;
      /**
       * Secret source with its PEM private key.
       */
      key?: SecretSource;
    };
    /**
     * CA certificates by which the agents verify it: PEM text, {fromFile}, or {existingConfigMap} in the task namespace.
     */
    ca?:
      | string
      | {
          /**
           * A file of the stack directory, such as "certs/ca.pem": its content.
           */
          fromFile: string;
        }
      | {
          /**
           * ConfigMap with the key ca.crt.
           */
          existingConfigMap: string;
        };
  };
  /**
   * Where task pods run, and what they get.
   */
  tasks?: {
    /**
     * Created if need be; the server’s rights on pods are given there. The server looks in "leoflow" only. Default: leoflow.
     */
    namespace?: string;
    /**
     * Secret files of every task pod. Default: none.
     */
    secret?: {
      /**
       * Secret in the task namespace that somebody else makes.
       */
      existingSecret?: string;
      /**
       * File name → secret source. Either this or existingSecret.
       */
      files?: {
        [k: string]: SecretSource;
      };
      /**
       * Folder of the files. Default: /etc/leoflow/secrets.
       */
      mountPath?: string;
    };
    /**
     * Service account for task pods, created in the task namespace. Default: none.
     */
    serviceAccount?: {
      /**
       * Default: leoflow-task.
       */
      name?: string;
      /**
       * Cloud identity of the tasks. Default: none.
       */
      annotations?: {
        [k: string]: string;
      };
    };
  };
  /**
   * The Job that migrates the database before each install and upgrade.
   */
  migrations?: {
    /**
     * false: migrate yourself before each upgrade. Default: true.
     */
    enabled?: boolean;
    /**
     * Must be of the same version as the server’s. Default: the chart’s, with the tag of `image`.
     */
    image?: Image;
    /**
     * Folder of the migrations in the image. Default: /migrations.
     */
    path?: string;
    /**
     * With database.ca, how the Job verifies the database, since the chart mounts the CA only in the server: "image": an image of your own has it at /etc/leoflow/db-ca/ca.crt. "chart": your chart is newer and mounts it in the Job. "unverified": it does not; its connection is encrypted only, and the server checks the chain but not the host name.
     */
    databaseCa?: 'image' | 'chart' | 'unverified';
  };
  /**
   * Volume for the logs of tasks.
   */
  logs?: {
    /**
     * false: the logs go with the pod. Default: true, in a volume.
     */
    enabled?: boolean;
    /**
     * ReadWriteMany for more than one pod. Default: ReadWriteOnce.
     */
    accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany';
    /**
     * Size of the volume. Default: 50Gi.
     */
    size?: string | number;
    /**
     * Default: the cluster’s.
     */
    storageClass?: string;
  };
  /**
   * Scale by load, from min to max pods. Default: off.
   */
  autoscaling?: {
    /**
     * Pods at least. Default: 2.
     */
    min?: number;
    /**
     * Pods at most. Default: 6.
     */
    max?: number;
    /**
     * Percent of the requested CPU to aim at. Default: 70.
     */
    cpu?: number;
    /**
     * Percent of the requested memory to aim at. Default: not used.
     */
    memory?: number;
    /**
     * `spec.behavior` of the HorizontalPodAutoscaler. Default: that of Kubernetes.
     */
    behavior?: Values;
  };
  /**
   * What a drain may take. Default: no budget.
   */
  podDisruptionBudget?: {
    /**
     * Pods that a drain must leave. Either this or maxUnavailable.
     */
    minAvailable?: number | string;
    /**
     * Pods that a drain may take at once. Either this or minAvailable.
     */
    maxUnavailable?: number | string;
  };
  /**
   * Who may reach the pods, and whom they may. Default: no policy.
   */
  networkPolicy?: {
    /**
     * Who may reach HTTP and the agent port: `from` of a NetworkPolicy. Default: everybody.
     */
    ingressFrom?: {
      [k: string]: Json;
    }[];
    /**
     * Who may reach the metrics: `from` of a NetworkPolicy. Default: nobody.
     */
    metricsFrom?: {
      [k: string]: Json;
    }[];
    /**
     * What the pods may reach besides DNS: `egress` of a NetworkPolicy. Default: everything.
     */
    egress?: {
      [k: string]: Json;
    }[];
  };
  /**
   * Let the Prometheus Operator read the metrics. Default: off.
   */
  serviceMonitor?: {
    /**
     * Default: the release’s.
     */
    namespace?: string;
    /**
     * How often Prometheus reads the metrics. Default: 30s.
     */
    interval?: string;
    /**
     * How long it waits; at most the interval. Default: 10s.
     */
    scrapeTimeout?: string;
    /**
     * Labels that your Prometheus selects by (LF-11). Default: none.
     */
    labels?: {
      [k: string]: string;
    };
  };
  /**
   * Reach the API and the UI from outside. Default: off.
   */
  ingress?: {
    /**
     * Default: the cluster’s.
     */
    className?: string;
    /**
     * Default: none.
     */
    annotations?: {
      [k: string]: string;
    };
    /**
     * Hosts and paths that lead to Leoflow.
     *
     * @minItems 1
     */
    hosts: {
      /**
       * DNS name.
       */
      host: string;
      /**
       * Default: everything.
       *
       * @minItems 1
       */
      paths?: {
        /**
         * Default: /.
         */
        path?: string;
        /**
         * Default: Prefix.
         */
        pathType?: 'Prefix' | 'Exact' | 'ImplementationSpecific';
      }[];
    }[];
    /**
     * Default: no TLS.
     */
    tls?: {
      /**
       * DNS names.
       *
       * @minItems 1
       */
      hosts: string[];
      /**
       * kubernetes.io/tls Secret, e.g. of cert-manager.
       */
      secretName: string;
    }[];
  };
  /**
   * Export traces. Default: off.
   */
  otel?: {
    /**
     * OTLP/gRPC address of the collector, e.g. otel-collector:4317.
     */
    endpoint: string;
  };
  /**
   * The server’s own log.
   */
  logging?: {
    /**
     * Default: info.
     */
    level?: 'debug' | 'info' | 'warn' | 'error';
    /**
     * Default: json.
     */
    format?: 'json' | 'console';
  };
  /**
   * Image of the server; the migrations get the same tag. Default: the chart’s.
   */
  image?: Image;
  /**
   * Existing Secrets to pull the server’s image with; the migration Job has none (LF-25). Default: none.
   */
  imagePullSecrets?: string[];
  /**
   * Service account of the server.
   */
  serviceAccount?: {
    /**
     * false: it exists already, and `name` is needed. Default: true.
     */
    create?: boolean;
    /**
     * Default: the chart’s full name.
     */
    name?: string;
    /**
     * Cloud identity of the server. Default: none.
     */
    annotations?: {
      [k: string]: string;
    };
  };
  /**
   * The Service.
   */
  service?: {
    /**
     * Default: ClusterIP.
     */
    type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
    /**
     * Default: none.
     */
    annotations?: {
      [k: string]: string;
    };
  };
  /**
   * Default: the chart’s.
   */
  resources?: Resources;
  /**
   * Proof of concept, not for production: PostgreSQL and Redis beside Leoflow. true: both, as they are by default. Their passwords are in the Pulumi configuration keys <key>-postgresql-password and <key>-redis-password, <key> being the release’s. Default: off.
   */
  poc?:
    | true
    | {
        /**
         * PostgreSQL. Default: `database` says where one is.
         */
        postgresql?: {
          /**
           * Default: Bitnami’s chart postgresql 16.7.27, with its images from where they still are.
           */
          chart?: Chart;
          /**
           * Secret source with the password. Default: the Pulumi configuration key that `poc` names.
           */
          password?: SecretSource;
          /**
           * Keep the data in a volume, until the release is destroyed. PostgreSQL keeps its first password in it as well. Default: false, the data goes with the pod.
           */
          persistence?: boolean;
          /**
           * Laid over the chart’s values. Default: none.
           */
          values?: Values;
        };
        /**
         * Redis. Default: `redis` says where one is.
         */
        redis?: {
          /**
           * Default: Bitnami’s chart redis 20.13.4, with its images from where they still are.
           */
          chart?: Chart;
          /**
           * Secret source with the password. Default: the Pulumi configuration key that `poc` names.
           */
          password?: SecretSource;
          /**
           * Keep the data in a volume, until the release is destroyed. PostgreSQL keeps its first password in it as well. Default: false, the data goes with the pod.
           */
          persistence?: boolean;
          /**
           * Laid over the chart’s values. Default: none.
           */
          values?: Values;
        };
      };
}
/**
 * The KSML Provisioner of Axual, which deploys KSML applications.
 */
export interface KsmlProvisionerOptions {
  /**
   * The chart, and which one.
   */
  chart: Chart;
  /**
   * Namespace of the release. It is made, unless `namespaces` says that it exists.
   */
  namespace: string;
  /**
   * Helm release name. Default: the key under `releases`.
   */
  releaseName?: string;
  /**
   * Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.
   */
  valueFiles?: string[];
  /**
   * Laid over the recipe and valueFiles in the same way.
   */
  values?: Values;
  /**
   * How long to wait for the release to be healthy. Default: 5m.
   */
  timeout?: string;
  /**
   * Release records that Helm keeps. Default: 10.
   */
  maxHistory?: number;
  /**
   * Let Helm undo a failed install or upgrade. Default: false.
   */
  atomic?: boolean;
  /**
   * Wait until the workloads are ready. Default: true.
   */
  wait?: boolean;
  /**
   * Wait for Jobs, too. Default: false.
   */
  waitForJobs?: boolean;
  /**
   * Leave out the chart's crds/ folder. Default: false.
   */
  skipCrds?: boolean;
  /**
   * If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.
   */
  adopt?: boolean;
  /**
   * Keys of releases that must be healthy before this one starts. Default: none.
   */
  after?: string[];
  /**
   * Where the provisioner takes the KSML chart from.
   */
  registry: {
    /**
     * REGISTRY_URL: OCI registry with the KSML chart.
     */
    url: string;
    /**
     * CHART_NAME: name of the KSML chart. Default: ksml.
     */
    chart?: string;
    /**
     * CHART_VERSION: exact version of the KSML chart.
     */
    chartVersion: string;
    /**
     * REGISTRY_USERNAME and REGISTRY_PASSWORD. Default: no sign-in.
     */
    auth?: {
      /**
       * User name.
       */
      username?: TextOrSecret;
      /**
       * Password.
       */
      password?: SecretSource;
      /**
       * A Secret with the keys username and password, in place of both.
       */
      existingSecret?: string;
    };
    /**
     * CLIENT_CA_FILE: PEM certificates of the registry's authority. Default: the image's.
     */
    ca?: TextSource;
    /**
     * INSECURE_SKIP_TLS_VERIFY: trust any registry (KP-7). Default: false.
     */
    insecureSkipTlsVerify?: boolean;
  };
  /**
   * NAMESPACE: where applications are deployed. Default: the release's namespace.
   */
  targetNamespace?: string;
  /**
   * BASIC_AUTH_USERNAME and BASIC_AUTH_PASSWORD. Default: open to everybody (KP-4).
   */
  basicAuth?: {
    /**
     * User name.
     */
    username?: TextOrSecret;
    /**
     * Password.
     */
    password?: SecretSource;
    /**
     * A Secret with the keys username and password, in place of both.
     */
    existingSecret?: string;
  };
  /**
   * SERVER_TLS_CERTIFICATE and SERVER_TLS_PRIVATE_KEY. Default: plain HTTP.
   */
  tls?: {
    /**
     * Certificate (PEM).
     */
    certificate?: SecretSource;
    /**
     * Private key (PEM).
     */
    privateKey?: SecretSource;
    /**
     * A Secret with the keys tls.crt and tls.key, in place of both.
     */
    existingSecret?: string;
  };
  /**
   * DISTRIBUTED_TRACING_ENABLED and the OpenTelemetry exporter. Default: off.
   */
  tracing?: {
    /**
     * OTEL_EXPORTER_OTLP_ENDPOINT: the collector, with its port.
     */
    endpoint: string;
    /**
     * OTEL_EXPORTER_OTLP_HEADERS: `name=value`, with commas between them. Default: none.
     */
    headers?: TextOrSecret;
    /**
     * OTEL_SERVICE_NAME. Default: that of the application.
     */
    serviceName?: string;
  };
  /**
   * The account that deploys applications, and its Role.
   */
  serviceAccount?: {
    /**
     * `chart`: the chart makes the service account and its Role. `stack`: we do, and the Role also covers volume claims (KP-11). `existing`: both are there already. Default: chart.
     */
    owner?: 'chart' | 'stack' | 'existing';
    /**
     * Name of the service account. Default: the release name.
     */
    name?: string;
    /**
     * Annotations of an account that the stack owns. Default: none.
     */
    annotations?: {
      [k: string]: string;
    };
  };
  /**
   * Values of the runner chart for every application. With store.spec, podSecurityContext.fsGroup becomes 0 (KP-14).
   */
  customValues?: Values;
  /**
   * CUSTOM_VALUES_FILE, in place of customValues: a file that you mount by `values` (KP-7).
   */
  customValuesFile?: string;
  /**
   * `umbrella`: the chart is a dependency of yours, so all values go under `ksml-provisioner`. Default: top-level.
   */
  nesting?: 'top-level' | 'umbrella';
  /**
   * Image. Default: the chart's.
   */
  image?: Image;
  /**
   * Requests and limits. Default: the chart's.
   */
  resources?: Resources;
}
/**
 * A KSML application, with the runner chart of KSML.
 */
export interface KsmlApplicationOptions {
  /**
   * The KSML runner. Default: oci://registry.axual.io/opensource/charts/ksml, version 1.3.0.
   */
  chart?: Chart;
  /**
   * Namespace of the application. Default: ksml.
   */
  namespace?: string;
  /**
   * Helm release name. Default: the key under `releases`.
   */
  releaseName?: string;
  /**
   * Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.
   */
  valueFiles?: string[];
  /**
   * Laid over the recipe and valueFiles in the same way.
   */
  values?: Values;
  /**
   * How long to wait for the release to be healthy. Default: 5m.
   */
  timeout?: string;
  /**
   * Release records that Helm keeps. Default: 10.
   */
  maxHistory?: number;
  /**
   * Let Helm undo a failed install or upgrade. Default: false.
   */
  atomic?: boolean;
  /**
   * Wait until the workloads are ready. Default: true.
   */
  wait?: boolean;
  /**
   * Wait for Jobs, too. Default: false.
   */
  waitForJobs?: boolean;
  /**
   * Leave out the chart's crds/ folder. Default: false.
   */
  skipCrds?: boolean;
  /**
   * If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.
   */
  adopt?: boolean;
  /**
   * Keys of releases that must be healthy before this one starts. Default: none.
   */
  after?: string[];
  /**
   * First part of the release name.
   */
  tenant: string;
  /**
   * Second part of the release name.
   */
  instance: string;
  /**
   * Third part of the release name.
   */
  environment: string;
  /**
   * Fourth part of the release name, and the namespace of the definition in KSML.
   */
  application: string;
  /**
   * Number of pods. Default: 1.
   */
  replicas?: number;
  /**
   * The KSML definition, a YAML map.
   */
  definition: TextSource;
  /**
   * Kafka client properties; bootstrap.servers and application.id are required.
   */
  kafka: {
    /**
     * Brokers, as host:port with commas between them.
     */
    'bootstrap.servers': string;
    /**
     * Id of the Kafka Streams application.
     */
    'application.id': string;
    [k: string]: string | number | boolean | SecretSource;
  };
  /**
   * Schema files that the definition refers to. Default: none.
   *
   * @maxItems 100
   */
  schemas?: {
    /**
     * File name, such as SensorData.avsc.
     */
    name: string;
    /**
     * The schema.
     */
    body: TextSource;
  }[];
  /**
   * `Job` for a producer that ends. Default: StatefulSet.
   */
  deploymentMode?: 'StatefulSet' | 'Job';
  /**
   * Volume for state. Default: 10Mi of the node, for an application without state (KR-2).
   */
  store?: {
    /**
     * Size of the volume, such as "1Gi". Cannot be changed later (KR-2).
     */
    size: string | number;
    /**
     * StorageClass. Default: the cluster's.
     */
    storageClass?: string;
    /**
     * Access modes of the claim. Default: [ReadWriteOnce].
     *
     * @minItems 1
     */
    accessModes?: ('ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany')[];
    /**
     * Group that owns the volume: the group of the user in the image (KP-14). Default: 0.
     */
    fsGroup?: number;
  };
  /**
   * `restricted`: as the Pod Security Standard of that name asks. `chart`: nothing is set (KR-7). Default: restricted.
   */
  podSecurity?: 'restricted' | 'chart';
  /**
   * Metrics. Default: none.
   */
  prometheus?: {
    /**
     * Port of the metrics. Default: 9999.
     */
    port?: number;
    /**
     * Have the Prometheus Operator scrape it. Default: no.
     */
    serviceMonitor?: {
      /**
       * Time between two scrapes. Default: 30s.
       */
      interval?: string;
      /**
       * Time for one scrape. Default: 10s.
       */
      scrapeTimeout?: string;
      /**
       * Labels that your Prometheus selects by. Default: none.
       */
      labels?: {
        [k: string]: string;
      };
    };
    /**
     * The chart's alerting rules, as a PrometheusRule. Default: false.
     */
    rules?: boolean;
  };
  /**
   * Traffic that is allowed. Default: everything (KR-8).
   */
  networkPolicy?: {
    /**
     * `spec.ingress` of the NetworkPolicy; [] allows nothing.
     */
    ingress: Values[];
    /**
     * `spec.egress` of the NetworkPolicy; [] allows nothing.
     */
    egress: Values[];
  };
  /**
   * Image of the runner. Default: the chart's.
   */
  image?: Image;
  /**
   * Requests and limits. Default: none.
   */
  resources?: Resources;
}
/**
 * Workers of Cribl LogStream.
 */
export interface LogstreamWorkerGroupOptions {
  /**
   * The chart. Default: https://criblio.github.io/helm-charts/logstream-workergroup, version 4.19.2.
   */
  chart?: Chart;
  /**
   * Namespace of the workers. Default: logstream.
   */
  namespace?: string;
  /**
   * Helm release name. Default: the key under `releases`.
   */
  releaseName?: string;
  /**
   * Files laid over what the recipe sets, in order. Maps merge, lists replace, null removes.
   */
  valueFiles?: string[];
  /**
   * Laid over the recipe and valueFiles in the same way.
   */
  values?: Values;
  /**
   * How long to wait for the release to be healthy. Default: 5m.
   */
  timeout?: string;
  /**
   * Release records that Helm keeps. Default: 10.
   */
  maxHistory?: number;
  /**
   * Let Helm undo a failed install or upgrade. Default: false.
   */
  atomic?: boolean;
  /**
   * Wait until the workloads are ready. Default: true.
   */
  wait?: boolean;
  /**
   * Wait for Jobs, too. Default: false.
   */
  waitForJobs?: boolean;
  /**
   * Leave out the chart's crds/ folder. Default: false.
   */
  skipCrds?: boolean;
  /**
   * If Helm has a release of this name that no stack has yet, take it over instead of failing. Default: false.
   */
  adopt?: boolean;
  /**
   * Keys of releases that must be healthy before this one starts. Default: none.
   */
  after?: string[];
  /**
   * Interface of the chart. Default: by its version, 1.x has that of "1.0" and 4.x that of "4"; without a version "4".
   */
  generation?: '4' | '1.0';
  /**
   * The leader, and the worker group that it keeps.
   */
  leader: {
    /**
     * Host name or address of the leader.
     */
    host: string;
    /**
     * Port of the leader. Default: 4200.
     */
    port?: number;
    /**
     * Worker group. Part of the names of objects.
     */
    group: string;
    /**
     * The leader's authentication token. It is percent-encoded for the URL.
     */
    token: SecretSource;
    /**
     * More tags, for the leader's mapping rules. Default: none.
     */
    tags?: string[];
    /**
     * Connect by tls:// and verify the leader. Default: false (plain tcp://).
     */
    tls?:
      | boolean
      | {
          /**
           * Refuse a leader whose certificate isn't signed by a known authority. Default: true.
           */
          rejectUnauthorized?: boolean;
          /**
           * PEM certificates of the leader's authority. Default: the authorities in the image.
           */
          ca?: TextSource;
          /**
           * Client certificate (PEM), if the leader asks for one.
           */
          certificate?: SecretSource;
          /**
           * Private key (PEM) of the client certificate.
           */
          privateKey?: SecretSource;
          /**
           * Passphrase of the private key.
           */
          passphrase?: SecretSource;
          /**
           * Ask the leader for its certificate. Default: as the product does.
           */
          requestCert?: boolean;
          /**
           * Expression that the leader's common name must match.
           */
          commonNameRegex?: string;
        };
  };
  /**
   * The group's Sources. The ports of the Service are derived from them (LS-1).
   *
   * @minItems 1
   * @maxItems 100
   */
  sources: {
    /**
     * Name of the port, unique, at most 15 characters.
     */
    name: string;
    /**
     * Port that the Source listens on.
     */
    port: number;
    /**
     * Protocol of the Source. Default: TCP.
     */
    protocol?: 'TCP' | 'UDP';
  }[];
  /**
   * How data reaches the workers.
   */
  service?: {
    /**
     * Type of the Service. Default: LoadBalancer.
     */
    type?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
    /**
     * Annotations for the load balancer. Default: none.
     */
    annotations?: {
      [k: string]: string;
    };
    /**
     * Addresses that the load balancer lets in. Default: every address (LS-19).
     *
     * @minItems 1
     */
    sourceRanges?: string[];
    /**
     * `Local` keeps the client's address. Default: Cluster.
     */
    externalTrafficPolicy?: 'Cluster' | 'Local';
  };
  /**
   * Autoscaling, or `false`. Needs the metrics server. Default: 2 to 10 workers at 50 % CPU.
   */
  autoscaling?:
    | false
    | {
        /**
         * Least number of workers. Default: 2.
         */
        min?: number;
        /**
         * Greatest number of workers. Default: 10.
         */
        max?: number;
        /**
         * CPU use to aim at, in percent of the request. Default: 50.
         */
        cpu?: number;
        /**
         * Memory use to aim at, in percent of the request. Default: not looked at.
         */
        memory?: number;
        /**
         * `spec.behavior` of the HorizontalPodAutoscaler. Default: that of Kubernetes.
         */
        behavior?: Values;
      };
  /**
   * Number of workers without autoscaling. Default: 1.
   */
  replicas?: number;
  /**
   * Image. Default: the chart's. Workers and leader should run one version (LS-13).
   */
  image?: Image;
  /**
   * Names of Secrets to pull the image with. Default: none.
   */
  imagePullSecrets?: string[];
  /**
   * Requests and limits, laid over those of the chart, which requests 1250m CPU and 256Mi.
   */
  resources?: Resources;
  /**
   * Annotations of the pods. Default: none.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * Let workers read the pods of the whole cluster; whoever deploys needs cluster rights (LS-22). Default: true.
   */
  clusterRole?: boolean;
  /**
   * Annotations of the workers' service account, for workload identity. Default: none.
   */
  serviceAccountAnnotations?: {
    [k: string]: string;
  };
  /**
   * Time that a pod has to finish, such as "60s". Default: 30s.
   */
  terminationGracePeriod?: string;
}
/**
 * Helm releases, and the resources behind them.
 */
export interface StackOptions {
  /**
   * Default: the name of the Pulumi project.
   */
  name?: string;
  /**
   * The cluster: usually another one in each stack, under `stacks`.
   */
  cluster: {
    /**
     * Names the cluster in the Pulumi state: its resources are replaced when this changes, not when the kubeconfig does.
     */
    identifier: string;
    /**
     * Context of the kubeconfig; the current one if absent.
     */
    context?: string;
    /**
     * Path; the usual places if absent.
     */
    kubeconfig?: string;
    /**
     * Version that charts are rendered for when the cluster is not asked.
     */
    kubeVersion?: string;
    /**
     * APIs that the cluster has besides those of every cluster, such as "monitoring.coreos.com/v1": charts ask for them.
     */
    apiVersions?: string[];
  };
  /**
   * What is special about a namespace. Those that are used are made without being named here.
   */
  namespaces?: {
    [k: string]: {
      /**
       * false: it exists, and is neither created nor deleted.
       */
      create?: boolean;
      /**
       * If it exists already, take it over instead of failing: it is then deleted with the stack.
       */
      adopt?: boolean;
      /**
       * Pod Security Standard of the namespace, as its labels say.
       */
      podSecurity?: {
        /**
         * Pods below this level are refused.
         */
        enforce?: 'privileged' | 'baseline' | 'restricted';
        /**
         * Pods below this level are noted in the audit log.
         */
        audit?: 'privileged' | 'baseline' | 'restricted';
        /**
         * Pods below this level make the API server warn.
         */
        warn?: 'privileged' | 'baseline' | 'restricted';
      };
      /**
       * Labels of the namespace.
       */
      labels?: {
        [k: string]: string;
      };
      /**
       * Annotations of the namespace.
       */
      annotations?: {
        [k: string]: string;
      };
    };
  };
  /**
   * How to sign in to chart registries, by host, with or without a path.
   */
  registries?: {
    [k: string]: {
      /**
       * Default: the registry config files of Helm and Docker.
       */
      username?: TextOrSecret;
      /**
       * Default: as for username.
       */
      password?: SecretSource;
      /**
       * PEM certificates that the registry is verified by, besides the usual ones.
       */
      ca?: TextSource;
      /**
       * Speak HTTP without TLS to the registry.
       */
      plainHttp?: boolean;
      /**
       * Who must have signed the charts under this prefix that don’t say so themselves (cosign).
       */
      verify?: Verify;
    };
  };
  /**
   * What stands behind releases that no recipe knows.
   */
  backing?: {
    /**
     * Secrets, by a name of your own for each, to which releases refer: {nameOf: KEY}.
     */
    secrets?: {
      [k: string]: {
        /**
         * Namespace that it is made in.
         */
        namespace: string;
        /**
         * Name of the Secret. Without it the name changes with the content, so that the pods that use it roll; with it, set a pod annotation to {resourceVersionOf: KEY}.
         */
        fixedName?: string;
        /**
         * Type of the Secret; the API server asks for certain keys with each.
         */
        type?: 'Opaque' | 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson' | 'kubernetes.io/basic-auth';
        /**
         * Its keys. Each is text, or a secret by where it is: fromConfig, fromEnv or fromFile.
         */
        data: {
          [k: string]: TextOrSecret;
        };
      };
    };
    /**
     * ExternalSecrets of the External Secrets Operator, with their SecretStore.
     */
    externalSecrets?: {
      [k: string]: {
        /**
         * Namespace that it is made in.
         */
        namespace: string;
        /**
         * Name of a SecretStore that exists, or what to make one from.
         */
        store:
          | string
          | (
              | {
                  /**
                   * AWS Secrets Manager.
                   */
                  provider: 'aws';
                  /**
                   * AWS region of the secrets.
                   */
                  region: string;
                  /**
                   * Service account as which they are read. Default: the External Secrets Operator's own.
                   */
                  serviceAccount?: string;
                  /**
                   * IAM role that is assumed to read them.
                   */
                  roleArn?: string;
                }
              | {
                  /**
                   * Google Secret Manager.
                   */
                  provider: 'gcp';
                  /**
                   * Google Cloud project of the secrets.
                   */
                  projectID: string;
                  /**
                   * Service account as which they are read. Default: the External Secrets Operator's own.
                   */
                  serviceAccount?: string;
                }
            );
        /**
         * How often the secrets are read again.
         */
        refreshInterval?: string;
        /**
         * Keys of the Secret that is made, and where each is kept.
         */
        data: {
          [k: string]: {
            /**
             * Name of the secret in the secrets manager.
             */
            key: string;
            /**
             * Field of a JSON secret. Default: all of it.
             */
            property?: string;
            /**
             * Version to read. Default: the newest.
             */
            version?: string;
          };
        };
      };
    };
    /**
     * ConfigMaps with certificates. Their name changes with the content, so that pods roll.
     */
    caBundles?: {
      [k: string]: {
        /**
         * Namespace that it is made in.
         */
        namespace: string;
        /**
         * Files of the ConfigMap, PEM: ca.crt for most programs.
         */
        data: {
          [k: string]: TextSource;
        };
      };
    };
    /**
     * S3 buckets. They outlive the stack: no command deletes them.
     */
    buckets?: {
      [k: string]: {
        /**
         * Region of the bucket.
         */
        region: string;
        /**
         * Of an S3-compatible store; AWS if absent.
         */
        endpoint?: string;
        /**
         * Address it as HOST/BUCKET. Default: true with an endpoint, else false.
         */
        forcePathStyle?: boolean;
        /**
         * Keep what is written over or deleted.
         */
        versioning?: boolean;
        /**
         * Encryption at rest; false leaves it as the store has it.
         */
        encryption?: ('AES256' | 'aws:kms') | false;
        /**
         * KMS key for aws:kms. Default: the account’s own.
         */
        kmsKeyId?: string;
        /**
         * Refuse public access, whatever a policy says.
         */
        blockPublicAccess?: boolean;
        /**
         * Tags of the bucket, besides ours.
         */
        tags?: {
          [k: string]: string;
        };
        /**
         * Days after which older versions go. Default: never.
         */
        expireNoncurrentDays?: number;
        /**
         * Features whose absence in the store is an error; for the others it is a warning.
         */
        require?: ('versioning' | 'encryption' | 'blockPublicAccess' | 'lifecycle' | 'tags')[];
      };
    };
    /**
     * Service accounts.
     */
    serviceAccounts?: {
      [k: string]: {
        /**
         * Namespace that it is made in.
         */
        namespace: string;
        /**
         * Such as eks.amazonaws.com/role-arn.
         */
        annotations?: {
          [k: string]: string;
        };
      };
    };
    /**
     * Roles with their RoleBindings.
     */
    roles?: {
      [k: string]: {
        /**
         * Namespace that it is made in.
         */
        namespace: string;
        /**
         * What may be done, as in a Role of Kubernetes.
         *
         * @minItems 1
         */
        rules: {
          /**
           * API groups; "" is the core group.
           */
          apiGroups: string[];
          /**
           * Such as pods, pods/log.
           *
           * @minItems 1
           */
          resources: string[];
          /**
           * Such as get, list, watch.
           *
           * @minItems 1
           */
          verbs: string[];
          /**
           * Only objects of these names. Default: all.
           *
           * @minItems 1
           */
          resourceNames?: string[];
        }[];
        /**
         * Who may: a RoleBinding is made with the Role.
         *
         * @minItems 1
         */
        subjects: {
          /**
           * Name of a service account.
           */
          serviceAccount: string;
          /**
           * The role's own namespace if absent.
           */
          namespace?: string;
        }[];
      };
    };
  };
  /**
   * Objects that exist already, made by somebody else, and that the releases may refer to.
   */
  external?: External[];
}
