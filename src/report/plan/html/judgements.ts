/** What speaks against the plan, or for a second look: reasons of a refusal, risks, findings, what could not be judged. */
import { fieldText } from '../../../kubernetes/field.ts';
import { objectText } from '../../../kubernetes/object-id.ts';
import type { Plan, Risk } from '../../../plan/plan.ts';
import { unjudgedRules, type Found } from '../../check/wording.ts';
import type { Anchors } from './anchors.ts';
import { html, type Content, type Markup } from './markup.ts';
import { severitySign } from './signs.ts';

export const riskList = ({ risks }: Plan, anchors: Anchors): Markup =>
  html`<ul class="cards">
    ${risks.map(
      (risk) =>
        html`<li data-find>
          ${severitySign(risk.severity)} <code>${risk.id}</code> ${whereOf(risk, risk.place, anchors)}
          <p>${risk.message}</p>
          ${hintOf(risk)}
        </li> `,
    )}
  </ul>`;

/** Waived ones last, folded: they no longer count. */
export function findingList({ findings }: Plan, anchors: Anchors): Markup {
  const open = findings.filter(({ waiver }) => waiver === null);
  const waived = findings.filter(({ waiver }) => waiver !== null);
  const items = (found: readonly Found[]): Markup =>
    html`<ul class="cards">
      ${found.map((finding) => findingMarkup(finding, anchors))}
    </ul>`;
  return html`${open.length === 0 ? null : items(open)}${
    waived.length === 0
      ? null
      : html`<details class="rest" data-find>
          <summary>${waived.length} waived</summary>
          ${items(waived)}
        </details>`
  }`;
}

function findingMarkup(finding: Found, anchors: Anchors): Markup {
  const { rule, severity, path, message, source, alsoIn, waiver } = finding;
  const others = alsoIn.length === 0 ? null : html`<p class="source">also in ${alsoIn.join(', ')}</p>`;
  const position =
    source === null ? null : html` <code>${source.file}:${source.line}:${source.column}</code>`;
  return html`<li data-find>
    ${severitySign(severity)}
    <code>${rule}</code> ${whereOf(finding, path, anchors)}${position}
    <p>${message}</p>
    ${hintOf(finding)}${others}${
      waiver === null ? null : html`<p class="source">Waived until ${waiver.until}: ${waiver.reason}</p>`
    }
  </li> `;
}

/** `sf2loki: Deployment observability/sf2loki, spec.replicas`, each a link to where it stands. */
function whereOf(
  { release, object }: Pick<Risk, 'release' | 'object'>,
  place: Risk['place'],
  anchors: Anchors,
): Markup {
  const parts: Content[] = [];
  if (release !== null) parts.push(linked(release, anchors.release(release)));
  if (object !== null)
    parts.push(linked(objectText(object), release === null ? null : anchors.object(release, object)));
  if (place.length > 0) parts.push(html`<code>${fieldText(place)}</code>`);
  return html`<span class="where">${parts.map((part, index) => [index === 0 ? null : ' · ', part])}</span>`;
}

const linked = (text: string, id: string | null): Content =>
  id === null ? text : html`<a href="#${id}">${text}</a>`;

const hintOf = ({ hint }: Pick<Risk, 'hint'>): Markup | null =>
  hint === null || hint === '' ? null : html`<p class="hint">→ ${hint}</p>`;

export const unjudgedList = ({ unjudged }: Plan): Markup =>
  html`<ul>
    ${unjudgedRules(unjudged).map(
      ({ rule, reason, cases }) =>
        html`<li data-find><code>${rule}</code> ${reason}${cases > 1 ? ` (${cases} cases)` : null}</li> `,
    )}
  </ul>`;
