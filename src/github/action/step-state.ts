/** What the step leaves for its post step: names and paths, and never a secret. */
import { getState, saveState } from '@actions/core';
import { isMap, listAt, textAt, type Data } from '../../kubernetes/data.ts';

export interface StepState {
  /** `changing`: something was begun, and nobody has heard of its end; `cancelled`: it was brought to an orderly end before all was done. */
  readonly phase: 'planning' | 'changing' | 'cancelled' | 'done';
  readonly command: string;
  /** Null: the stack directory has one. */
  readonly stack: string | null;
  /** Absolute. */
  readonly directory: string;
  /** To be removed. */
  readonly files: readonly string[];
  /** KUBECONFIG and PULUMI_BACKEND_URL as the step used them; null: as the environment has them. */
  readonly kubeconfig: string | null;
  /** Whether a comment of the run tells how it stands. */
  readonly comments: boolean;
  /** Whether the comment tells the end: GitHub may not have answered in the time that a cancelled step has. */
  readonly isTold: boolean;
}

const name = 'run';

export const keepState = (state: StepState): void => saveState(name, JSON.stringify(state));

/** What the step has kept, for its post step. */
export const savedState = (): string => getState(name);

const phases = ['planning', 'changing', 'cancelled', 'done'] as const;

/** Null if there is none, or none of ours: the step ended before it began. */
export function readState(text: string): StepState | null {
  const data = parsed(text);
  const phase = phases.find((one) => one === textAt(data, 'phase'));
  const [command, directory] = [textAt(data, 'command'), textAt(data, 'directory')];
  if (phase === undefined || command === undefined || directory === undefined) return null;
  return {
    phase,
    command,
    directory,
    stack: textAt(data, 'stack') ?? null,
    files: listAt(data, 'files').filter((file) => typeof file === 'string'),
    kubeconfig: textAt(data, 'kubeconfig') ?? null,
    comments: isMap(data) && data['comments'] === true,
    isTold: isMap(data) && data['isTold'] === true,
  };
}

function parsed(text: string): Data {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return null;
  }
}
