/** The releases: what becomes of each, and under it its objects, hooks, CRDs and drift. */
import type { Plan, ReleasePlan } from '../../../plan/plan.ts';
import { plural } from '../../check/wording.ts';
import { objectCounts } from '../counts.ts';
import { chartText, objectsText, operationRemarks, recordText } from '../wording.ts';
import { crdList, hookList } from './around.ts';
import { html, type Markup } from './markup.ts';
import { objectList, type Unfolding } from './objects.ts';
import { linkTo, operationSign } from './signs.ts';

export const releaseList = ({ releases, tier }: Plan, unfolding: Unfolding): Markup =>
  html`${changedFirst(releases).map((release) => releaseMarkup(release, tier, unfolding))}`;

const isQuiet = ({ operation, objects, hooks }: ReleasePlan): boolean =>
  operation === 'same' && hooks.length === 0 && objects.every(({ change }) => change === 'unchanged');

const changedFirst = (releases: readonly ReleasePlan[]): ReleasePlan[] => [
  ...releases.filter((release) => !isQuiet(release)),
  ...releases.filter(isQuiet),
];

function releaseMarkup(release: ReleasePlan, tier: Plan['tier'], unfolding: Unfolding): Markup {
  const { operation, objects } = release;
  const id = unfolding.anchors.of(release);
  const open = unfolding.isOpen && !isQuiet(release) ? html` open` : null;
  return html`<details class="release" id="${id}" ${open} data-find>
    <summary>
      ${operationSign(operation)}
      <h3>${release.key}</h3>
      <small>${objectsText(objectCounts(objects))}</small>
    </summary>
    <p class="source">${linkTo(id)} ${factsOf(release, tier).join(' · ')}${chartSource(release)}</p>
    ${objectList(release, unfolding)}${hookList(release, unfolding.anchors)}${crdList(release)}
  </details> `;
}

function factsOf(release: ReleasePlan, tier: Plan['tier']): string[] {
  const { key, name, namespace, system, operation, drift } = release;
  const facts = [
    operationRemarks[operation] ?? '',
    name === key ? '' : `release ${name}`,
    `namespace ${namespace}`,
    chartText(release),
    system === null ? '' : `system ${system}`,
    recordText(release, tier),
    drift.length === 0 ? '' : `${plural(drift.length, 'object')} drifted, see below`,
  ];
  return facts.filter((fact) => fact !== '');
}

function chartSource({ chart }: ReleasePlan): Markup | null {
  if (chart === null) return null;
  return html`<br />chart <code>${chart.reference}</code> <code>${chart.digest}</code>`;
}
