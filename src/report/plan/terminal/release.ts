/** One release: what is done with it, its objects, hooks, CRDs and drift. */
import type { Plan, ReleaseOperation, ReleasePlan } from '../../../plan/plan.ts';
import type { Step } from '../../../deploy/steps.ts';
import { operationMarks } from '../../marks.ts';
import type { Style } from '../../terminal.ts';
import {
  chartText,
  crdWords,
  driftText,
  fieldSigns,
  hookText,
  managerText,
  operationRemarks,
  operationWords,
  recordText,
} from '../wording.ts';
import { fieldLines, oneField } from './fields.ts';
import { objectLines } from './objects.ts';
import type { Piece } from './cells.ts';
import { paragraph } from './paragraph.ts';
import type { View } from './view.ts';

/** Something is to be told of it, though nothing may be done with it. */
export const isTold = ({ operation, objects, hooks, drift, crds }: ReleasePlan): boolean =>
  operation !== 'same' ||
  hooks.length > 0 ||
  drift.length > 0 ||
  crds.some(({ state }) => state === 'outdated' || state === 'missing') ||
  objects.some(({ change }) => change !== 'unchanged');

const ranks: Readonly<Record<ReleaseOperation, number>> = {
  delete: 0,
  replace: 1,
  update: 2,
  import: 3,
  create: 4,
  forget: 5,
  same: 6,
};

/** What destroys comes first. */
export const byWeight = (releases: readonly ReleasePlan[]): ReleasePlan[] =>
  releases.toSorted((one, other) => ranks[one.operation] - ranks[other.operation]);

export function releaseLines(release: ReleasePlan, plan: Plan, view: View): string[] {
  return [
    ...headLines(release, plan, view),
    ...objectLines(release.objects, view),
    ...hookLines(release, view),
    ...crdLines(release, view),
    ...driftLines(release, view),
  ];
}

function headLines(release: ReleasePlan, plan: Plan, { terminal, verbose }: View): string[] {
  const { key, name, namespace, operation, chart, record } = release;
  const { mark, style } = operationMarks[operation];
  const about = [operationWords[operation], chartText(release)].filter((part) => part !== '').join(': ');
  const helm = recordText(release, plan.tier);
  const where: Piece = ['dim', `${name === key ? 'in' : `${name} in`} ${namespace}`];
  const remark = operationRemarks[operation];
  const below = (pieces: readonly Piece[]): string[] =>
    paragraph(pieces, { indent: 4, hanging: 6 }, terminal);
  return [
    ...paragraph(
      [[style, `${mark} `], ['bold', key], `  ${about}`, ...(remark === undefined ? [] : [` (${remark})`])],
      { indent: 0, hanging: 4 },
      terminal,
    ),
    ...below(helm === '' ? [where] : [where, ['dim', '; '], [recordStyle(record), helm]]),
    ...inputLines(plan.steps, key, below),
    ...(verbose && chart !== null ? [...below([chart.reference]), ...below([chart.digest])] : []),
  ];
}

const recordStyle = (record: ReleasePlan['record']): Style =>
  record === null || record.status === 'deployed' ? 'dim' : 'yellow';

/** Why Pulumi acts: `inputs: chart, namespace (replaces it), values.replicas`. */
function inputLines(
  steps: readonly Step[],
  key: string,
  below: (pieces: readonly Piece[]) => string[],
): string[] {
  const step = steps.find(({ kind, name }) => kind === 'Release' && name === key);
  if (step === undefined || step.changedKeys.length === 0) return [];
  const names = step.changedKeys.map((name) =>
    step.replaceKeys.includes(name) ? `${name} (replaces it)` : name,
  );
  return below([['dim', `inputs: ${names.join(', ')}`]]);
}

function hookLines({ hooks }: ReleasePlan, view: View): string[] {
  if (hooks.length === 0) return [];
  return [
    ...title('Hooks that run, in this order', view),
    ...hooks.flatMap((hook) => [
      ...item(
        fieldSigns[hook.change === 'created' ? 'added' : 'changed'],
        hook.change !== 'unchanged',
        [hookText(hook)],
        view,
      ),
      ...fieldLines(hook.fields, 8, view),
    ]),
  ];
}

/** What is as in the cluster is counted, unless all is asked for. */
function crdLines({ crds }: ReleasePlan, view: View): string[] {
  const shown = view.verbose ? crds : crds.filter(({ state }) => state !== 'same');
  const same = crds.length - shown.length;
  if (shown.length === 0) return [];
  return [
    ...title(`CRDs${same === 0 ? '' : ` (${same} more as in the cluster)`}`, view),
    ...shown.flatMap(({ name, state, fields }) => [
      ...item(crdSigns[state], true, [`${name}: ${crdWords[state]}`], view),
      ...fieldLines(fields, 8, view),
    ]),
  ];
}

const crdSigns: Readonly<Record<ReleasePlan['crds'][number]['state'], { mark: string; style: Style }>> = {
  created: { mark: '+', style: 'green' },
  same: { mark: ' ', style: 'dim' },
  outdated: { mark: '!', style: 'yellow' },
  missing: { mark: '!', style: 'yellow' },
  unknown: { mark: '?', style: 'dim' },
};

function driftLines({ drift }: ReleasePlan, view: View): string[] {
  if (drift.length === 0) return [];
  return [
    ...title('Drift: not as it was applied', view),
    ...drift.flatMap((one) => [
      ...item({ mark: '!', style: 'yellow' }, true, [driftText(one)], view),
      ...one.fields.flatMap((field) => {
        const manager = managerText(field);
        return oneField(field, manager === '' ? [] : [['dim', `  ${manager}`]], 8, view);
      }),
      ...(view.verbose && one.by === 'fields'
        ? paragraph(
            [['dim', 'told by comparing the fields that the manifest sets']],
            { indent: 8, hanging: 8 },
            view.terminal,
          )
        : []),
    ]),
  ];
}

const title = (text: string, { terminal }: View): string[] =>
  paragraph([['bold', text]], { indent: 4, hanging: 6 }, terminal);

const item = (
  { mark, style }: { readonly mark: string; readonly style: Style },
  isMarked: boolean,
  pieces: readonly Piece[],
  { terminal }: View,
): string[] =>
  paragraph(
    [isMarked ? [style, `${mark} `] : '  ', ...pieces],
    { indent: 4, hanging: 10, verbatim: false },
    terminal,
  );
