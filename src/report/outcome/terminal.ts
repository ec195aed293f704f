/** What came of an operation, for a person: a table of the releases, and below each what is wrong with it. */
import type { Outcome, ReleaseOutcome, StepOutcome } from '../../deploy/outcome.ts';
import type { Terminal } from '../terminal.ts';
import { troubleLines } from '../troubles/terminal.ts';
import { paragraph } from '../plan/terminal/paragraph.ts';
import {
  laggingTexts,
  mismatchText,
  otherProblems,
  readyText,
  recordText,
  secondsText,
  stateWords,
} from './wording.ts';

type Styler = Pick<Terminal, 'style'>;

/** Nothing if nothing was begun: then the closing line says it all. */
export function outcomeLines(outcome: Outcome, terminal: Styler): string[] {
  if (outcome.steps.length === 0) return [];
  return [
    ...releaseTable(outcome.releases, terminal),
    ...otherProblems(outcome.steps).flatMap((step) => problemLines(step, terminal)),
    ...outcome.warnings.flatMap((text) =>
      paragraph([['yellow', '! '], text], { indent: 0, hanging: 2 }, terminal),
    ),
  ];
}

function releaseTable(releases: readonly ReleaseOutcome[], terminal: Styler): string[] {
  if (releases.length === 0) return [];
  const head = ['Release', 'State', 'Time', 'Ready', 'Helm'];
  const rows = releases.map((release) => [
    release.key,
    stateWords[release.state].word,
    secondsText(release.seconds),
    readyText(release.workloads),
    recordText(release),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    terminal.style('dim', `  ${line(head)}`),
    ...releases.flatMap((release, index) => {
      const { mark, style } = stateWords[release.state];
      return [`${terminal.style(style, mark)} ${line(rows[index] ?? [])}`, ...detailLines(release, terminal)];
    }),
  ];
}

/** Of what is done: where it is not as planned. Of what failed: why, or what is not ready. */
function detailLines({ state, workloads, mismatches, troubles }: ReleaseOutcome, terminal: Styler): string[] {
  if (troubles.length > 0) return troubleLines(troubles, terminal);
  const texts = [
    ...(state === 'failed' || state === 'interrupted' ? laggingTexts(workloads) : []),
    ...mismatches.map(mismatchText),
  ];
  return texts.flatMap((text) => paragraph([text], { indent: 4, hanging: 6 }, terminal));
}

function problemLines({ step, state, message }: StepOutcome, terminal: Styler): string[] {
  const { mark, style, word } = stateWords[state];
  const reason = message === null ? '' : `: ${message}`;
  return paragraph(
    [[style, `${mark} `], `${step.kind} ${step.name} ${word}${reason}`],
    { indent: 0, hanging: 4 },
    terminal,
  );
}
