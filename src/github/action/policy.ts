/** What may be run on which event: who caused it, from which branch, with whose rights. Pure. */
import { Failure } from '../../stack/failure.ts';
import { quoted } from '../../stack/problem.ts';
import type { GithubContext } from '../context.ts';
import { isAllowedRef, shownRef } from './allowed-refs.ts';
import type { ActionCommand, ActionInputs } from './inputs.ts';

/** Events on which something may be applied: what caused them has been merged, or somebody with write permission asked for it. */
const applyingEvents: readonly string[] = [
  'push',
  'workflow_dispatch',
  'schedule',
  'issue_comment',
  'release',
];

/** Why others are none of them. */
const whyNot: Readonly<Record<string, string>> = {
  pull_request:
    'it is about a change that nobody has merged yet, and whoever opened it wrote what would be run',
  pull_request_target: 'anybody can cause it, and it runs with the secrets of the repository',
  merge_group: 'what is in a merge queue is not merged yet',
  workflow_run: 'anybody can cause the workflow that it follows',
};

export interface Attempt {
  readonly command: Exclude<ActionCommand, 'comment'>;
  /** Whether a comment asked for it, and who asked was found to have write permission. */
  readonly byComment: boolean;
}

type Situation = Pick<GithubContext, 'event' | 'ref' | 'defaultBranch'>;
type Wishes = Pick<ActionInputs, 'heal' | 'allowed-refs'>;

/** Whether the cluster or the state may be other than before. */
export const changes = (command: ActionCommand, { heal }: Pick<ActionInputs, 'heal'>): boolean =>
  command === 'up' || command === 'destroy' || command === 'recover' || (command === 'drift' && heal);

/** Throws a `Failure` (findings) if it is not allowed, before anything is run. */
export function requireAllowed({ command, byComment }: Attempt, situation: Situation, inputs: Wishes): void {
  const { event } = situation;
  if (event === 'issue_comment' && !byComment)
    throw new Failure(
      'findings',
      `${command} does not run on issue_comment: anybody who may comment would start it. Nothing was run`,
      {
        hint: 'use `command: comment`, which asks GitHub first whether who commented may write:\n\n  with:\n    command: comment',
      },
    );
  if (!changes(command, inputs)) return;
  const what = command === 'drift' ? 'drift with heal' : command;
  if (!applyingEvents.includes(event))
    throw new Failure(
      'findings',
      `${what} does not run on ${event}: ${whyNot[event] ?? 'nobody says what it comes from'}. Nothing was run`,
      {
        hint: `show it with \`command: preview\` there, and apply it once it is merged:\n\n${snippet(situation)}`,
      },
    );
  requireAllowedRef(what, situation, inputs);
}

function requireAllowedRef(what: string, situation: Situation, { 'allowed-refs': given }: Wishes): void {
  const { ref } = situation;
  const usual = defaultBranchOf(situation);
  const allowed = given.length > 0 || usual === null ? given : [usual];
  if (isAllowedRef(ref, allowed)) return;
  const list =
    allowed.length === 0
      ? 'the event does not tell which branch is the default one'
      : `${what} is allowed from ${allowed.join(', ')}${given.length > 0 ? '' : ', the default branch'}`;
  throw new Failure(
    'findings',
    `${what} does not run from ${quoted(shownRef(ref))}: ${list}. Nothing was run`,
    {
      hint: `run it from there; or name this one, if it is protected and what is in it was reviewed:\n\n  with:\n    allowed-refs: ${shownRef(ref)}`,
    },
  );
}

/** GitHub runs these of the default branch alone. */
const ofDefaultBranch: readonly string[] = ['schedule', 'issue_comment'];

const defaultBranchOf = ({ event, ref, defaultBranch }: Situation): string | null =>
  defaultBranch ?? (ofDefaultBranch.includes(event) ? shownRef(ref) : null);

const snippet = ({ defaultBranch }: Situation): string =>
  ['  on:', '    push:', `      branches: [${defaultBranch ?? 'main'}]`].join('\n');

/**
 * Throws a `Failure` (configuration) if a preview of a fork's pull request would need what such a run never gets: a cluster and secrets. `kubeconfig`: of the
 * input or the environment.
 */
export function requireBase(
  command: ActionCommand,
  { event, pullRequest }: Pick<GithubContext, 'event' | 'pullRequest'>,
  { base, kubeconfig }: Pick<ActionInputs, 'base' | 'kubeconfig'>,
): void {
  if (command !== 'preview' || event !== 'pull_request' || pullRequest?.isFork !== true) return;
  if (base !== null || kubeconfig !== null) return;
  throw new Failure(
    'configuration',
    'a pull request from a fork gets no secrets, so that its preview cannot ask the cluster. Nothing was run',
    {
      hint: [
        'compare with the base branch instead, which needs neither a cluster nor secrets, after actions/checkout with `fetch-depth: 0`:',
        '',
        '  with:',
        '    command: preview',
        '    base: ${{ github.event.pull_request.base.sha }}',
      ].join('\n'),
    },
  );
}
