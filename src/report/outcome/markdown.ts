/** What came of an operation, for a comment on the pull request and the summary of the job. The first line is the verdict. */
import type { Outcome, ReleaseOutcome } from '../../deploy/outcome.ts';
import { partOf, row } from '../check/finding-sections.ts';
import { fit, type Part } from '../check/fitting.ts';
import { code, inert, inlineCode } from '../check/markdown-text.ts';
import { oneLine } from '../check/printable.ts';
import { troubleParts } from '../troubles/markdown.ts';
import { type PageOptions, runLines } from '../plan/markdown/closing.ts';
import { shownName } from '../plan/markdown/overview.ts';
import {
  laggingTexts,
  mismatchText,
  otherProblems,
  outcomeHeadline,
  readyText,
  recordText,
  secondsText,
  stateWords,
} from './wording.ts';

const marks: Readonly<Record<Outcome['result'], string>> = { succeeded: '✅', failed: '❌', cancelled: '⚪' };

export function outcomeMarkdown(
  outcome: Outcome,
  { limit, runUrl }: Omit<PageOptions, 'reportPath'>,
): string {
  const { releases, warnings, directory, digest, failure } = outcome;
  const short = {
    ...outcome,
    project: oneLine(outcome.project, shownName),
    stack: oneLine(outcome.stack, shownName),
  };
  return fit(
    {
      start: [
        `### ${marks[outcome.result]} ${inert(outcomeHeadline(short))}`,
        '',
        `In ${outcome.seconds.toFixed(1)} s. Directory: ${inlineCode(directory, 2 * shownName)}.`,
      ],
      parts: [
        listPart('**Why:**', 0, lines(failure?.message), 'line'),
        listPart('**What to do:**', 1, lines(failure?.hint), 'hint'),
        releasesPart(releases),
        ...troubleParts(releases),
        problemsPart(outcome),
        listPart('**Warnings:**', 6, warnings, 'warning'),
      ],
      end: [...(digest === null ? [] : ['', `Digest: ${inlineCode(digest, 100)}`]), ...runLines({ runUrl })],
      whole: 'The log of the run has all.',
    },
    limit,
  );
}

const lines = (text: string | null | undefined): string[] =>
  (text ?? '').split('\n').filter((line) => line.trim() !== '');

const listPart = (title: string, rank: number, texts: readonly string[], name: string): Part => ({
  title: '',
  head: [title, ''],
  items: texts.map((text) => ({ rank, lines: [`- ${inert(text)}`], detail: null })),
  name,
});

const releasesPart = (releases: readonly ReleaseOutcome[]): Part =>
  partOf(
    {
      title: '',
      head: ['| Release | State | Time | Ready | Helm |', '|---|---|--:|--:|---|'],
      rows: releases.map((release) =>
        row([
          code(release.key),
          stateWords[release.state].word,
          secondsText(release.seconds),
          readyText(release.workloads),
          inert(recordText(release)),
        ]),
      ),
      name: 'table row',
    },
    2,
  );

/** What is not ready, not as planned, or not done beside the releases. */
function problemsPart({ releases, steps }: Outcome): Part {
  const texts = [
    ...releases.flatMap(({ key, state, workloads, mismatches, troubles }) => [
      ...(troubles.length === 0 && (state === 'failed' || state === 'interrupted')
        ? laggingTexts(workloads)
        : []
      ).map((text) => `${key}: ${text}`),
      ...mismatches.map((mismatch) => `${key}: ${mismatchText(mismatch)}`),
    ]),
    ...otherProblems(steps).map(
      ({ step, state, message }) =>
        `${step.kind} ${step.name} ${stateWords[state].word}${message === null ? '' : `: ${message}`}`,
    ),
  ];
  return listPart('**Not as it should be:**', 5, texts, 'problem');
}
