/** Drift for an issue, for the summary of a job, and as a file. */
import type { DriftReport, ObjectDrift, ReleaseDrift } from '../../plan/drift-report.ts';
import type { DriftField } from '../../plan/plan.ts';
import type { Outdated } from '../../plan/rotation.ts';
import { partOf, row } from '../check/finding-sections.ts';
import { fit, type Item, type PageLimit, type Part } from '../check/fitting.ts';
import { code, inert, inlineCode } from '../check/markdown-text.ts';
import { oneLine } from '../check/printable.ts';
import { plural } from '../check/wording.ts';
import { runLines, wholeText, type Places } from '../plan/markdown/closing.ts';
import { fieldsDetail } from '../plan/markdown/diff.ts';
import { managerText } from '../plan/wording.ts';
import {
  changeText,
  driftComparison,
  driftHeadline,
  foldedDriftText,
  nextSteps,
  objectDriftText,
  outdatedText,
} from './wording.ts';

export interface DriftPageOptions extends Places {
  /** What is put around the page, such as a marker, is not part of it. */
  readonly limit: PageLimit;
}

/** Ranks of items, see `fit`. */
const ranks = { releases: 0, objects: 1, outdated: 2, fields: 3, gaps: 4 } as const;
const shownName = 60;

/** The verdict in the first line. Nothing that others wrote is read as Markdown, HTML or a name of somebody, and `<!--` stands nowhere. */
export function driftMarkdown(report: DriftReport, { limit, ...places }: DriftPageOptions): string {
  const parts = [
    releasesPart(report),
    ...report.releases.map(objectsPart),
    ...backingPart(report),
    outdatedPart(report),
    gapsPart(report),
  ];
  return fit(
    { start: headLines(report), parts, end: closing(report, places), whole: wholeText(places) },
    limit,
  );
}

function headLines(report: DriftReport): string[] {
  const short = {
    ...report,
    project: oneLine(report.project, shownName),
    stack: oneLine(report.stack, shownName),
    cluster: oneLine(report.cluster, shownName),
  };
  return [
    `### ${report.isDrifted ? '⚠️' : '✅'} ${inert(driftHeadline(short))}`,
    '',
    `${inert(driftComparison(short))}. Directory: ${inlineCode(report.directory, 2 * shownName)}.`,
  ];
}

function releasesPart({ releases }: DriftReport): Part {
  const rows = releases
    .filter((release) => release.isDrifted)
    .map((release) =>
      row([
        code(release.key),
        inert(changeText(release) || 'as the stack left it'),
        String(release.objects.length),
        String(release.outdated.length),
      ]),
    );
  return partOf(
    {
      title: '',
      head: ['| Release | Helm | Objects | Outdated |', '|---|---|--:|--:|'],
      rows,
      name: 'release',
    },
    ranks.releases,
  );
}

const objectsPart = ({ key, objects }: ReleaseDrift): Part => ({
  title: '',
  head: [`**${inert(key, shownName)}** (− as applied, + as it is)`],
  items: objects.map(objectItem),
  name: 'object',
});

const backingPart = ({ backing }: DriftReport): Part[] =>
  backing.length === 0
    ? []
    : [
        {
          title: '',
          head: ['**Backing resources** (− as applied, + as it is)'],
          items: backing.map(objectItem),
          name: 'object',
        },
      ];

const objectItem = (drift: ObjectDrift): Item => ({
  rank: ranks.objects,
  lines: ['', `- ${inert(objectDriftText(drift))}`],
  detail: fieldsDetail<DriftField>(drift.fields, ranks.fields, managerText),
});

function outdatedPart({ releases }: DriftReport): Part {
  const items = releases.flatMap(({ outdated }) => outdated.map(outdatedItem));
  return { title: '', head: ['**Outdated data in running pods**', ''], items, name: 'workload' };
}

const outdatedItem = (one: Outdated): Item => ({
  rank: ranks.outdated,
  lines: [
    `- ${inert(outdatedText(one))}: ${inert([...new Set(one.pods.flatMap(({ places }) => places))].join('; '))}`,
  ],
  detail: null,
});

const gapsPart = ({ gaps }: DriftReport): Part => ({
  title: `What is not known: ${plural(gaps.length, 'thing')}`,
  head: [],
  items: gaps.map((gap) => ({ rank: ranks.gaps, lines: [`- ${inert(gap)}`], detail: null })),
  name: 'gap',
});

function closing(report: DriftReport, places: Places): string[] {
  const folded = foldedDriftText(report.folded);
  const steps = report.isDrifted ? nextSteps(report) : [];
  return [
    ...(folded === '' ? [] : ['', `Not drift: ${inert(folded)}.`]),
    ...steps.flatMap(({ command, does }) => ['', `Next: ${inlineCode(`k8s-deploy ${command}`)} ${does}.`]),
    ...runLines(places),
  ];
}
