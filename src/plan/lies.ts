/**
 * The two-way lie detector: what the render says against what Pulumi plans. Pulumi compares the inputs of a release, and nobody but the render knows
 * what becomes of them.
 */
import type { RuleFacts } from '../contract/pack.ts';
import type { Step } from '../deploy/steps.ts';
import type { DataMap } from '../kubernetes/data.ts';
import { objectText } from '../kubernetes/object-id.ts';
import type { Noise, ObjectChange, Plan, ReleasePlan } from './plan.ts';
import { listText, plural } from './risks/wording.ts';
import { otherValues } from './other-values.ts';

type Finding = Plan['findings'][number];

const unplannedChange: RuleFacts = {
  id: 'plan/unplanned-change',
  title: 'What renders otherwise than it was applied is planned by Pulumi',
  why: 'The render is not what the cluster was given last, and Pulumi plans nothing, since the inputs that it keeps are the same. Somebody released by hand, or the chart looks at more than its values: the cluster, its version, chance. It stays as it is until something else of the release changes, and then comes along unannounced. Change an input of the release, or undo what was done by hand.',
  severity: 'warning',
};

const emptyUpdate: RuleFacts = {
  id: 'plan/empty-update',
  title: 'What Pulumi updates renders otherwise than before',
  why: 'Pulumi plans an update, and every object renders as it was applied last. A value that was meant to change something reaches no template, or only the way in which Helm goes about it changes. Helm makes a new revision and runs the hooks for it. Look at the keys that changed: a slip in the name of a value is the usual cause.',
  severity: 'warning',
};

export const lieRules: readonly RuleFacts[] = [unplannedChange, emptyUpdate];

export interface Suspect {
  readonly plan: ReleasePlan;
  /** What the render says of each object, whatever Pulumi does. */
  readonly rendered: readonly ObjectChange[];
  /** Null: Pulumi plans nothing. */
  readonly step: Step | null;
  /** As Helm's record has them, and as they would be given; null if they are not known. */
  readonly values: { readonly before: DataMap | null; readonly after: DataMap | null };
}

/** Of a live plan: without Pulumi there is nobody to lie. */
export function lies(suspects: readonly Suspect[], { stack }: { readonly stack: string }): Finding[] {
  return suspects.flatMap((suspect) => {
    const { operation, hooks } = suspect.plan;
    if (operation === 'same') {
      const changes = suspect.rendered.filter((change) => isReal(change, [...harmless, 'generated-name']));
      return changes.length === 0 ? [] : [unplanned(suspect, changes, stack)];
    }
    // A new name of a Secret is what an update after a rotation is for.
    if (operation !== 'update' || suspect.rendered.some((change) => isReal(change, harmless))) return [];
    return hooks.some(({ change }) => change !== 'unchanged') ? [] : [empty(suspect, stack)];
  });
}

/** Differences that change nothing. */
const harmless: readonly Noise[] = ['spelling', 'server', 'order'];

const isReal = ({ change, fields, folded }: ObjectChange, but: readonly Noise[]): boolean =>
  change === 'changed'
    ? fields.length > 0 || folded.length === 0 || folded.some(({ noise }) => !but.includes(noise))
    : change !== 'unchanged';

function unplanned(suspect: Suspect, changes: readonly ObjectChange[], stack: string): Finding {
  const { plan } = suspect;
  const isGenerated = changes.every(
    ({ change, fields }) => change === 'changed' && fields.every(({ secret }) => secret),
  );
  const { reason, hint } = whyUnplanned(suspect, isGenerated);
  const objects = listText(changes.map(({ object }) => objectText(object)));
  return finding(unplannedChange, plan, stack, {
    // Generated anew with each render, it is no change that anybody made.
    severity: isGenerated && reason === generated ? 'notice' : unplannedChange.severity,
    message: `release ${plan.key} renders otherwise than it was applied last (${objects}), and Pulumi plans nothing: ${reason}`,
    hint,
  });
}

const generated =
  'its inputs are the same, and only secret values differ, which templates that generate them (randAlphaNum, genCA) or read them from the cluster (lookup) render anew each time';

