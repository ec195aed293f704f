/** Small pieces of which tests of reports build plans; what a test does not care about has a default. */
import type { Counts, Step } from '../../src/deploy/steps.ts';
import type { FieldPlace } from '../../src/kubernetes/field.ts';
import type { ObjectId } from '../../src/kubernetes/object-id.ts';
import type {
  BackingChange,
  ChartOf,
  CrdState,
  Drift,
  DriftField,
  FieldChange,
  HookRun,
  ObjectChange,
  Plan,
  ReleasePlan,
  Risk,
} from '../../src/plan/plan.ts';

export const noCounts: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  forget: 0,
  same: 0,
  read: 0,
  import: 0,
};

const groups: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
};

export const object = (kind: string, name: string, namespace: string | null = 'observability'): ObjectId => ({
  apiVersion: groups[kind] ?? 'v1',
  kind,
  namespace,
  name,
});

/** Changed from 1 to 2, unless the parts say otherwise. */
export const field = (place: FieldPlace, parts: Partial<FieldChange> = {}): FieldChange => ({
  place,
  change: 'changed',
  secret: false,
  before: 1,
  after: 2,
  lines: null,
  ...parts,
});
export const added = (place: FieldPlace, after: FieldChange['after']): FieldChange =>
  field(place, { change: 'added', before: null, after });
export const removed = (place: FieldPlace, before: FieldChange['before']): FieldChange =>
  field(place, { change: 'removed', before, after: null });
export const secret = (place: FieldPlace, change: FieldChange['change'] = 'changed'): FieldChange =>
  field(place, { change, secret: true, before: null, after: null });

export const driftField = (place: FieldPlace, parts: Partial<DriftField> = {}): DriftField => ({
  ...field(place),
  manager: 'kubectl-edit',
  time: '2026-03-01T09:30:00Z',
  ...parts,
});

export const objectChange = (id: ObjectId, parts: Partial<ObjectChange> = {}): ObjectChange => ({
  object: id,
  change: 'changed',
  before: null,
  template: `chart/templates/${id.kind.toLowerCase()}.yaml`,
  fields: [],
  content: null,
  folded: [],
  ...parts,
});

/** Runs before an upgrade; unchanged. */
export const hook = (id: ObjectId, parts: Partial<HookRun> = {}): HookRun => ({
  object: id,
  event: 'pre-upgrade',
  weight: 0,
  deletePolicies: ['before-hook-creation'],
  change: 'unchanged',
  fields: [],
  ...parts,
});

export const crd = (
  name: string,
  state: CrdState['state'],
  fields: readonly FieldChange[] = [],
): CrdState => ({
  name,
  state,
  fields,
});

export const drift = (id: ObjectId, parts: Partial<Drift> = {}): Drift => ({
  object: id,
  state: 'changed',
  by: 'dry-run',
  fate: 'reset',
  fields: [],
  ...parts,
});

export const chart = (name: string, version: string, appVersion: string | null = version): ChartOf => ({
  name,
  version,
  appVersion,
  reference: `oci://registry.example.com/charts/${name}`,
  digest: `sha256:${'4f'.repeat(32)}`,
});

/** An update of one chart version to itself. */
export const release = (key: string, parts: Partial<ReleasePlan> = {}): ReleasePlan => ({
  key,
  name: key,
  namespace: 'observability',
  system: null,
  operation: 'update',
  chart: chart(key, '1.0.0'),
  chartBefore: { name: key, version: '1.0.0', appVersion: '1.0.0' },
  record: { revision: 6, status: 'deployed', updated: '2026-02-20T08:00:00Z', appliedRevision: 6 },
  objects: [],
  hooks: [],
  crds: [],
  drift: [],
  ...parts,
});

export const backing = (
  kind: string,
  name: string,
  operation: BackingChange['operation'],
  parts: Partial<BackingChange> = {},
): BackingChange => ({
  id: `${kind.toLowerCase()}/${name}`,
  kind,
  name,
  operation,
  order: null,
  fields: [],
  ...parts,
});

export const step = (
  operation: Step['operation'],
  kind: string,
  name: string,
  parts: Partial<Step> = {},
): Step => ({
  operation,
  urn: `urn:pulumi:dev::data-platform::kubernetes:core/v1:${kind}::${name}`,
  type: kind === 'Release' ? 'kubernetes:helm.sh/v3:Release' : `kubernetes:core/v1:${kind}`,
  kind,
  name,
  changedKeys: [],
  replaceKeys: [],
  order: null,
  ...parts,
});

export const risk = (id: Risk['id'], severity: Risk['severity'], parts: Partial<Risk> = {}): Risk => ({
  id,
  severity,
  release: null,
  object: null,
  place: [],
  message: 'something will happen',
  hint: null,
  ...parts,
});

type Finding = Plan['findings'][number];

export const planFinding = (
  rule: string,
  severity: Finding['severity'],
  parts: Partial<Finding> = {},
): Finding => ({
  rule,
  severity,
  release: null,
  stack: 'dev',
  case: null,
  object: null,
  path: [],
  template: null,
  message: 'something is wrong',
  hint: null,
  source: null,
  waiver: null,
  alsoIn: [],
  ...parts,
});

/** Live, of nothing at all, with no changes. */
export const plan = (parts: Partial<Plan> = {}): Plan => ({
  tier: 'live',
  project: 'data-platform',
  stack: 'dev',
  directory: 'examples/data-platform',
  base: null,
  cluster: { identifier: 'dev-eu-1', kubeVersion: '1.33.3' },
  steps: [],
  counts: noCounts,
  releases: [],
  backing: [],
  findings: [],
  unjudged: [],
  risks: [],
  verdict: { outcome: 'no-changes', reasons: [] },
  digest: `sha256:${'9c'.repeat(32)}`,
  graph: { nodes: [], edges: [] },
  gaps: [],
  timings: { total: 1440 },
  ...parts,
});
