/** What the gate itself asks of cases, snapshots and waivers. */
import type { RuleFacts } from '../pack.ts';
import { undecidedRule } from './failure-text.ts';

export const caseRules: readonly RuleFacts[] = [
  {
    id: 'case/failed',
    title: 'A case renders',
    why: 'Helm would refuse to install or upgrade with these values, with the message that is shown. If the chart is right to refuse them, say so with "fails".',
    severity: 'error',
  },
  {
    id: 'case/empty',
    title: 'A case renders something',
    why: 'Of a render without an object every rule is kept, since there is nothing to break one. Most often a value switches off more than was meant, or is misspelt.',
    severity: 'error',
  },
  {
    id: 'case/rendered',
    title: 'A case that must be refused is refused',
    why: 'The chart no longer has the check that the case is for, so that what it refused can be installed.',
    severity: 'error',
  },
  {
    id: 'case/other-failure',
    title: 'A case that must be refused is refused for that reason',
    why: 'Another failure comes first, so that nothing is shown about the check that the case is for.',
    severity: 'error',
  },
  {
    id: undecidedRule,
    title: 'A chart answers: it renders a case or refuses it',
    why: 'The templates did not end in time, printed more than is read, needed too much memory, or the chart could not be read. Nothing is known about the case, so that the check as a whole ends as one that could not be made: with the exit code for configuration.',
    severity: 'error',
  },
  {
    id: 'snapshot/missing',
    title: 'Every object that snapshots ask for has one',
    why: 'Without one, nothing is compared. Run check --update, look at what it writes, and commit it. An error where CI is set, else a warning.',
    severity: 'error',
  },
  {
    id: 'snapshot/changed',
    title: 'Objects are as their snapshots say',
    why: 'A snapshot is what somebody has looked at. Mend the chart or the values, or run check --update and have the change reviewed.',
    severity: 'error',
  },
  {
    id: 'snapshot/obsolete',
    title: 'Snapshots are of cases that exist',
    why: 'One of a case that is gone compares nothing, and hides that the case is gone. check --update removes it.',
    severity: 'warning',
  },
  {
    id: 'waiver/expired',
    title: 'Waivers hold today',
    why: 'A waiver is a decision for a time. When that is over, what it was for counts again: mend it, or decide anew.',
    severity: 'error',
  },
  {
    id: 'waiver/unused',
    title: 'Waivers are for something that is found',
    why: 'What it was for is mended, or it has a slip in rule, object or case. One that is kept would hide the next fault of its kind.',
    severity: 'warning',
  },
];
