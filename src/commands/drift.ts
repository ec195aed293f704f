/** Shows where what runs is not what the stack has applied last: from Pulumi's state, Helm's records and the cluster. Changes nothing, unless it shall heal. */
import { patchForce } from '../deploy/open-stack.ts';
import type { DriftReport } from '../plan/drift-report.ts';
import { driftLines } from '../report/drift/terminal.ts';
import { progressView } from '../report/progress.ts';
import { exitCodes } from '../stack/failure.ts';
import { driftReport } from './drift-report.ts';
import {
  driftText,
  leaveInStep,
  parseDriftReports,
  writeDriftReports,
  type DriftFormat,
} from './drift-reports.ts';
import type { LimitOptions } from './plan-limits.ts';
import { type Io, openSession, type StackOptions } from './session.ts';

export interface DriftOptions extends StackOptions, LimitOptions {
  /** Exit with `changes` if there is any. */
  readonly detect: boolean;
  /** Set it back to what the stack says; exit with `changes` if any is left. */
  readonly heal: boolean;
  /** Whether an issue of the repository says it, as long as there is any. */
  readonly issue: boolean;
  readonly format: DriftFormat;
  /** `FORMAT=FILE` */
  readonly report: readonly string[];
  readonly verbose: boolean;
}

export async function drift(options: DriftOptions, io: Io): Promise<number> {
  const issue = options.issue ? (await import('./drift-issue.ts')).openDriftIssue(io) : null;
  const reports = parseDriftReports(options.report);
  const report = io.redactor.redactData(await found(options, io));
  writeDriftReports(reports, report, io);
  leaveInStep(report, reports, io);
  await issue?.publish(report);
  const format = options.json ? 'json' : options.format;
  if (format === 'text')
    for (const line of driftLines(report, io.terminal, { ...options, next: true })) io.terminal.out(line);
  else io.terminal.out(driftText(report, format).trimEnd());
  return (options.detect || options.heal) && report.isDrifted ? exitCodes.changes : 0;
}

/** As it is, or as it is after it was healed. */
async function found(options: DriftOptions, io: Io): Promise<DriftReport> {
  const view = progressView(io.terminal, { planning: true });
  const session = openSession(options, options.heal ? healing(io) : io, (progress) => view.show(progress));
  try {
    const drifted = await driftReport(session, io);
    if (!options.heal || !drifted.report.isDrifted) return drifted.report;
    view.stop();
    const shown = io.redactor.redactData(drifted.report);
    for (const line of driftLines(shown, io.terminal, { ...options, next: false })) io.terminal.note(line);
    io.step?.begun(session.stack.stack);
    return await (await import('./heal.ts')).heal(drifted, session, options, healing(io));
  } finally {
    view.stop();
    session.close();
  }
}

/** What the stack has applied is the stack's: its fields are taken back from whoever changed them. */
const healing = (io: Io): Io => ({ ...io, environment: { ...io.environment, [patchForce]: 'true' } });
