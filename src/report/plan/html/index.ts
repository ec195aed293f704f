/** The plan as one HTML file that asks nothing of anybody: no network, no fonts, no script of others; readable without its own script, too. */
import { createHash } from 'node:crypto';
import type { Plan } from '../../../plan/plan.ts';
import { planCounts } from '../counts.ts';
import { headline } from '../wording.ts';
import { anchorsOf } from './anchors.ts';
import { backingList, digestMarkup, gapList, stepTable, timingList } from './closing.ts';
import { driftList, driftOf } from './drift.ts';
import { contents, partMarkup, tools, type Part } from './frame.ts';
import { graphMarkup } from './graph.ts';
import { findingList, riskList, unjudgedList } from './judgements.ts';
import { html, Markup } from './markup.ts';
import { overview, type HtmlOptions } from './overview.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { releaseList } from './releases.ts';

/** Up to so many changed objects are open from the start. */
const mostOpen = 24;

/** Of more objects, those out of sight are not laid out until they come into it. */
const mostPainted = 200;

export function planHtml(plan: Plan, options: HtmlOptions): string {
  const counts = planCounts(plan);
  const parts = partsOf(plan);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${headline(plan, counts)}</title>
        ${styleElement}
      </head>
      <body class="${counted(counts.objects) > mostPainted ? 'large' : ''}">
        <a class="skip" href="#main">Skip to the plan</a>
        ${overview(plan, counts, options)}
        <div class="bar">${contents(parts)}${tools}</div>
        <main id="main">${parts.map(partMarkup)}</main>
        ${scriptElement}
      </body>
    </html> `;
  return String(page);
}

const counted = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Not as templates: their hashes are of every character between the tags. */
const styleElement = Markup.trusted(`<style>${pageStyle}</style>`);
const scriptElement = Markup.trusted(`<script>${pageScript}</script>`);

const sourceHash = (source: string): string =>
  `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

const policy = `default-src 'none'; style-src ${sourceHash(pageStyle)}; script-src ${sourceHash(pageScript)}; base-uri 'none'; form-action 'none'`;

/** In the order of a review. */
function partsOf(plan: Plan): Part[] {
  const anchors = anchorsOf(plan);
  const changed = plan.releases.flatMap(({ objects }) => objects.filter(({ fields }) => fields.length > 0));
  const unfolding = { anchors, isOpen: changed.length <= mostOpen };
  const part = (id: string, title: string, count: number, body: () => Markup): Part => ({
    id,
    title,
    count,
    body: count === 0 ? null : body(),
  });
  return [
    part('risks', 'Risks', plan.risks.length, () => riskList(plan, anchors)),
    part('findings', 'Findings', plan.findings.length, () => findingList(plan, anchors)),
    part('releases', 'Releases', plan.releases.length, () => releaseList(plan, unfolding)),
    part('drift', 'Drift', driftOf(plan).length, () => driftList(plan)),
    part('backing', 'Backing resources', plan.backing.length, () => backingList(plan)),
    part('steps', 'Pulumi steps', plan.steps.length, () => stepTable(plan)),
    part('graph', 'Graph', plan.graph.nodes.length, () => graphMarkup(plan.graph)),
    part('gaps', 'What is not known', plan.gaps.length, () => gapList(plan)),
    part('not-checked', 'Not checked', plan.unjudged.length, () => unjudgedList(plan)),
    { id: 'digest', title: 'Digest', count: null, body: digestMarkup(plan) },
    { id: 'timings', title: 'Timings', count: null, body: timingList(plan) },
  ];
}
