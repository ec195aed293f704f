/** What is wrong in the stack file or a file beside it: every problem at once, each with its place. */
import type { FieldPath } from './desired.ts';
import { Failure } from './failure.ts';

export interface Problem {
  readonly file: string; // relative to the stack directory; empty in a stack that a program gives as data
  readonly line: number; // from 1
  readonly column: number; // from 1
  readonly path: string; // `releases.sf2loki.replicas`; empty for the document as a whole
  readonly message: string;
}

/** More than these are counted, not listed: nobody reads on. */
const listedProblems = 100;

export class StackFileError extends Failure {
  /** Sorted by file and position, without duplicates. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = inOrder(problems);
    const lines = sorted.slice(0, listedProblems).map(problemText);
    if (sorted.length > listedProblems) lines.push(`... and ${sorted.length - listedProblems} more`);
    super('configuration', lines.join('\n'));
    this.name = 'StackFileError';
    this.problems = sorted;
  }
}

/** `deploy.yaml:12:5 releases.sf2loki.replicaz: unknown key "replicaz"`; without a file, from the path on. */
function problemText({ file, line, column, path, message }: Problem): string {
  const place = file === '' ? '' : `${file}:${line}:${column}`;
  const where = [place, path].filter((part) => part !== '').join(' ');
  return where === '' ? message : `${where}: ${message}`;
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [problemText(problem), problem]));
  return [...unique.values()].toSorted(
    (a, b) => Number(a.file > b.file) - Number(a.file < b.file) || a.line - b.line || a.column - b.column,
  );
}

/** `data["server.key"]`, `after[0]`: steps that are not plain words are quoted. */
export function pathText(path: FieldPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}[${quoted(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

const shownCharacters = 60;

/**
 * Text from a file as it appears in a message: one line, shortened, nothing that moves a terminal's cursor or reorders
 * characters, and without the user part of a URL, which may be a password.
 */
export function quoted(text: string): string {
  const short = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
  return JSON.stringify(short.replace(/\/\/[^/\s]*@/g, '//***@')).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
