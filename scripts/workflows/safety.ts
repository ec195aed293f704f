/** What a workflow may not do, whoever causes it (rows 9, 10 and 11 of the faults). */
import { eventsOf, forks, privileged, proposals } from './events.ts';
import { applies, commandOf, isOurs } from './our-step.ts';
import type { Job, Step, Workflow } from './workflow.ts';

/** Problems of a job, each with the line that it is about. */
type Found = readonly [line: number, message: string];

export function jobProblems(workflow: Workflow, job: Job): Found[] {
  const events = eventsOf(workflow, job);
  return [
    ...secretProblems(workflow, job, events),
    ...checkoutProblems(job, events),
    ...applyProblems(workflow, job, events),
    ...job.steps.flatMap(scriptProblems),
    ...(job.hasTimeout
      ? []
      : [
          [
            job.line,
            `job ${job.id} has no timeout-minutes: a hanging one holds its lock for six hours`,
          ] as const,
        ]),
  ];
}

/** `secrets.GITHUB_TOKEN` is the token of the run, which a fork gets too, with read access. */
const namesSecret = (text: string): boolean =>
  /\bsecrets\s*(?:\.(?!GITHUB_TOKEN\b)|\[)|"secrets":"inherit"/.test(text);

function secretProblems({ env }: Workflow, job: Job, events: readonly string[]): Found[] {
  const problems: Found[] = [];
  if (namesSecret(env))
    problems.push([
      1,
      'secrets in the env of the workflow reach every step of every job: give them to the steps that need them',
    ]);
  const names = namesSecret(job.text) || job.environment !== null;
  if (names && events.includes('pull_request') && forks(job) !== 'never')
    problems.push([
      job.line,
      `job ${job.id} needs secrets and also runs for forks, which get none: add if: github.event.pull_request.head.repo.full_name == github.repository`,
    ]);
  if (events.includes('pull_request_target'))
    problems.push([
      job.line,
      `job ${job.id} runs on pull_request_target, with the secrets of the repository for anybody's pull request: use pull_request`,
    ]);
  return problems;
}

function checkoutProblems(job: Job, events: readonly string[]): Found[] {
  const checkouts = job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  const withSecrets = events.filter((event) => privileged.includes(event));
  return checkouts.flatMap((step): Found[] => {
    const problems: Found[] = [];
    if (step.with.get('persist-credentials') !== 'false')
      problems.push([
        step.line,
        'the checkout leaves its token in .git/config: set persist-credentials: false',
      ]);
    if (withSecrets.length > 0 && !isOwn(step, job))
      problems.push([
        step.line,
        `${withSecrets.join(' and ')} runs with secrets: check out what the workflow itself comes from, without ref and repository`,
      ]);
    return problems;
  });
}

/** What the workflow comes from; or the head of a pull request that a step before has found to be no fork's. */
function isOwn({ with: inputs, line }: Step, { steps }: Job): boolean {
  const ref = inputs.get('ref');
  if (inputs.has('repository')) return false;
  if (ref === undefined) return true;
  const [, id] = /^\$\{\{ steps\.([\w-]+)\.outputs\.[\w-]+ \}\}$/.exec(ref) ?? [];
  const said = steps.find((step) => step.id !== '' && step.id === id && step.line < line);
  return said?.run?.includes('select(.isCrossRepository == false)') === true;
}

function applyProblems(workflow: Workflow, job: Job, events: readonly string[]): Found[] {
  const applying = job.steps.filter((step) => isOurs(step) && applies(step));
  return applying.flatMap((step): Found[] => {
    const command = commandOf(step);
    const problems: Found[] = [];
    const proposed = events.filter((event) => proposals.includes(event));
    if (proposed.length > 0)
      problems.push([step.line, `${command} on ${proposed.join(', ')} would apply what nobody has accepted`]);
    if (command === 'comment' && events.some((event) => event !== 'issue_comment'))
      problems.push([step.line, 'command: comment is for the event issue_comment only']);
    const concurrency = job.concurrency ?? workflow.concurrency;
    if (concurrency === null || concurrency.group === '')
      problems.push([step.line, `${command} needs a concurrency group: the lock of the state is not atomic`]);
    else if (concurrency.cancels)
      problems.push([step.line, `${command} must not be cancelled half-way: set cancel-in-progress: false`]);
    if (job.environment === null)
      problems.push([step.line, `${command} has no environment: anybody who may push could apply`]);
    return problems;
  });
}

/** A value in a script is code: `env` hands it over as text. */
function scriptProblems({ run, line }: Step): Found[] {
  const [expression] = /\$\{\{.*?\}\}/s.exec(run ?? '') ?? [];
  if (expression === undefined) return [];
  return [[line, `${expression} in a script is run as code: pass it in env, and quote it`]];
}
