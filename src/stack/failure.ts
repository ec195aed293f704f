/**
 * The closed set of reasons for which a command ends without success. "Invalid" (`configuration`) and "not allowed"
 * (`findings`) differ, and each has the exit code that the documentation names.
 */
export const exitCodes = {
  failed: 1,
  configuration: 2,
  authentication: 3,
  changes: 4,
  findings: 5,
  unreachable: 6,
  locked: 7,
  cancelled: 8,
  timeout: 9,
} as const;

export type FailureCode = keyof typeof exitCodes;

/** An expected failure: what happened and what to do. Its text never holds a secret. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string | null;

  constructor(code: FailureCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.hint = options.hint ?? null;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}
