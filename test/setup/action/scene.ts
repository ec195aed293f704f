/** A repository with a stack, a pull request about it, and the runner of its workflows; no cluster. All of it is gone when the test has ended. */
import { onTestFinished } from 'vitest';
import type { GitRepository } from '../git-repository.ts';
import type { GithubServer, Pull } from '../github-server.ts';
import { openCheckout, workDir } from './checkout.ts';
import { openRunner, type Runner, type RunningStep, type StepRan } from './runner.ts';
import type { Step } from './step-environment.ts';

export interface Scene {
  readonly checkout: GitRepository;
  readonly runner: Runner;
  readonly github: GithubServer;
  /** Number 7, whose head is checked out. */
  readonly pull: Pull;
  /** Its work-dir is the stack directory, unless `with:` says otherwise. */
  step(step: Step): Promise<StepRan>;
  start(step: Step): RunningStep;
  /** Of all comments on the pull request, the bodies. */
  comments(): string[];
  /** Merges the pull request as that commit. */
  merge(commit: string): void;
}

export async function openScene(): Promise<Scene> {
  const checkout = openCheckout();
  onTestFinished(() => checkout.remove());
  const runner = await openRunner(checkout.root, checkout.git('rev-parse', 'HEAD'));
  onTestFinished(async () => await runner.close());
  const { github, pull } = runner;
  const full = (step: Step): Step => ({ ...step, with: { 'work-dir': workDir, ...step.with } });
  return {
    checkout,
    runner,
    github,
    pull,
    step: async (step) => await runner.start(full(step)).ended,
    start: (step) => runner.start(full(step)),
    comments: () => pull.comments.map(({ body }) => body),
    merge(commit) {
      pull.mergeCommit = commit;
      pull.mergedAt = runner.now();
    },
  };
}
