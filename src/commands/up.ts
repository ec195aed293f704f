/** Brings about what the stack file says, if it is what was reviewed and nothing speaks against it. */
import type { Plan } from '../plan/plan.ts';
import { deploymentJson } from '../report/json.ts';
import { planLines } from '../report/plan/terminal.ts';
import { progressView } from '../report/progress.ts';
import { closingLine } from '../report/summary.ts';
import { Failure } from '../stack/failure.ts';
import { expectedDigest, requireSensible, type ExpectationOptions } from './expected-digest.ts';
import { livePlan } from './live-plan.ts';
import { limitsOf, type LimitOptions } from './plan-limits.ts';
import { chartPaths, type Io, openSession, type StackOptions } from './session.ts';

export type UpOptions = StackOptions & LimitOptions & ExpectationOptions;

export async function up(options: UpOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const limits = limitsOf(options);
  requireSensible(options);
  const planning = progressView(terminal, { planning: true });
  const session = openSession(options, io, (progress) => view.show(progress));
  let view = planning;
  try {
    const expected = await expectedDigest(options, session, io); // nothing is worked out that nobody has approved
    const { plan, prepared } = await livePlan(session, { check: options.check !== false, limits }, io);
    planning.stop();
    for (const line of planLines(io.redactor.redactData(plan), terminal, { verbose: false, next: false }))
      terminal.note(line);
    refuse(plan);
    if (expected !== null && expected.digest !== plan.digest) throw changedSince(expected, plan);

    view = progressView(terminal, { planning: false });
    const result = await session.deployment.up(chartPaths(prepared.charts));
    view.stop();
    if (options.json)
      terminal.out(JSON.stringify(deploymentJson(session.stack, prepared.charts, result), null, 2));
    else terminal.out(terminal.style('bold', closingLine('Applied', session.stack.stack, result)));
    return 0;
  } finally {
    view.stop();
  }
}

function refuse({ verdict }: Plan): void {
  if (verdict.outcome !== 'refused') return;
  throw new Failure('findings', `refused: ${verdict.reasons.join('; ')}`, {
    hint: 'mend what is found; a finding may be waived in a contract file with a reason, a limit raised, and --no-check leaves the gate out; nothing was changed',
  });
}

function changedSince(expected: { readonly digest: string; readonly from: string }, plan: Plan): Failure {
  return new Failure(
    'findings',
    `this is not what was reviewed: ${expected.from} has ${expected.digest}, and now it would be ${plan.digest}`,
    {
      hint: 'the commit, the configuration, a chart or the cluster has changed since: preview again and have it reviewed again; nothing was changed',
    },
  );
}
