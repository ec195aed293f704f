/** Shows what `up` would change in the cluster, object by object, and what speaks against it; changes nothing. */
import type { Limits, Plan } from '../plan/plan.ts';
import { planLines } from '../report/plan/terminal.ts';
import { progressView } from '../report/progress.ts';
import { exitCodes } from '../stack/failure.ts';
import { livePlan } from './live-plan.ts';
import { offlinePlan } from './offline-plan.ts';
import { limitsOf, type LimitOptions } from './plan-limits.ts';
import { mannerWords, requireLive, type MannerOptions } from './planned-work.ts';
import { parsePlanReports, planText, writePlanReports, type PlanFormat } from './plan-reports.ts';
import { openPublication, type PublicationOptions } from './publication.ts';
import { failureOf } from './failure-of.ts';
import { type Io, openSession, type StackOptions } from './session.ts';

export interface PreviewOptions extends StackOptions, LimitOptions, PublicationOptions, MannerOptions {
  /** Exit with `changes` when there are any. */
  readonly expectNoChanges: boolean;
  /** Compare with this commit instead of the cluster. */
  readonly base?: string | undefined;
  readonly format: PlanFormat;
  /** `FORMAT=FILE` */
  readonly report: readonly string[];
  readonly verbose: boolean;
}

export async function preview(options: PreviewOptions, io: Io): Promise<number> {
  const publication = openPublication(options, io);
  let plan: Plan;
  try {
    const reports = parsePlanReports(options.report);
    const limits = limitsOf(options);
    plan = io.redactor.redactData(await planFor(options, limits, io)); // a format escapes texts in its own way
    writePlanReports(reports, plan, io);
    await publication?.plan(plan, reports, mannerWords(options));
  } catch (error) {
    await publication?.failure(failureOf(error, io.signal));
    throw error;
  }
  const format = options.json ? 'json' : options.format;
  if (format === 'text')
    for (const line of planLines(plan, io.terminal, { ...options, manner: mannerWords(options) }))
      io.terminal.out(line);
  else io.terminal.out(planText(plan, format).trimEnd());
  return exitCodeOf(plan, options);
}

async function planFor(options: PreviewOptions, limits: Limits, io: Io): Promise<Plan> {
  if (options.base !== undefined) requireLive(options);
  if (options.base !== undefined) return await offlinePlan({ ...options, base: options.base, limits }, io);
  const view = progressView(io.terminal, { planning: true });
  try {
    const session = openSession(options, io, (progress) => view.show(progress));
    const { plan } = await livePlan(session, { ...options, check: options.check !== false, limits }, io);
    return plan;
  } finally {
    view.stop();
  }
}

/** What would be refused is a finding; changes count only if none were expected. */
function exitCodeOf({ verdict }: Plan, { expectNoChanges }: PreviewOptions): number {
  if (verdict.outcome === 'refused') return exitCodes.findings;
  return expectNoChanges && verdict.outcome === 'changes' ? exitCodes.changes : 0;
}
