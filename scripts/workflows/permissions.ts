/** What the steps of a job need the token for, against what the job grants: too little fails in the run, too much is a gift to whoever gets in. */
import { forks } from './events.ts';
import { commandOf, inputOf, isOurs } from './our-step.ts';
import type { Job, Permissions, Step } from './workflow.ts';

export interface Need {
  readonly permission: string;
  readonly level: 'read' | 'write';
  readonly why: string;
}

/** What an action of others needs, by the start of its name. */
const others: readonly (readonly [string, readonly Need[]])[] = [
  ['actions/checkout', [{ permission: 'contents', level: 'read', why: 'a checkout reads the repository' }]],
  [
    'actions/attest',
    [
      {
        permission: 'id-token',
        level: 'write',
        why: 'an attestation is signed with the identity of the job',
      },
      { permission: 'attestations', level: 'write', why: 'an attestation is kept with the repository' },
    ],
  ],
  [
    'github/codeql-action/',
    [{ permission: 'security-events', level: 'write', why: 'results become alerts of the repository' }],
  ],
  [
    'ossf/scorecard-action',
    [
      {
        permission: 'id-token',
        level: 'write',
        why: 'published results are signed with the identity of the job',
      },
    ],
  ],
  [
    'aws-actions/configure-aws-credentials',
    [{ permission: 'id-token', level: 'write', why: 'the role is taken by the identity of the job' }],
  ],
];

export const needsOf = (step: Step): Need[] => [
  ...others.filter(([action]) => step.uses?.startsWith(action)).flatMap(([, needs]) => needs),
  ...(isOurs(step) ? ourNeeds(step) : []),
];

function ourNeeds(step: Step): Need[] {
  const command = commandOf(step);
  const needs: Need[] = [];
  if (['preview', 'up', 'comment'].includes(command) && inputOf(step, 'comment') !== 'false')
    needs.push({ permission: 'pull-requests', level: 'write', why: 'the comment is written' });
  if (command === 'comment' || inputOf(step, 'approved-in') !== '')
    needs.push({ permission: 'pull-requests', level: 'read', why: 'the approved comment is read' });
  if (command === 'drift' && inputOf(step, 'issue') !== 'false')
    needs.push({ permission: 'issues', level: 'write', why: 'the issue is kept' });
  if (inputOf(step, 'environment') !== '')
    needs.push({
      permission: 'id-token',
      level: 'write',
      why: 'the identity of the job names its environment',
    });
  if (command === 'recover' || inputOf(step, 'recover') !== 'false')
    needs.push({
      permission: 'actions',
      level: 'read',
      why: 'whether the run that holds the lock is over is asked',
    });
  return needs;
}

/** What is missing. A fork's token has no more than read, whatever is granted. */
export function missing(job: Job, granted: Permissions | null): string[] {
  return job.steps.flatMap(needsOf).flatMap((need) => {
    if (suffices(granted, need)) return [];
    return [`job ${job.id} lacks the permission ${need.permission}: ${need.level}: ${need.why}`];
  });
}

/** What no step needs. A script may do anything with the token, so nothing is said of a job that has one. */
export function superfluous(job: Job, granted: Permissions | null): string[] {
  const needs = job.steps.flatMap(needsOf);
  const writes = [...(granted ?? [])].filter(([, level]) => level === 'write');
  const hasScript = job.steps.some(({ run }) => run !== null);
  const unneeded = writes.filter(
    ([name]) => !hasScript && !needs.some((need) => need.permission === name && need.level === 'write'),
  );
  const inFork = forks(job) === 'only' ? writes : [];
  return [
    ...unneeded.map(([name]) => `job ${job.id} grants ${name}: write, and no step of it needs that`),
    ...inFork.map(([name]) => `job ${job.id} runs for forks only, whose token never gets ${name}: write`),
  ];
}

function suffices(granted: Permissions | null, { permission, level }: Need): boolean {
  if (granted === null) return false;
  const has = granted.get(permission) ?? granted.get('*') ?? 'none';
  return has === 'write' || has === level;
}
