/** Everything that we ask of workflows beside what actionlint and zizmor do. Pure. */
import { inputProblems, isOurs } from './our-step.ts';
import { missing, superfluous } from './permissions.ts';
import { pinProblems, steps, type Problem } from './pins.ts';
import { jobProblems } from './safety.ts';
import type { Workflow } from './workflow.ts';

/**
 * Sorted by place. Of a fragment only pins and inputs are judged: it says nothing of what stands around it. One without our action shows what others do, such
 * as what somebody migrates from.
 */
export function problemsOf(workflows: readonly Workflow[]): Problem[] {
  const ours = workflows.filter(
    (workflow) => !workflow.isFragment || steps(workflow).some(({ step }) => isOurs(step)),
  );
  return [...pinProblems(ours), ...ours.flatMap(ofWorkflow)].toSorted(
    (a, b) => a.origin.localeCompare(b.origin) || a.line - b.line,
  );
}

function ofWorkflow(workflow: Workflow): Problem[] {
  const { origin } = workflow;
  const inputs = steps(workflow).flatMap(({ step }) =>
    isOurs(step) ? inputProblems(step).map((message) => ({ origin, line: step.line, message })) : [],
  );
  if (workflow.isFragment) return inputs;
  const jobs = workflow.jobs.flatMap((job) => {
    const granted = job.permissions ?? workflow.permissions;
    const rights = [...missing(job, granted), ...superfluous(job, granted)];
    return [
      ...jobProblems(workflow, job).map(([line, message]) => ({ origin, line, message })),
      ...rights.map((message) => ({ origin, line: job.line, message })),
    ];
  });
  return [...topLevel(workflow), ...inputs, ...jobs];
}

/** `permissions: {}` above, and each job names its own: a job that is added later starts with nothing. */
function topLevel({ origin, permissions, jobs }: Workflow): Problem[] {
  const line = 1;
  const problems: Problem[] = [];
  if (permissions === null || permissions.size > 0)
    problems.push({ origin, line, message: 'the workflow does not say permissions: {} above its jobs' });
  for (const job of jobs)
    if (job.permissions === null)
      problems.push({ origin, line: job.line, message: `job ${job.id} does not name its permissions` });
  return problems;
}
