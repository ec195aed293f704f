/** The step of a job that runs us: what a command leaves there for people and for later steps. */
import { error } from '@actions/core';
import type { Failure } from '../../stack/failure.ts';
import type { PullRequest } from '../event.ts';
import type { JobFiles } from '../job-files.ts';
import type { ActionInputs } from './inputs.ts';
import type { Mask } from './masks.ts';
import { keepState, type StepState } from './step-state.ts';

export interface Step extends JobFiles {
  /** For our own requests alone: no program that we start inherits it. */
  readonly token: string | null;
  /** Whose head may be run and previewed, since somebody who may write has asked for that; else null. */
  readonly vetted: PullRequest | null;
  /** Whether and how the outputs of the stack are given. */
  readonly stackOutputs: ActionInputs['stack-outputs'];
  /** That the kubeconfig was given; null: as the stack file says. */
  readonly context: string | null;
  readonly hasSummary: () => boolean;
  /** Workflow commands, printed where nothing keeps the runner from obeying them. */
  readonly annotate: (lines: readonly string[]) => void;
  readonly mask: Mask;
  /** From here on something is changed: if this process is lost, the post step looks after it. `stack` as the backend names it. */
  readonly begun: (stack: string) => void;
  /** It came to its end: nothing is left for the post step but files, or what was begun and cancelled. */
  readonly ended: (isCancelled: boolean) => void;
  /** What the command ended with, if not well: the first one counts. */
  readonly failed: (failure: Failure) => void;
  readonly failure: () => Failure | null;
}

export interface StepParts {
  readonly files: JobFiles;
  readonly inputs: Pick<ActionInputs, 'token' | 'stack-outputs' | 'context'>;
  readonly vetted: PullRequest | null;
  readonly state: StepState;
  readonly mask: Mask;
  /** To stdout. */
  readonly write: (text: string) => void;
}

export function openStep({ files, inputs, vetted, state, mask, write }: StepParts): Step {
  let hasSummary = false;
  let first: Failure | null = null;
  let isTold = false;
  let current = state;
  const save = (next: StepState): void => {
    current = next;
    keepState(next);
  };
  save(state);
  return {
    ...files,
    token: inputs.token,
    vetted,
    stackOutputs: inputs['stack-outputs'],
    context: inputs.context,
    summary(body) {
      hasSummary = true;
      files.summary(body);
    },
    outputs(outputs) {
      // A report comes with its result; where it was posted is known only then.
      isTold = outputs.result === undefined && (isTold || outputs['comment-url'] !== undefined);
      files.outputs(outputs);
    },
    hasSummary: () => hasSummary,
    annotate(lines) {
      if (lines.length > 0) write(`${lines.join('\n')}\n`);
    },
    mask,
    begun(stack) {
      save({ ...current, phase: 'changing', stack });
    },
    ended(isCancelled) {
      save({ ...current, phase: isCancelled && current.phase === 'changing' ? 'cancelled' : 'done', isTold });
    },
    failed(failure) {
      first ??= failure;
    },
    failure: () => first,
  };
}

export interface Place {
  readonly file: string; // relative to the workspace
  readonly line: number;
  readonly column: number;
}

/** GitHub cuts longer ones itself, in the middle of anything. */
const shownCharacters = 4_000;

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One annotation. The toolkit escapes what would end the command; the caller has redacted the text. */
export function annotateError(title: string, text: string, place: Place | null): void {
  const visible = text.toWellFormed().replaceAll(hidden, '');
  const shown =
    visible.length > shownCharacters ? `${visible.slice(0, shownCharacters).toWellFormed()}…` : visible;
  error(shown, {
    title,
    ...(place === null ? {} : { file: place.file, startLine: place.line, startColumn: place.column }),
  });
}
