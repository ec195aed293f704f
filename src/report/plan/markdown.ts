/** The plan for a comment on a pull request, for the summary of a job, and as a file. */
import type { Plan } from '../../plan/plan.ts';
import { fit, type Part } from '../check/fitting.ts';
import { fenced } from '../check/markdown-text.ts';
import { plural } from '../check/wording.ts';
import { ranks } from './budget.ts';
import { changeParts, unchangedPart } from './markdown/changes.ts';
import { closingLines, type PageOptions, wholeText } from './markdown/closing.ts';
import { findingParts, gapsPart, risksPart } from './markdown/judgements.ts';
import { reasonsPart, releasesPart, verdictLines } from './markdown/overview.ts';
import { crdsPart, driftPart, hooksPart } from './markdown/surroundings.ts';
import { drawing, type Drawing } from './mermaid.ts';

export { commentLimit, leastLimit } from './budget.ts';
export { failureMarkdown } from './markdown/failure.ts';
export { summaryLimit } from '../check/markdown.ts';

/**
 * The verdict in the first line, then what matters most; numbers are those of the plan, whatever is left out. Nothing that others wrote is read as
 * Markdown, HTML or a name of somebody, and `<!--` stands nowhere.
 */
export function planMarkdown(plan: Plan, { limit, ...places }: PageOptions): string {
  const findings = findingParts(plan);
  const parts = [
    reasonsPart(plan),
    releasesPart(plan),
    risksPart(plan),
    findings.errors,
    graphPart(plan),
    ...changeParts(plan),
    hooksPart(plan),
    crdsPart(plan),
    driftPart(plan),
    ...findings.others,
    unchangedPart(plan),
    gapsPart(plan),
  ];
  return fit(
    { start: verdictLines(plan), parts, end: closingLines(plan, places), whole: wholeText(places) },
    limit,
  );
}

/** Open where something changes. */
function graphPart({ graph }: Plan): Part {
  const drawn = drawing(graph);
  const items = drawn === null ? [] : [{ rank: ranks.graph, lines: graphLines(drawn), detail: null }];
  const isChanging = graph.nodes.some(({ operation }) => operation !== 'same');
  return { title: isChanging ? '' : 'Graph of the stack', head: [], items, name: 'graph' };
}

function graphLines({ lines, hiddenNodes, hiddenEdges }: Drawing): string[] {
  const hidden = [
    ...(hiddenNodes === 0 ? [] : [plural(hiddenNodes, 'node')]),
    ...(hiddenEdges === 0 ? [] : [plural(hiddenEdges, 'arrow')]),
  ];
  const note = hidden.length === 0 ? [] : ['', `_Not drawn: ${hidden.join(' and ')}._`];
  return [...fenced('mermaid', lines), '', '_An arrow points to what is needed._', ...note];
}
