/** A plan in short. */
import { objectText } from '../../../src/kubernetes/object-id.ts';
import type { PlanDocument } from './plan-document.ts';

/**
 * One line each, of what changes or is wrong: `update release web`, `changed Deployment shop/web spec.replicas`, `reset ConfigMap shop/web data.a`, `runs
 * Job shop/migrate pre-upgrade`, `replace Secret shop/login stringData.token`, `crd widgets.example.com outdated`, `risk adopt`, `finding plan/empty-update`.
 */
export function said(plan: PlanDocument): string[] {
  const fieldsText = (fields: readonly { readonly place: { readonly text: string } }[]): string =>
    fields.map(({ place }) => ` ${place.text}`).join('');
  return [
    ...plan.releases.flatMap(({ key, operation, objects, hooks, crds, drift }) => [
      ...(operation === 'same' ? [] : [`${operation} release ${key}`]),
      ...objects
        .filter(({ change }) => change !== 'unchanged')
        .map(({ object, change, fields }) => `${change} ${objectText(object)}${fieldsText(fields)}`),
      ...hooks.map(({ object, event }) => `runs ${objectText(object)} ${event}`),
      ...crds.map(({ name, state }) => `crd ${name} ${state}`),
      ...drift.map(({ object, state, fate, fields }) =>
        state === 'missing'
          ? `missing ${objectText(object)} ${fate}`
          : `${fate} ${objectText(object)}${fieldsText(fields)}`,
      ),
    ]),
    ...plan.backing
      .filter(({ operation }) => operation !== 'same')
      .map(
        ({ kind, name, operation, fields }) =>
          `${operation} ${kind} ${name}${operation === 'create' ? '' : fieldsText(fields)}`,
      ),
    ...plan.risks.map(({ id, severity }) => `risk ${id} ${severity}`),
    // What the cluster lacks is that of the plane, whatever the story.
    ...plan.findings
      .filter(({ rule }) => rule.startsWith('plan/') && !rule.startsWith('plan/need-'))
      .map(({ rule }) => `finding ${rule}`),
    ...plan.gaps.filter((gap) => !gap.startsWith('whether the cluster has ')).map((gap) => `gap ${gap}`),
  ];
}
