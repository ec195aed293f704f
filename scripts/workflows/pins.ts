/** What workflows run of others must be the bytes that somebody has looked at: `uses:` names a commit (row 18 of the faults). */
import type { Job, Step, Workflow } from './workflow.ts';

/** Stands in examples for the commit of a release of ours: it is nowhere, so a copy that still has it fails at once. */
export const placeholder = '0'.repeat(40);
export const ownAction = /^[\w.-]+\/k8s-deploy-action(?=[/@])/i;

/** A problem of one line: `line` of the file or page, from 1. */
export interface Problem {
  readonly origin: string;
  readonly line: number;
  readonly message: string;
}

/** One commit and one version for each action over all workflows, so that an update is one change. */
export function pinProblems(workflows: readonly Workflow[]): Problem[] {
  const known = new Map<string, string>();
  return workflows.flatMap((workflow) =>
    steps(workflow).flatMap(({ step }) => {
      if (step.uses === null) return [];
      const message = pinProblem(step.uses, step.comment, known);
      return message === null ? [] : [{ origin: workflow.origin, line: step.line, message }];
    }),
  );
}

export const steps = ({ jobs }: Workflow): { readonly job: Job; readonly step: Step }[] =>
  jobs.flatMap((job) => job.steps.map((step) => ({ job, step })));

function pinProblem(uses: string, comment: string, known: Map<string, string>): string | null {
  if (uses.startsWith('./')) return null;
  if (uses.startsWith('docker://'))
    return /@sha256:[0-9a-f]{64}$/.test(uses) ? null : `${uses} names no digest: append @sha256:…`;
  const [, action = '', commit = ''] = /^([^@]+)@([0-9a-f]{40})$/.exec(uses) ?? [];
  if (commit === '')
    return `${uses} names no commit: a tag can be moved. Write the 40 digits, and the version behind #`;
  if (!/^v\d+(?:\.\d+){0,2}(?:$|[\s,;:])/.test(comment))
    return `${uses} does not say which version it is: append # v1.2.3`;
  if (commit === placeholder)
    return ownAction.test(uses) ? null : `${uses} is no commit: only our own action has the placeholder`;
  const repository = action.split('/').slice(0, 2).join('/');
  const pin = `${commit} # ${comment.split(/[\s,;:]/)[0]}`;
  const first = known.get(repository) ?? pin;
  known.set(repository, first);
  return first === pin ? null : `${repository} is pinned to ${pin} here, and to ${first} elsewhere`;
}
