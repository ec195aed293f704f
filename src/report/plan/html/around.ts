/** What goes on around a release's objects: hooks that run, and CRDs, which Helm does not upgrade. */
import { objectText } from '../../../kubernetes/object-id.ts';
import type { CrdState, HookRun, ReleasePlan } from '../../../plan/plan.ts';
import { crdWords } from '../wording.ts';
import type { Anchors } from './anchors.ts';
import { fieldList } from './fields.ts';
import { html, type Markup } from './markup.ts';
import { signMarkup } from './signs.ts';

export function hookList({ hooks }: ReleasePlan, anchors: Anchors): Markup | null {
  if (hooks.length === 0) return null;
  const items = hooks.map((hook) => html`<li id="${anchors.of(hook)}" data-find>${hookMarkup(hook)}</li> `);
  return html`<h4 class="part">Hooks that will run, in order</h4>
    <ol class="hooks">
      ${items}
    </ol>`;
}

function hookMarkup({ object, event, weight, deletePolicies, change, fields }: HookRun): Markup {
  const news = change === 'unchanged' ? '' : change === 'created' ? ', new' : ', changed';
  const policies = deletePolicies.length === 0 ? '' : `; delete policy ${deletePolicies.join(', ')}`;
  return html`<p><b>${event}</b> ${objectText(object)} <small>weight ${weight}${news}${policies}</small></p>
    ${fieldList(fields)}`;
}

export function crdList({ crds }: ReleasePlan): Markup | null {
  if (crds.length === 0) return null;
  return html`<h4 class="part">CRDs</h4>
    <ul class="plain">
      ${crds.map(
        (crd) =>
          html`<li data-find>
            <p>${crdSign(crd)} <b>${crd.name}</b> ${crdWords[crd.state]}</p>
            ${fieldList(crd.fields)}
          </li> `,
      )}
    </ul>`;
}

const crdStyles = {
  created: { mark: '+', style: 'green' },
  same: { mark: '=', style: 'dim' },
  outdated: { mark: '!', style: 'yellow' },
  missing: { mark: '!', style: 'yellow' },
  unknown: { mark: '?', style: 'dim' },
} as const;

const crdSign = ({ state }: CrdState): Markup => signMarkup({ ...crdStyles[state], word: state });
