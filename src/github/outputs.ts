/** What later steps may read of this one. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

export interface StepOutputs {
  readonly digest?: string;
  /** Of a plan: no-changes, changes or refused; of a check: passed or findings. */
  readonly verdict?: string;
  /** Of an `up` that began: succeeded, failed, cancelled. */
  readonly result?: string;
  readonly 'has-changes'?: boolean;
  /** JSON. */
  readonly counts?: string;
  readonly 'comment-url'?: string;
  readonly 'report-path'?: string;
  readonly 'plan-path'?: string;
  /** JSON: values by name. */
  readonly 'stack-outputs'?: string;
  /** Why it failed, in the closed set of codes; empty if it did not. */
  readonly code?: string;
}

const mostBytes = 1024 * 1024; // of a job's outputs together, in UTF-16

/** Appends to the file of GITHUB_OUTPUT. Gives notes of what was left out: part of a path or a digest would be a wrong one. */
export function writeOutputs(file: string, outputs: StepOutputs): string[] {
  const notes: string[] = [];
  let text = '';
  let bytes = 0;
  for (const [name, value] of Object.entries(outputs)) {
    const content = String(value);
    const size = (name.length + content.length) * 2;
    if (bytes + size > mostBytes) {
      notes.push(`the output ${name} is left out: all outputs together may take 1 MB`);
      continue;
    }
    bytes += size;
    // Made after the value, so that no value can end its own block and set another.
    const delimiter = `k8s-deploy-${randomUUID()}`;
    text += `${name}<<${delimiter}\n${content}\n${delimiter}\n`;
  }
  if (text === '') return notes;
  try {
    appendFileSync(file, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    notes.push(`the outputs of the step cannot be written (${code ?? message})`);
  }
  return notes;
}
