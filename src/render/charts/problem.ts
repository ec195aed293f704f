/** What is wrong with one chart. Collected from all releases before anything is reported. */
import type { FailureCode } from '../../stack/failure.ts';

export class ChartProblem extends Error {
  readonly code: FailureCode;
  /** What to do about it, as a sentence without its full stop. */
  readonly advice: string;

  /** `message` says what and why, as a clause without a full stop; it never holds a credential or a URL's query. */
  constructor(code: FailureCode, message: string, advice: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'ChartProblem';
    this.code = code;
    this.advice = advice;
  }
}

/** `code` of a Node.js error, for decisions on its cause. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
