/** Renders every case and says what would break, before anything is applied. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { CheckResult, Finding } from '../contract/finding.ts';
import { hasThresholds } from '../contract/coverage-thresholds.ts';
import type { EngineDifference } from '../render/verified-renderer.ts';
import { gateFor } from '../contract/gate-versions.ts';
import { undecidedRule } from '../contract/suite/failure-text.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { failureLines } from '../report/failure.ts';
import { checkLines } from '../report/check/terminal.ts';
import { exitCodes, Failure } from '../stack/failure.ts';
import type { Severity } from '../systems/rule.ts';
import { chooseCases, type CaseChoice } from './check-choice.ts';
import { checkProgress } from './check-progress.ts';
import { checkInputs } from './check-inputs.ts';
import { withSuites } from './check-with-suites.ts';
import { leaveInStep, parseReports, writeReports, type ReportRequest } from './check-reports.ts';
import { checkSuites, type SuiteOptions } from './check-suites.ts';
import { comparedKey, leaderFindings, type LeaderChoice } from './leader-check.ts';
import { lintCharts } from './lint-charts.ts';
import { startRenderer, startVerifiedRenderer, type Engine } from './renderer.ts';
import type { Io, StackOptions } from './session.ts';
import { alsoReached } from './suite-reach.ts';
import { whenever } from './watch.ts';

export interface CheckOptions extends StackOptions, CaseChoice, LeaderChoice, SuiteOptions {
  readonly failOn: Severity;
  readonly update: boolean;
  readonly coverage: boolean;
  /** In the place of those of stacks and contracts; none: theirs. */
  readonly kubeVersion: readonly string[];
  readonly report: readonly string[];
  readonly verbose: boolean;
  readonly base?: string | undefined;
  readonly engine: Engine;
  readonly verifyEngine: boolean;
  readonly watch: boolean;
  /** Seconds, for one render. */
  readonly timeout?: number | undefined;
}

const order: readonly Severity[] = ['notice', 'warning', 'error'];

/** Contract files and charts at `paths`; without any, the stack directory. */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const reports = parseReports(options.report, options.json);
  if (!options.watch) return await checkOnce(paths, options, io, reports);
  const folders = [options.cwd, ...paths.map((path) => (isFolder(path) ? path : dirname(path)))];
  let exitCode = 0;
  const watched = {
    folders: [...new Set(folders.map((folder) => resolve(folder)))],
    written: reports.flatMap(({ file }) => (file === null ? [] : [resolve(file)])),
  };
  await whenever(watched, io.signal, async () => {
    exitCode = await checkOnce(paths, options, io, reports).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      for (const line of failureLines(error, io.terminal)) io.terminal.note(line);
      return error.exitCode;
    });
    io.terminal.note(io.terminal.style('dim', 'Waiting for changes; Ctrl-C ends it.'));
  });
  return exitCode;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function checkOnce(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  reports: readonly ReportRequest[],
): Promise<number> {
  const result = await runCheck(paths, options, io);
  await writeReports(reports, result, { failOn: options.failOn, io });
  leaveInStep(reports, result, { exitCode: exitCodeOf(result, options.failOn), io });
  if (options.json)
    await writeReports([{ format: 'json', file: null }], result, { failOn: options.failOn, io });
  else for (const line of checkLines(result, io.terminal, options)) io.terminal.out(line);
  return exitCodeOf(result, options.failOn);
}

/** A case that nothing is known about is no finding that somebody could weigh: the check could not be made. */
export function exitCodeOf({ findings }: CheckResult, failOn: Severity): number {
  if (findings.some(({ rule }) => rule === undecidedRule)) return exitCodes.configuration;
  const isOver = ({ waiver, severity }: CheckResult['findings'][number]): boolean =>
    waiver === null && order.indexOf(severity) >= order.indexOf(failOn);
  return findings.some(isOver) ? exitCodes.findings : 0;
}

async function runCheck(paths: readonly string[], options: CheckOptions, io: Io): Promise<CheckResult> {
  const { terminal, environment } = io;
  const isWanted = chooseCases(options);
  const differences: EngineDifference[] = [];
  const starting = await (options.verifyEngine
    ? startVerifiedRenderer(environment, differences)
    : startRenderer(options.engine, environment));
  const cancel = (): void => void starting.close(); // what is under way is then given up
  io.signal.addEventListener('abort', cancel, { once: true });
  try {
    const inputs = await checkInputs(paths, options, io, starting.renderer);
    const renderer = await starting.renderer;
    const coverage = options.coverage || hasThresholds(inputs.suites);
    const progress = checkProgress(terminal);
    const running = checkSuites(inputs.folders, options, {
      renderer,
      io,
      coverage,
      onProgress: progress.files,
    });
    running.catch(() => undefined); // told where it is awaited
    const lint = await lintCharts(inputs.folders, options, renderer);
    const { findings: ofLeader, compared } = await leaderFindings(inputs.stacks, options, io);
    const checked = await gateFor(
      {
        stacks: inputs.stacks,
        isEveryStack: inputs.isEveryStack,
        suites: inputs.suites,
        more: inputs.bare,
        findings: [...lint, ...ofLeader],
        systems: inputs.systems,
        kubeVersion: defaultKubeVersion,
        isWanted,
        snapshots: {
          isCi: environment['CI'] !== undefined,
          update: options.update,
          shownFile: (file) => file,
        },
        coverage,
        alsoReached: async () => alsoReached((await running).reached, inputs.stacks),
        renderer,
        timeoutSeconds: options.timeout,
        today: new Date(),
        onProgress: progress.cases,
      },
      options.kubeVersion,
    );
    // What LS-4 reminds of was looked at.
    const isLookedAt = ({ rule, stack, release }: Finding): boolean =>
      rule === 'LS-4' && compared.has(comparedKey(stack, release));
    const suites = await running;
    const result = withSuites(
      { ...checked, findings: checked.findings.filter((each) => !isLookedAt(each)) },
      suites,
      inputs.bare,
    );
    if (result.cases.length + suites.outcomes.length + suites.findings.length === 0) {
      throw new Failure('configuration', 'no case was checked', {
        hint: isWanted === null ? 'add a case to the contract' : 'no case fits --filter or --shard',
      });
    }
    if (differences.length > 0) throw differing(differences);
    return result;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    throw new Failure('cancelled', 'cancelled: not everything was checked', { cause: error });
  } finally {
    io.signal.removeEventListener('abort', cancel);
    await starting.close();
  }
}

const listedDifferences = 20;

/** Nothing that one of them says can then be relied on. */
function differing(all: readonly EngineDifference[]): Failure {
  const lines = all.flatMap(({ request, differences }) =>
    differences.map((difference) => `${request.name} (${request.kubeVersion}): ${difference}`),
  );
  const more = lines.length - listedDifferences;
  const shown = [...lines.slice(0, listedDifferences), ...(more > 0 ? [`... and ${more} more`] : [])];
  return new Failure('failed', `our renderer and helm template differ:\n${shown.join('\n')}`, {
    hint: 'this is a defect of k8s-deploy: please report it, and use --engine helm until it is mended',
  });
}
