/**
 * The words in which all reports speak of a plan. Names, places and messages stand in them as others wrote them: each format makes them harmless in its
 * own way.
 */
import type { Counts, Operation } from '../../deploy/steps.ts';
import { fieldText } from '../../kubernetes/field.ts';
import { type ObjectId, objectText } from '../../kubernetes/object-id.ts';
import type {
  BackingChange,
  ChartOf,
  CrdState,
  Drift,
  DriftField,
  FieldChange,
  Folded,
  HookRun,
  Noise,
  ObjectChange,
  Plan,
  ReleaseOperation,
  ReleasePlan,
  Risk,
} from '../../plan/plan.ts';
import { operations } from '../marks.ts';
import { plural } from '../check/wording.ts';
import type { Style } from '../terminal.ts';
import type { PlanCounts } from './counts.ts';

export interface Sign {
  readonly mark: string;
  readonly style: Style;
  readonly word: string;
}

export const tierWords: Readonly<Record<Plan['tier'], string>> = { offline: 'Offline', live: 'Live' };

/** Of a release or a backing resource: what is to be done with it. */
export const operationWords: Readonly<Record<Operation, string>> = {
  create: 'to create',
  update: 'to change',
  replace: 'to replace',
  delete: 'to delete',
  forget: 'to forget',
  import: 'to import',
  read: 'to read',
  same: 'unchanged',
};

export type ObjectChangeKind = ObjectChange['change'];

export const objectSigns: Readonly<Record<ObjectChangeKind, Sign>> = {
  created: { mark: '+', style: 'green', word: 'to create' },
  changed: { mark: '~', style: 'yellow', word: 'to change' },
  renamed: { mark: '±', style: 'magenta', word: 'to rename' },
  deleted: { mark: '-', style: 'red', word: 'to delete' },
  kept: { mark: '=', style: 'cyan', word: 'to keep' },
  unchanged: { mark: ' ', style: 'dim', word: 'unchanged' },
};

/** In the order in which counts are told. */
export const objectChanges = ['created', 'changed', 'renamed', 'deleted', 'kept', 'unchanged'] as const;

export const fieldSigns: Readonly<Record<FieldChange['change'], Sign>> = {
  added: { mark: '+', style: 'green', word: 'added' },
  removed: { mark: '-', style: 'red', word: 'removed' },
  changed: { mark: '~', style: 'yellow', word: 'changed' },
};

/** `data-platform/dev`. */
export const planName = ({ project, stack }: Plan): string => `${project}/${stack}`;

/** `2 to create, 1 to change`; empty if nothing is done. */
export const operationsText = (counts: Counts): string =>
  operations
    .filter((operation) => operation !== 'same' && operation !== 'read' && counts[operation] > 0)
    .map((operation) => `${counts[operation]} ${operationWords[operation]}`)
    .join(', ');

/** `3 to create, 1 to delete, 12 unchanged`; empty if there is none. */
export const objectsText = (counts: PlanCounts['objects']): string =>
  objectChanges
    .filter((change) => counts[change] > 0)
    .map((change) => `${counts[change]} ${objectSigns[change].word}`)
    .join(', ');

/** `1 error, 2 warnings` of findings and risks together; empty if there is neither. Notices are not told. */
export function problemsText({ findings, risks }: PlanCounts): string {
  const errors = findings.error + risks.error;
  const warnings = findings.warning + risks.warning;
  return [
    ...(errors === 0 ? [] : [plural(errors, 'error')]),
    ...(warnings === 0 ? [] : [plural(warnings, 'warning')]),
  ].join(', ');
}

/** `Live plan of data-platform/dev, refused: 2 to create, 1 to change; 1 error, 2 warnings`. */
export function headline(plan: Plan, counts: PlanCounts): string {
  const refused = plan.verdict.outcome === 'refused' ? ', refused' : '';
  const problems = problemsText(counts);
  return `${tierWords[plan.tier]} plan of ${planName(plan)}${refused}: ${whatIsDone(plan, counts)}${problems === '' ? '' : `; ${problems}`}`;
}

function whatIsDone(plan: Plan, counts: PlanCounts): string {
  const operationCounts = operationsText(counts.resources);
  if (operationCounts !== '') return operationCounts;
  if (plan.verdict.outcome === 'changes') return 'no resource changes';
  const isSaid = plan.findings.some(({ rule, waiver }) => rule.startsWith('plan/') && waiver === null);
  const isAllKnown = plan.tier === 'live' && counts.drift === 0 && plan.gaps.length === 0 && !isSaid;
  return isAllKnown ? 'no changes, everything is as declared' : 'no changes';
}

/** What is compared with what, as a sentence without a full stop. */
export function comparedText({ tier, base, cluster }: Plan): string {
  if (tier === 'live')
    return `Cluster ${cluster.identifier}, Kubernetes ${cluster.kubeVersion}: what was applied last → what would be`;
  const rendered = `rendered for Kubernetes ${cluster.kubeVersion}, without cluster and secrets`;
  if (base === null) return rendered;
  const behind =
    base.behind === 0 ? '' : `, which has ${plural(base.behind, 'commit')} more than what is previewed`;
  return `Against ${base.ref} (${base.commit.slice(0, 7)})${behind}; ${rendered}`;
}

/** Of a plan without changes, what was looked at: `1 release, 12 objects, 3 backing resources; cluster prod-eu-1`. */
export function unchangedText(plan: Plan, { objects }: PlanCounts): string {
  const parts = [
    plural(plan.releases.length, 'release'),
    plural(objects.unchanged, 'object'),
    plural(plan.backing.length, 'backing resource'),
  ].join(', ');
  return plan.tier === 'live' ? `${parts}; cluster ${plan.cluster.identifier}` : parts;
}

