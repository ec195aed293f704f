/** What is live but not as it was applied: apart from the changes, and said so. */
import { objectText } from '../../../kubernetes/object-id.ts';
import type { Drift, Plan } from '../../../plan/plan.ts';
import { fateWords, managerText } from '../wording.ts';
import { fieldList } from './fields.ts';
import { html, type Markup } from './markup.ts';
import { signMarkup } from './signs.ts';

export const driftOf = ({ releases }: Plan): Drift[] => releases.flatMap(({ drift }) => drift);

export function driftList({ releases }: Plan): Markup {
  const drifted = releases.filter(({ drift }) => drift.length > 0);
  return html`<p>Not a part of the change: − is what was applied last, + what is live now.</p>
    ${drifted.map(
      ({ key, drift }) =>
        html`<section data-find>
          <h3>${key}</h3>
          <ul class="plain">
            ${drift.map(driftMarkup)}
          </ul>
        </section> `,
    )}`;
}

const signs = {
  changed: { mark: '~', style: 'magenta', word: 'drifted' },
  missing: { mark: '-', style: 'red', word: 'missing' },
} as const;

const told: Readonly<Record<Drift['by'], string>> = {
  'dry-run': 'told by a dry run of the server',
  fields: 'told by the fields that the manifest sets',
};

function driftMarkup({ object, state, by, fate, fields }: Drift): Markup {
  return html`<li data-find>
    <p>
      ${signMarkup(signs[state])} <b>${objectText(object)}</b> ${fateWords[fate]} <small>${told[by]}</small>
    </p>
    ${fieldList(fields, managerText)}
  </li> `;
}
