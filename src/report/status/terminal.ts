/** How the releases of a stack stand, for people: a table, and below each release what it runs. */
import { objectText } from '../../kubernetes/object-id.ts';
import { oneLine } from '../check/printable.ts';
import type { Style, Terminal } from '../terminal.ts';
import { spanText } from './ago.ts';
import type {
  ObservedAutoscaler,
  ObservedLease,
  ReleaseHealth,
  ReleaseStatus,
  StackStatus,
  Workload,
} from './status.ts';
import { table, type Cell } from './table.ts';

type Styler = Pick<Terminal, 'style'>;

const marks: Readonly<Record<ReleaseHealth, readonly [mark: string, style: Style]>> = {
  ready: ['✓', 'green'],
  progressing: ['…', 'yellow'],
  failed: ['✗', 'red'],
  absent: ['-', 'dim'],
  unknown: ['?', 'yellow'],
};

/** `now`: milliseconds since 1970. */
export function statusLines(status: StackStatus, terminal: Styler, now: number): string[] {
  const { project, stack, releases, gaps } = status;
  const rows = table([head, ...releases.map((release) => row(release, now))], terminal);
  return [
    terminal.style('bold', `stack ${stack} of ${project}`),
    '',
    ...rows.flatMap((line, index) => [line, ...detailsOf(releases[index - 1], terminal, now)]),
    ...(gaps.length === 0
      ? []
      : ['', ...gaps.map((gap) => `${terminal.style('yellow', '!')} ${oneLine(gap, 500)}`)]),
  ];
}

const head: readonly Cell[] = ['', 'RELEASE', 'HELM', 'REVISION', 'CHART', 'APP', 'READY', 'LAST CHANGE'].map(
  (text) => ({ text, style: 'dim' }),
);

function row({ key, health, helm, workloads }: ReleaseStatus, now: number): Cell[] {
  const [mark, style] = marks[health];
  const cells = [
    { text: mark, style },
    { text: key, style: 'bold' as const },
  ];
  if (helm === null) {
    const text = health === 'absent' ? 'not installed' : 'not known';
    return [...cells, { text, style }];
  }
  const { chart, updated, description } = helm;
  const ago = updated === '' ? '' : `${spanText((now - Date.parse(updated)) / 1000)} ago: `;
  return [
    ...cells,
    { text: helm.status, style: helm.status === 'deployed' ? null : style },
    { text: String(helm.revision), style: null },
    { text: `${chart.name}-${chart.version}`, style: null },
    { text: chart.appVersion ?? '', style: null },
    { text: readyText(workloads), style: null },
    { text: oneLine(`${ago}${description}`, 120), style: 'dim' },
  ];
}

/** Pods ready of those wanted, of all workloads. */
function readyText(workloads: readonly Workload[]): string {
  const rollouts = workloads.flatMap(({ object, rollout }) =>
    rollout === null || object.kind === 'PersistentVolumeClaim' || object.kind === 'Service' ? [] : rollout,
  );
  if (rollouts.length === 0) return '-';
  const sum = (field: 'ready' | 'wanted'): number => rollouts.reduce((total, each) => total + each[field], 0);
  return `${sum('ready')}/${sum('wanted')}`;
}

function detailsOf(release: ReleaseStatus | undefined, terminal: Styler, now: number): string[] {
  if (release === undefined) return [];
  const lines = [
    ...release.workloads.map((workload) => workloadText(workload, terminal)),
    ...release.autoscalers.map(autoscalerText),
    ...(release.lease === null ? [] : [leaseText(release.lease, now)]),
  ];
  return lines.map((line) => `    ${line}`);
}

function workloadText({ object, rollout, exists }: Workload, terminal: Styler): string {
  const name = oneLine(objectText(object), 200);
  if (rollout === null) return exists ? name : `${name}  ${terminal.style('red', 'is not there')}`;
  const style = { ready: 'green', progressing: 'yellow', failed: 'red' } as const;
  const count = terminal.style(style[rollout.state], `${rollout.ready}/${rollout.wanted}`);
  return `${name}  ${count}${rollout.note === null ? '' : `  ${oneLine(rollout.note, 200)}`}`;
}

function autoscalerText({
  object,
  current,
  desired,
  min,
  max,
  metrics,
  note,
  target,
}: ObservedAutoscaler): string {
  const replicas = `${current ?? '?'} replicas, wants ${desired ?? '?'} of ${min} to ${max}`;
  const numbers = metrics.map(({ name, current: now, target: goal }) => `${name} ${now ?? '?'} of ${goal}`);
  const parts = [
    `${objectText(object)} of ${target}: ${replicas}`,
    ...numbers,
    ...(note === null ? [] : [note]),
  ];
  return oneLine(parts.join('; '), 400);
}

function leaseText({ object, lease }: ObservedLease, now: number): string {
  const name = objectText(object);
  if (lease === null) return `${name}: not made yet: nobody leads`;
  if (lease.holder === null) return `${name}: held by nobody`;
  const renewed =
    lease.renewed === null ? '' : `, renewed ${spanText((now - Date.parse(lease.renewed)) / 1000)} ago`;
  return oneLine(
    `${name}: held by ${lease.holder}${renewed}${lease.isExpired ? ': it has run out' : ''}`,
    400,
  );
}