/** `sf2loki 0.1.9 → 0.2.0`, `leoflow 1.4.0`, `web 1.0.0 (app 3.1 → 3.2), signed by ORG`; empty if no chart is known. */
export function chartText({ chart, chartBefore }: Pick<ReleasePlan, 'chart' | 'chartBefore'>): string {
  const now = chart ?? chartBefore;
  if (now === null) return '';
  const before = chart === null || chartBefore === null ? now : chartBefore;
  const versions =
    before.name === now.name
      ? `${now.name} ${arrow(before.version, now.version)}`
      : `${before.name} ${before.version} → ${now.name} ${now.version}`;
  const signed = chart?.signedBy === undefined ? '' : `, signed by ${chart.signedBy}`;
  return versions + appText(before, now) + signed;
}

type Versions = Pick<ChartOf, 'version' | 'appVersion'>;

/** Many charts have the version of what they install: then it is said already. */
function appText(before: Versions, now: Versions): string {
  const isSaid = before.appVersion === before.version && now.appVersion === now.version;
  return isSaid || before.appVersion === now.appVersion
    ? ''
    : ` (app ${before.appVersion ?? 'none'} → ${now.appVersion ?? 'none'})`;
}

const arrow = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`);

/** `Helm revision 6, deployed`; `not in the cluster yet`; empty offline. */
export function recordText({ record, operation }: ReleasePlan, tier: Plan['tier']): string {
  if (record !== null) return `Helm revision ${record.revision}, ${record.status}`;
  return tier === 'live' && operation !== 'forget' ? 'no Helm release yet' : '';
}

/** `Deployment shop/web`; of a renamed one `Service shop/web → Service shop/web-http`. */
export const objectName = ({ object, before }: Pick<ObjectChange, 'object' | 'before'>): string =>
  before === null ? objectText(object) : `${objectText(before)} → ${renamedTo(before, object)}`;

const renamedTo = (before: ObjectId, after: ObjectId): string =>
  before.kind === after.kind && before.namespace === after.namespace ? after.name : objectText(after);

const noiseWords: Readonly<Record<Noise, string>> = {
  checksum: 'checksum annotation',
  'chart-label': 'chart label',
  'generated-name': 'generated name',
  spelling: 'other spelling of the same value',
  server: 'field set by the server',
  order: 'order of items',
};
const noisePlurals: Readonly<Partial<Record<Noise, string>>> = {
  spelling: 'other spellings of the same value',
  server: 'fields set by the server',
  order: 'orders of items',
};

/** `2 checksum annotations, 1 other spelling of the same value`; empty if nothing is folded. The same noise of several objects counts together. */
export function foldedText(folded: readonly Folded[]): string {
  return [...Map.groupBy(folded, ({ noise }) => noise)]
    .map(([noise, group]) => {
      const count = group.reduce((sum, one) => sum + one.count, 0);
      return `${count} ${count === 1 ? noiseWords[noise] : (noisePlurals[noise] ?? `${noiseWords[noise]}s`)}`;
    })
    .join(', ');
}

/** `pre-upgrade: Job shop/migrate (weight -5, changed)`. */
export function hookText({ event, object, weight, change }: HookRun): string {
  const remarks = [
    ...(weight === 0 ? [] : [`weight ${weight}`]),
    ...(change === 'created' ? ['new'] : change === 'changed' ? ['changed'] : []),
  ].join(', ');
  return `${event}: ${objectText(object)}${remarks === '' ? '' : ` (${remarks})`}`;
}

/** What becomes of the CRD: after its name. */
export const crdWords: Readonly<Record<CrdState['state'], string>> = {
  created: 'created by the first install',
  same: 'as in the cluster',
  outdated: 'another one in the cluster; Helm does not upgrade it',
  missing: 'not in the cluster; Helm does not create it on an upgrade',
  unknown: 'not known whether the cluster has it',
};

/** What `up` does about it: after the object's name. */
export const fateWords: Readonly<Record<Drift['fate'], string>> = {
  reset: 'up sets it back',
  recreated: 'up creates it again',
  kept: 'up leaves it as it is',
};

/** `Deployment shop/web was changed; up sets it back`. */
export const driftText = ({ object, state, fate }: Drift): string =>
  `${objectText(object)} ${state === 'missing' ? 'is missing' : 'was changed'}; ${fateWords[fate]}`;

/** `by kubectl-edit, 2026-03-01 09:30 UTC`; empty if the server does not tell. */
export function managerText({ manager, time }: DriftField): string {
  const parts = [
    ...(manager === null ? [] : [`by ${manager}`]),
    ...(time === null ? [] : [`${time.slice(0, 16).replace('T', ' ')} UTC`]),
  ];
  return parts.join(', ');
}

/** What a replacement does with the old one; empty for other operations. */
export function orderText({ order }: Pick<BackingChange, 'order'>): string {
  if (order === null) return '';
  return order === 'create-first'
    ? 'the new one comes first, then the old one goes'
    : 'the old one goes first; between the two there is none';
}

/** What the operation means, where the word alone does not say it. */
export const operationRemarks: Readonly<Partial<Record<ReleaseOperation, string>>> = {
  forget: 'it stays; the stack forgets it',
  import: 'it is there; the stack takes it over',
};

/** `sf2loki: Deployment shop/web, spec.replicas`; empty if the risk is of the stack as a whole. */
export function riskPlace({ release, object, place }: Pick<Risk, 'release' | 'object' | 'place'>): string {
  const where = [
    ...(object === null ? [] : [objectText(object)]),
    ...(place.length === 0 ? [] : [fieldText(place)]),
  ].join(', ');
  return [...(release === null ? [] : [release]), ...(where === '' ? [] : [where])].join(': ');
}
