/** The words in which all reports speak of drift. Names and messages stand in them as others wrote them: each format makes them harmless in its own way. */
import { objectText } from '../../kubernetes/object-id.ts';
import type {
  DriftNoise,
  DriftReport,
  FoldedField,
  ObjectDrift,
  ReleaseDrift,
} from '../../plan/drift-report.ts';
import type { Outdated } from '../../plan/rotation.ts';
import { oneLine } from '../check/printable.ts';
import { plural } from '../check/wording.ts';

export interface DriftCounts {
  readonly byHand: number;
  readonly changed: number;
  readonly missing: number;
  readonly taken: number;
  readonly fields: number;
  /** Workloads. */
  readonly outdated: number;
}

export function driftCounts({ releases, backing }: Pick<DriftReport, 'releases' | 'backing'>): DriftCounts {
  const objects = [...releases.flatMap((release) => release.objects), ...backing];
  const of = (state: ObjectDrift['state']): number =>
    objects.filter((object) => object.state === state).length;
  const outdated = releases.flatMap((release) => release.outdated);
  return {
    byHand: releases.filter(({ byHand }) => byHand !== null).length,
    changed: of('changed'),
    missing: of('missing'),
    taken: of('taken'),
    fields: objects.reduce((sum, { fields }) => sum + fields.length, 0),
    outdated: new Set(outdated.map(({ workload }) => objectText(workload))).size,
  };
}

/** `Drift of data-platform/dev: 1 release changed by hand, 2 objects changed`; `No drift in …`. */
export function driftHeadline(report: DriftReport): string {
  const name = `${report.project}/${report.stack}`;
  const counts = driftCounts(report);
  const parts = [
    ...(counts.byHand === 0 ? [] : [`${plural(counts.byHand, 'release')} not as the stack left it`]),
    ...(counts.changed === 0 ? [] : [`${plural(counts.changed, 'object')} changed`]),
    ...(counts.missing === 0 ? [] : [`${plural(counts.missing, 'object')} missing`]),
    ...(counts.taken === 0 ? [] : [`${plural(counts.taken, 'object')} taken by another release`]),
    ...(counts.outdated === 0 ? [] : [`${plural(counts.outdated, 'workload')} with outdated data`]),
  ];
  if (parts.length > 0) return `Drift of ${name}: ${parts.join(', ')}`;
  return report.gaps.length === 0 ? `No drift in ${name}` : `No drift found in ${name}`;
}

/** `Cluster prod-eu-1: 3 releases and 42 objects against what was applied last`. */
export const driftComparison = ({ cluster, compared, releases }: DriftReport): string =>
  `Cluster ${cluster}: ${plural(releases.length, 'release')} and ${plural(compared, 'object')} against what was applied last`;

/** Of Helm's own words: a failure may quote a whole object. */
const shownDescription = 120;

/** What happened to the release as Helm has it; empty if nothing. */
export function changeText({ byHand, applied, record }: ReleaseDrift): string {
  const now = record === null ? 'no record' : `revision ${record.revision}, ${record.status}`;
  const remark =
    record === null || record.description === ''
      ? ''
      : ` ("${oneLine(record.description, shownDescription)}")`;
  switch (byHand) {
    case null:
      return '';
    case 'uninstalled':
      return `uninstalled: Helm has ${record === null ? 'no record of it' : now}, and the stack made revision ${applied}`;
    case 'revised':
      return `changed by others: Helm has ${now}${remark}, and the stack made revision ${applied}`;
    case 'unfinished':
      return `not whole: Helm has ${now}${remark}`;
    case 'installed':
      return `installed by others: Helm has ${now}${remark}, and the state of the stack does not have it`;
  }
}

/** `2026-03-01 09:30 UTC` */
const timeText = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

const makers: Readonly<Record<ObjectDrift['madeBy'], string>> = {
  release: '',
  stack: '',
  hook: ', which a hook made,',
};

/** `Deployment shop/web was changed`. */
export function objectDriftText({ object, state, madeBy, owner }: ObjectDrift): string {
  const name = `${objectText(object)}${makers[madeBy]}`;
  switch (state) {
    case 'missing':
      return `${name} is missing`;
    case 'changed':
      return `${name} was changed`;
    case 'taken':
      return `${name} belongs to release ${owner?.release ?? ''} in namespace ${owner?.namespace ?? ''} now`;
  }
}

/** `Deployment shop/web: 2 pods run with Secret shop/login as it was before 2026-03-01 09:30 UTC`. */
export function outdatedText({
  workload,
  source,
  written,
  manager,
  externalSecret,
  isCertain,
  pods,
}: Outdated): string {
  const who = [
    ...(manager === null ? [] : [`by ${manager}`]),
    ...(externalSecret === null ? [] : [`from ExternalSecret ${externalSecret}`]),
  ].join(', ');
  const runs = pods.length === 1 ? 'runs' : 'run';
  const verb = isCertain ? `${runs} with` : 'may run with';
  return `${objectText(workload)}: ${plural(pods.length, 'pod')} ${verb} ${objectText(source)} as it was before ${timeText(written)}${who === '' ? '' : ` (written ${who})`}`;
}

const noiseWords: Readonly<Record<DriftNoise, string>> = {
  autoscaler: 'count of replicas that an autoscaler sets',
  restart: 'restart annotation',
  'certificate-authority': 'certificate that a controller filled in',
  'leader-election': 'field of a leader election',
  controller: 'field that a controller of Kubernetes fills in',
  metadata: 'label, annotation or finalizer of others',
};
const noisePlurals: Readonly<Record<DriftNoise, string>> = {
  autoscaler: 'counts of replicas that autoscalers set',
  restart: 'restart annotations',
  'certificate-authority': 'certificates that a controller filled in',
  'leader-election': 'fields of leader elections',
  controller: 'fields that controllers of Kubernetes fill in',
  metadata: 'labels, annotations and finalizers of others',
};

/** `2 restart annotations, 1 field of a leader election`; empty if nothing is folded. */
export const foldedDriftText = (folded: readonly FoldedField[]): string =>
  (Object.keys(noiseWords) as DriftNoise[])
    .flatMap((noise) => {
      const count = folded.filter((one) => one.noise === noise).length;
      return count === 0 ? [] : [`${count} ${count === 1 ? noiseWords[noise] : noisePlurals[noise]}`];
    })
    .join(', ');

/** What to run next, with what it does; the first is the way to the rest. */
export function nextSteps({ stack, releases, backing }: DriftReport): { command: string; does: string }[] {
  const drifted = releases.filter((release) => release.isDrifted);
  const isHealable =
    backing.length > 0 || drifted.some(({ byHand, objects }) => byHand !== null || objects.length > 0);
  const rotated = drifted.filter(({ outdated }) => outdated.length > 0);
  return [
    ...(isHealable
      ? [{ command: `drift --heal --stack ${stack}`, does: 'sets it back to what the stack says' }]
      : []),
    ...(rotated.length > 0
      ? [{ command: `restart --rotated --stack ${stack}`, does: 'makes the outdated pods anew' }]
      : []),
  ];
}
