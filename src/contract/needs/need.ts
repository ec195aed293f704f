/** What a stack needs from its cluster: what for, whether it is there, and what to do. */
import type { ObjectId } from '../../kubernetes/object-id.ts';
import type { RuleFacts } from '../pack.ts';

export const needIds = [
  'kubernetes-version',
  'helm-version',
  'kind',
  'controller',
  'metrics-api',
  'storage-class',
  'ingress-class',
  'network-policy',
  'node-autoscaling',
  'node-type',
  'pod-security',
  'right',
] as const;
export type NeedId = (typeof needIds)[number];

export interface Need {
  readonly id: NeedId;
  /** `unknown`: the facts that were read do not tell. Never taken for `ok`. */
  readonly state: 'ok' | 'missing' | 'unknown';
  /** If it is missing. `error`: it would not work, or not as meant. `warning`: it works, and will hurt. */
  readonly severity: 'error' | 'warning';
  /** What is needed: `a storage class that gives ReadWriteMany volumes`. */
  readonly what: string;
  /** Who needs it, at least one: a release, a backing resource of the stack (then null), with the object. */
  readonly by: readonly Asker[];
  /** What was found, or why it is not known. */
  readonly message: string;
  /** What to do; null if it is there. */
  readonly hint: string | null;
  /** Of `right`, as a rule of a Role has it; null of the others, and of rights to grant rights. */
  readonly right: RightRule | null;
}

export interface RightRule {
  readonly group: string; // empty: core
  readonly resource: string; // plural
  readonly namespace: string | null; // null: of the whole cluster
  readonly verbs: readonly string[];
  /** Those of them that are denied. */
  readonly denied: readonly string[];
}

export interface Asker {
  readonly release: string | null; // key
  readonly object: ObjectId | null;
}

/** What a judge found; null of `hint` only with `ok`. */
export type Answer = Pick<Need, 'state' | 'message' | 'hint'>;

export const ok = (message: string): Answer => ({ state: 'ok', message, hint: null });
export const missing = (message: string, hint: string): Answer => ({ state: 'missing', message, hint });
export const unknown = (message: string, hint: string): Answer => ({ state: 'unknown', message, hint });

/** As findings of a plan name them. */
export const needRule = (id: NeedId): string => `plan/need-${id}`;

const rule = (id: NeedId, title: string, why: string, severity: Need['severity'] = 'error'): RuleFacts => ({
  id: needRule(id),
  title,
  why: `${why} \`k8s-deploy doctor\` lists everything that a stack needs.`,
  severity,
});

export const needRules: readonly RuleFacts[] = [
  rule(
    'kubernetes-version',
    'The cluster’s Kubernetes is one that the chart and the system support',
    'Helm refuses a chart whose kubeVersion does not fit; what a system documents besides is not checked by anybody else. Upgrade the cluster, or take another version of the chart.',
  ),
  rule(
    'helm-version',
    'Helm is new enough for the system',
    'The Helm that applies releases is the one inside of the Pulumi Kubernetes provider. Update k8s-deploy.',
  ),
  rule(
    'kind',
    'The cluster knows the kinds that the stack makes',
    'Without its CustomResourceDefinition an object is refused. Install what brings the kind first.',
  ),
  rule(
    'controller',
    'What works on the stack’s custom resources is running',
    'A CustomResourceDefinition alone makes an object possible, and nothing comes of it: no Secret from an ExternalSecret, no scraping by a ServiceMonitor.',
  ),
  rule(
    'metrics-api',
    'The Metrics API answers where pods are scaled or watched by it',
    'A HorizontalPodAutoscaler without metrics never scales. Resource metrics come from metrics-server, others from an adapter.',
    'warning',
  ),
  rule(
    'storage-class',
    'There is a storage class for every volume that is claimed',
    'A claim without a class, or with an access mode that its class cannot give, stays pending, and so do its pods.',
  ),
  rule(
    'ingress-class',
    'There is an ingress class for every Ingress',
    'An Ingress that no controller takes leads nowhere, and nobody says so.',
  ),
  rule(
    'network-policy',
    'The network of the cluster enforces network policies',
    'The API server takes them all the same: without a network plugin that enforces them, everything stays open.',
    'warning',
  ),
  rule(
    'node-autoscaling',
    'Nodes are added where pods are scaled by load',
    'Pods that are scaled on fixed nodes stay pending, or contend for the nodes.',
    'warning',
  ),
  rule(
    'node-type',
    'Worker groups run on nodes that are not burstable',
    'A burstable node gives less CPU once its credits are used, which the autoscaler takes for more load.',
    'warning',
  ),
  rule(
    'pod-security',
    'Pods keep to the Pod Security level that their namespace enforces',
    'The API server takes the Deployment and refuses its pods, so that the rollout never ends.',
  ),
  rule(
    'right',
    'Whoever deploys has the rights that the stack takes',
    'Helm and Pulumi stop at the first thing that they may not do, when others are done already. Each right is asked by a SelfSubjectAccessReview.',
  ),
];
