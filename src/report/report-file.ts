import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Redactor } from '../redaction/redactor.ts';
import { Failure } from '../stack/failure.ts';

export interface ReportFile {
  readonly format: string;
  /** Its folder is made if there is none. */
  readonly file: string;
}

/** Writes a report: the one way to a file, as `terminal` is to a screen. Throws a `Failure` (configuration) if it cannot be written. */
export function writeReportFile(
  { format, file }: ReportFile,
  text: string,
  redactor: Pick<Redactor, 'redact'>,
): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${redactor.redact(text)}\n`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('configuration', `the report ${format} cannot be written: ${reason}`, { cause });
  }
}