function whyUnplanned({ plan, values }: Suspect, isGenerated: boolean): { reason: string; hint: string } {
  const { record, chart, chartBefore } = plan;
  const undo =
    'Let it be deployed again from here, by a change of the release, or take what was done by hand into the stack file.';
  if (record !== null && record.status === 'failed') {
    return {
      reason: `revision ${record.revision} failed, and what is applied is of ${record.appliedRevision === null ? 'no other' : `revision ${record.appliedRevision}`}, while Pulumi takes its inputs for deployed`,
      hint: 'Deploy it again: any change of the release does, such as of its timeout.',
    };
  }
  if (
    chart !== null &&
    chartBefore !== null &&
    `${chart.name} ${chart.version}` !== `${chartBefore.name} ${chartBefore.version}`
  ) {
    return {
      reason: `it was released by hand since, with chart ${chartBefore.name} ${chartBefore.version}${revisionText(plan)}; the stack has ${chart.version}`,
      hint: undo,
    };
  }
  const keys =
    values.before === null || values.after === null ? [] : otherValues(values.before, values.after);
  if (keys.length > 0) {
    return {
      reason: `it was released by hand since, with other values${revisionText(plan)}: ${listText(keys)}`,
      hint: undo,
    };
  }
  if (isGenerated) {
    return {
      reason: generated,
      hint: 'Give the chart a Secret that exists, by its name, so that it generates none.',
    };
  }
  return {
    reason:
      'chart and values are the same, so the chart looks at something else: the version or the APIs of the cluster, what is in it (lookup), the time, or chance',
    hint: 'Compare the objects. To deploy them, change an input of the release; with the next one they come along.',
  };
}

const revisionText = ({ record }: ReleasePlan): string =>
  record === null ? '' : ` (revision ${record.revision})`;

/** Inputs by which Helm is told how to go about it; they reach no template. */
const manners = new Set(
  'atomic cleanupOnFail dependencyUpdate description disableCRDHooks disableOpenapiValidation disableWebhooks forceUpdate keyring lint maxHistory postrender recreatePods replace resetValues reuseValues skipAwait skipCrds timeout verify waitForJobs'.split(
    ' ',
  ),
);

function empty({ plan, step }: Suspect, stack: string): Finding {
  const keys = step?.changedKeys ?? [];
  const isValue = (key: string): boolean => /^values?\b/.test(key);
  const isManner = (key: string): boolean => manners.has(/^\w*/.exec(key)?.[0] ?? '');
  const values = keys.filter(isValue);
  const how = keys.filter(isManner);
  const rest = keys.filter((key) => !isValue(key) && !isManner(key));
  const reasons = [
    ...(values.length > 0 ? [`no template makes anything else of ${listText(values)}`] : []),
    ...(rest.some((key) => /^(?:chart|version)\b/.test(key)) ? [chartReason(plan)] : []),
    ...(how.length > 0
      ? [`${listText(how)} only ${how.length === 1 ? 'tells' : 'tell'} Helm how to go about it`]
      : []),
    ...otherReasons(rest, plan, keys),
  ];
  const hooks = plan.hooks.length === 0 ? '' : ` and runs ${plural(plan.hooks.length, 'hook')}`;
  const drifted = plan.drift.filter(({ fate }) => fate !== 'kept').length;
  const reset =
    drifted === 0
      ? ''
      : `; ${plural(drifted, 'object')} that somebody changed by hand ${drifted === 1 ? 'is' : 'are'} set back`;
  return finding(emptyUpdate, plan, stack, {
    severity: values.length > 0 ? emptyUpdate.severity : 'notice',
    message: `Pulumi plans an update of release ${plan.key}, and every object renders as it was applied last: ${reasons.join('; ')}. Helm makes a new revision${hooks}${reset}`,
    hint: values.length > 0 ? 'Look for a slip in the names of these values, or remove them.' : null,
  });
}

function chartReason({ chart, chartBefore }: ReleasePlan): string {
  if (chart === null || chartBefore === null || chart.version === chartBefore.version)
    return 'the chart has other bytes under the same version, without effect on these values';
  return `chart ${chart.name} renders the same in version ${chart.version} as in ${chartBefore.version}`;
}

function otherReasons(rest: readonly string[], { record }: ReleasePlan, keys: readonly string[]): string[] {
  const others = rest.filter((key) => !/^(?:chart|version)\b/.test(key));
  if (others.length > 0)
    return [`${listText(others)} ${others.length === 1 ? 'reaches' : 'reach'} no template`];
  if (keys.length > 0) return [];
  return [
    record !== null && record.status === 'failed'
      ? `its last deployment (revision ${record.revision}) failed, and Pulumi tries again`
      : 'Pulumi does not tell which of its inputs changed',
  ];
}

const finding = (
  rule: RuleFacts,
  { key }: ReleasePlan,
  stack: string,
  said: Pick<Finding, 'severity' | 'message' | 'hint'>,
): Finding => ({
  rule: rule.id,
  release: key,
  stack,
  case: null,
  object: null,
  path: [],
  template: null,
  source: null,
  waiver: null,
  alsoIn: [],
  ...said,
});
