/** A recovery for people: what was found and what is known of it, what was done about it, and what is left to them. */
import type { Action, Stop } from '../../deploy/recovery/decision.ts';
import type { Recovery } from '../../deploy/recovery/recovery.ts';
import type { Terminal } from '../terminal.ts';
import { actionText, aboutText, foundTexts, isNothingFound } from './wording.ts';

type Styler = Pick<Terminal, 'style'>;

export function recoveryLines(recovery: Recovery, terminal: Styler, now: Date): string[] {
  const { situation, decision, done, gaps, isDryRun } = recovery;
  const name = `${situation.project}/${situation.stack}`;
  const gapLines = gaps.map((gap) => `${terminal.style('yellow', '!')} ${gap}`);
  if (isNothingFound(situation) && decision.stops.length === 0)
    return [
      ...gapLines,
      `${terminal.style('green', '✓')} ${name}: nothing is left over; the next run may begin`,
    ];
  const outcome = (action: Action): string[] => {
    const result = done.find((each) => each.action === action);
    if (result !== undefined)
      return [
        `  ${terminal.style('green', '✓')} ${actionText(action, 'done')}`,
        ...result.notes.map((note) => `    ${terminal.style('yellow', '!')} ${note}`),
      ];
    const mark = isDryRun ? terminal.style('cyan', '→') : terminal.style('red', '✗');
    return [`  ${mark} ${actionText(action, isDryRun ? 'would' : 'not')}`];
  };
  return [
    terminal.style('bold', `Left over in ${name}:`),
    ...foundTexts(situation, now).map((text) => `  ${text}`),
    ...gapLines,
    ...decision.actions.flatMap(outcome),
    ...decision.stops.flatMap((stop) => stopLines(stop, terminal)),
  ];
}

const stopLines = ({ about, reason, commands }: Stop, terminal: Styler): string[] => [
  `  ${terminal.style('yellow', '!')} ${aboutText(about)}: ${reason}`,
  ...commands.map((command) => `      ${command}`),
];
