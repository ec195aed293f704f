/** What happens around the objects: hooks that run, CRDs that Helm leaves alone, and what is not as it was applied. */
import type { CrdState, DriftField, HookRun, Plan } from '../../../plan/plan.ts';
import type { Item, Part } from '../../check/fitting.ts';
import { inert, inlineCode } from '../../check/markdown-text.ts';
import { plural } from '../../check/wording.ts';
import { ranks } from '../budget.ts';
import { crdWords, driftText, hookText, managerText } from '../wording.ts';
import { fieldsDetail } from './diff.ts';

export function hooksPart({ releases }: Plan): Part {
  const items = releases.flatMap(({ key, hooks }) => hooks.map((hook) => hookItem(key, hook)));
  return { title: `${plural(items.length, 'hook')} that will run`, head: [], items, name: 'hook' };
}

function hookItem(release: string, hook: HookRun): Item {
  const { deletePolicies, fields } = hook;
  const policies = deletePolicies.length === 0 ? '' : ` · ${inert(deletePolicies.join(', '))}`;
  return {
    rank: ranks.hooks,
    lines: ['', `${inlineCode(release)} ${inert(hookText(hook))}${policies}`],
    detail: fieldsDetail(fields, ranks.surroundingDiffs),
  };
}

const quiet: readonly CrdState['state'][] = ['same', 'created'];

export function crdsPart({ releases }: Plan): Part {
  const items = releases.flatMap(({ key, crds }) =>
    crds.filter(({ state }) => !quiet.includes(state)).map((crd) => crdItem(key, crd)),
  );
  return { title: `${plural(items.length, 'CRD')} that Helm leaves alone`, head: [], items, name: 'CRD' };
}

const crdItem = (release: string, { name, state, fields }: CrdState): Item => ({
  rank: ranks.crds,
  lines: ['', `${inlineCode(release)} ${inlineCode(name)}: ${crdWords[state]}`],
  detail: fieldsDetail(fields, ranks.surroundingDiffs),
});

/** Apart from what changes: nobody should take the one for the other. */
export function driftPart({ releases }: Plan): Part {
  const items = releases.flatMap(({ key, drift }) =>
    drift.map((one): Item => ({
      rank: ranks.drift,
      lines: ['', `${inlineCode(key)} ${inert(driftText(one))} · ${ways[one.by]}`],
      detail: fieldsDetail<DriftField>(one.fields, ranks.surroundingDiffs, managerText),
    })),
  );
  return {
    title: `Drift: ${plural(items.length, 'live object')} not as applied last (− applied, + live)`,
    head: [],
    items,
    name: 'drifted object',
  };
}

const ways = { 'dry-run': 'told by a dry run of the server', fields: 'told by the fields of the manifest' };
