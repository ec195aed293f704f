/** Brings what runs back to what the stack says: the same gate and the same limits as `up`, and nothing taken from others. */
import type { DriftReport } from '../plan/drift-report.ts';
import { planLines } from '../report/plan/terminal.ts';
import { Failure } from '../stack/failure.ts';
import { driftReport, type Drifted } from './drift-report.ts';
import { healObjects } from './heal-objects.ts';
import { livePlan } from './live-plan.ts';
import { limitsOf, type LimitOptions } from './plan-limits.ts';
import type { Io, Session, StackOptions } from './session.ts';
import { up } from './up.ts';

export type HealOptions = StackOptions & LimitOptions;

/** What is left then. Throws a `Failure` if the gate refuses, or something cannot be set back. */
export async function heal(
  found: Drifted,
  session: Session,
  options: HealOptions,
  io: Io,
): Promise<DriftReport> {
  await passGate(session, options, io);
  const problems = await healObjects(found, session.connection(), io);
  if (needsPulumi(found.report)) await upAgain(session, options, io);
  const then = await driftReport(session, io);
  // What an upgrade leaves: custom resources, and what others have added.
  if (then.report.isDrifted) problems.push(...(await healObjects(then, session.connection(), io)));
  const last = then.report.isDrifted ? await driftReport(session, io) : then;
  if (problems.length === 0 || !last.report.isDrifted) return last.report;
  throw new Failure('failed', `not all could be set back:\n${[...new Set(problems)].join('\n')}`, {
    hint: 'whoever changes them may be at it still; `k8s-deploy drift` shows what is left',
  });
}

/** Pulumi is told to ask the cluster: it finds revisions of others, and what is gone. */
const needsPulumi = ({ releases, backing }: DriftReport): boolean =>
  backing.length > 0 || releases.some(({ byHand }) => byHand !== null);

const manner = { target: [], refresh: true } as const;

async function passGate(session: Session, options: HealOptions, io: Io): Promise<void> {
  const limits = limitsOf(options);
  const { plan } = await livePlan(session, { check: options.check !== false, limits, ...manner }, io);
  if (plan.verdict.outcome !== 'refused') return;
  for (const line of planLines(io.redactor.redactData(plan), io.terminal, { verbose: false, next: false }))
    io.terminal.note(line);
  throw new Failure('findings', `refused: ${plan.verdict.reasons.join('; ')}`, {
    hint: 'mend what is found, or set back by hand what was changed; nothing was changed',
  });
}

async function upAgain(session: Session, options: HealOptions, io: Io): Promise<void> {
  const { terminal } = io;
  const { step: _, ...alone } = io; // the summary is that of the drift
  const beside = { ...alone, terminal: { ...terminal, out: (line: string) => terminal.note(line) } };
  const code = await up(
    { ...options, ...manner, cwd: session.directory, json: false, comment: false, notices: false },
    beside,
  );
  if (code !== 0) throw new Failure('failed', 'what the stack says could not be applied again: see above');
}
