/** What a reader wants to know first: the verdict, of which plan, of what kind, and how much of everything. */
import type { Plan } from '../../../plan/plan.ts';
import type { PlanCounts } from '../counts.ts';
import {
  objectChanges,
  objectSigns,
  comparedText,
  operationsText,
  planName,
  problemsText,
  tierWords,
} from '../wording.ts';
import { html, type Markup } from './markup.ts';

export interface HtmlOptions {
  /** ISO 8601; null: the page has no date, so that the same plan gives the same page. */
  readonly generatedAt: string | null;
  /** Of the workflow run; null outside of one. */
  readonly runUrl: string | null;
}

const verdicts: Readonly<
  Record<Plan['verdict']['outcome'], { readonly mark: string; readonly word: string }>
> = {
  refused: { mark: '✕', word: 'Refused' },
  changes: { mark: '~', word: 'Changes' },
  'no-changes': { mark: '✓', word: 'No changes' },
};

export function overview(plan: Plan, counts: PlanCounts, options: HtmlOptions): Markup {
  const { outcome, reasons } = plan.verdict;
  const { mark, word } = verdicts[outcome];
  return html`<header class="${outcome}">
    <h1>
      <span class="verdict"><span aria-hidden="true">${mark}</span> ${word}</span>
      <span class="plan">${planName(plan)}</span>
    </h1>
    <p><b class="tier">${tierWords[plan.tier]} plan</b> ${comparedText(plan)}</p>
    ${
      reasons.length === 0
        ? null
        : html`<ul class="reasons" aria-label="Why it is refused">
            ${reasons.map((reason) => html`<li>${reason}</li>`)}
          </ul>`
    }
    <p class="counts">${countLine(counts)}</p>
    ${tiles(counts)}
    <p class="source">directory <code>${plan.directory}</code>${writtenAt(options)}</p>
  </header>`;
}

function countLine(counts: PlanCounts): string {
  const resources = operationsText(counts.resources);
  const problems = problemsText(counts);
  return [
    resources === '' ? 'no resource changes' : `resources: ${resources}`,
    ...(problems === '' ? [] : [problems]),
  ].join('; ');
}

/** Objects by what is done to them. */
const tiles = ({ objects }: PlanCounts): Markup =>
  html`<ul class="tiles" aria-label="Objects in the cluster">
    ${objectChanges.map((change) => {
      const { style, word } = objectSigns[change];
      return html`<li class="${objects[change] === 0 ? 'dim' : style}">
        <b>${objects[change]}</b> ${word}
      </li>`;
    })}
  </ul>`;

function writtenAt({ generatedAt, runUrl }: HtmlOptions): Markup {
  const when =
    generatedAt === null ? null : html` · written ${generatedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return html`${when}${runUrl === null ? null : html` · ${runLink(runUrl)}`}`;
}

/** Only to the web: an address may be anything. */
const runLink = (url: string): Markup =>
  /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noreferrer">the run</a>` : html`run ${url}`;
