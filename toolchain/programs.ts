/** The Go modules of this folder, and our own; each has its own graph, so that one program's needs never move another's versions. */
type ModuleName =
  'cluster' | 'pulumi' | 'external-secrets' | 'peers' | 'kubectl' | 'workflows' | '../renderer';

export interface Program {
  /** As it is found on PATH. */
  name: string;
  /** The folder below `toolchain/` whose go.mod pins it. */
  module: ModuleName;
  /** The Go package, relative ones (`./x`) inside the module's folder. */
  package: string;
  /** The pinned version, without a leading `v`. It must agree with go.mod: a test compares them. */
  version: string;
  /** `-X` variables for the linker: without them a program lies about its version. */
  stamps: Record<string, string>;
  /** Arguments that make it print its version, or null if it has no such command (then it is never taken from PATH). */
  versionArguments: readonly string[] | null;
  /** A folder of the package's own module that is copied beside the program, because it is needed when the program runs. */
  assets?: { from: string; to: string };
  /** A folder of ours whose files are built as if they lay in another module, beside what that module has. */
  graft?: { from: string; onto: string };
}

const kubernetes = '1.33.3';
const [major = '', minor = ''] = kubernetes.split('.');
const kubernetesStamps = {
  'k8s.io/component-base/version.gitVersion': `v${kubernetes}`,
  'k8s.io/component-base/version.gitMajor': major,
  'k8s.io/component-base/version.gitMinor': minor,
};

/**
 * Every program, in build order: what shares most code with the next ones first, so the Go build cache fills early.
 * Versions in step: `@pulumi/pulumi` 3.259.x with `pulumi`, `@pulumi/kubernetes` 4.25.0 with `pulumi-resource-kubernetes`
 * (which embeds Helm 3.18.6).
 */
export const programs = {
  etcd: {
    name: 'etcd',
    module: 'cluster',
    package: 'go.etcd.io/etcd/server/v3',
    version: '3.5.21',
    stamps: {},
    versionArguments: ['--version'],
  },
  'kube-apiserver': {
    name: 'kube-apiserver',
    module: 'cluster',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    version: kubernetes,
    stamps: kubernetesStamps,
    versionArguments: ['--version'],
  },
  'kube-controller-manager': {
    name: 'kube-controller-manager',
    module: 'cluster',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    version: kubernetes,
    stamps: kubernetesStamps,
    versionArguments: ['--version'],
  },
  'kube-scheduler': {
    name: 'kube-scheduler',
    module: 'cluster',
    package: 'k8s.io/kubernetes/cmd/kube-scheduler',
    version: kubernetes,
    stamps: kubernetesStamps,
    versionArguments: ['--version'],
  },
  kwok: {
    name: 'kwok',
    module: 'cluster',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    version: '0.7.0',
    stamps: {},
    versionArguments: ['--version'],
  },
  helm: {
    name: 'helm',
    module: 'cluster',
    package: 'helm.sh/helm/v3/cmd/helm',
    version: '3.18.6',
    // The last four are what Helm's own Makefile stamps; without them `.Capabilities.KubeVersion` is v1.20.0.
    stamps: {
      ...kubernetesStamps,
      'helm.sh/helm/v3/internal/version.version': 'v3.18.6',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': major,
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': minor,
      'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': major,
      'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': minor,
    },
    versionArguments: ['version', '--short'],
  },
  'k8s-deploy-renderer': {
    name: 'k8s-deploy-renderer',
    module: '../renderer',
    package: './',
    version: '3.18.6', // of the Helm that it is
    stamps: {
      'helm.sh/helm/v3/internal/version.version': 'v3.18.6',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': major,
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': minor,
    },
    versionArguments: null,
    graft: { from: '_helm', onto: 'helm.sh/helm/v3' },
  },
  'pulumi-resource-kubernetes': {
    name: 'pulumi-resource-kubernetes',
    module: 'cluster',
    package: './pulumi-resource-kubernetes',
    version: '4.25.0',
    stamps: { 'github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version': '4.25.0' },
    versionArguments: null,
  },
  registry: {
    name: 'registry',
    module: 'cluster',
    package: 'github.com/distribution/distribution/v3/cmd/registry',
    version: '3.0.0',
    stamps: { 'github.com/distribution/distribution/v3/version.version': 'v3.0.0' },
    versionArguments: ['--version'],
  },
  versitygw: {
    name: 'versitygw',
    module: 'cluster',
    package: 'github.com/versity/versitygw/cmd/versitygw',
    version: '1.8.0',
    stamps: { 'main.Version': '1.8.0' },
    versionArguments: ['--version'],
  },
  pulumi: {
    name: 'pulumi',
    module: 'pulumi',
    package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    version: '3.259.0',
    stamps: {
      'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': 'v3.259.0',
      'github.com/pulumi/pulumi/pkg/v3/version.Version': 'v3.259.0',
    },
    versionArguments: ['version'],
  },
  'external-secrets': {
    name: 'external-secrets',
    module: 'external-secrets',
    package: 'github.com/external-secrets/external-secrets',
    version: '0.18.2',
    stamps: {},
    versionArguments: null,
    assets: { from: 'config/crds/bases', to: 'crds' },
  },
  'helm-unittest': {
    name: 'helm-unittest',
    module: 'peers',
    package: 'github.com/helm-unittest/helm-unittest/cmd/helm-unittest',
    version: '1.1.2',
    stamps: { 'github.com/helm-unittest/helm-unittest/internal/build.version': '1.1.2' },
    versionArguments: null,
  },
  kubectl: {
    name: 'kubectl',
    module: 'kubectl',
    package: 'k8s.io/kubernetes/cmd/kubectl',
    version: kubernetes,
    stamps: kubernetesStamps,
    versionArguments: null,
  },
  actionlint: {
    name: 'actionlint',
    module: 'workflows',
    package: 'github.com/rhysd/actionlint/cmd/actionlint',
    version: '1.7.12',
    stamps: { 'github.com/rhysd/actionlint.version': '1.7.12' },
    versionArguments: ['-version'],
  },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** For side-by-side benchmarks, and for the lint of our workflows. */
const onDemand: ReadonlySet<ProgramName> = new Set<ProgramName>(['kubectl', 'actionlint']);

/** What the project runs on. */
export const defaultPrograms: readonly ProgramName[] = (Object.keys(programs) as ProgramName[]).filter(
  (name) => !onDemand.has(name),
);
