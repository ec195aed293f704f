/** Everything that `check` looks at, in one go: stacks and contracts in, one result out. */
import type { Renderer } from '../render/renderer.ts';
import { StackFileError } from '../stack/problem.ts';
import type { System } from '../systems/system.ts';
import { appliedCases, type StackToCheck } from './applied.ts';
import type { Case } from './case.ts';
import { check, type CheckRequest, type FoundIn } from './check.ts';
import { contractPack, ContractRules } from './contract-pack.ts';
import { chartCases, releaseCases } from './contracted.ts';
import { coverageFindings, cannotTell, hasThresholds } from './coverage-thresholds.ts';
import type { CheckResult, Finding, Unjudged } from './finding.ts';
import { merged } from './judge.ts';
import { packsFor } from './packs.ts';
import { SnapshotsOfSuite, type SnapshotMode } from './snapshots.ts';
import { applyWaivers, utcDay } from './suite/waivers.ts';
import type { Suite } from './suite/suite.ts';

export interface GateRequest {
  readonly stacks: readonly StackToCheck[];
  /** False if contracts have cases of other stacks too: what those keep and waive is then left alone. */
  readonly isEveryStack: boolean;
  readonly suites: readonly Suite[];
  /** Cases that are in no contract file: a chart as it is. */
  readonly more: readonly Case[];
  /** Found before any render, such as by the lint of charts. */
  readonly findings: readonly Finding[];
  /** The known ones; none if no stack and no contract needs them. */
  readonly systems: readonly System[];
  /** Of charts that no stack names a version for. */
  readonly kubeVersion: string;
  /** Null: every case. */
  readonly isWanted: ((one: Case, index: number) => boolean) | null;
  readonly snapshots: SnapshotMode;
  /** Asked for, whatever the contracts' thresholds are. */
  readonly coverage: boolean;
  /** Branches that something else than the cases reaches, by path of the chart; see `branchKeys`. Asked for once cases are judged. */
  readonly alsoReached?: CheckRequest['alsoReached'];
  readonly renderer: Renderer;
  /** For one render. Default: 30. */
  readonly timeoutSeconds?: number | undefined;
  readonly today: Date;
  readonly onProgress: (done: number, all: number) => void;
}

/** For one render, or one test of a suite. A chart takes milliseconds, so that what takes longer does not end. */
export const usualTimeoutSeconds = 30;

interface Contract {
  readonly suite: Suite;
  readonly rules: ContractRules;
  readonly cases: readonly Case[];
  readonly snapshots: SnapshotsOfSuite;
}

/** Throws a `StackFileError` with every rule that is none. */
export async function gate(request: GateRequest): Promise<CheckResult> {
  const started = performance.now();
  const { stacks, renderer, isWanted } = request;
  const contracts = await contractsOf(request);
  const applied = stacks.flatMap(appliedCases);
  const contracted = [...request.more, ...contracts.flatMap(({ cases }) => cases)];
  const wanted = new Set([...applied, ...contracted].filter((one, index) => isWanted?.(one, index) ?? true));
  const bySuite = new Map(contracts.map((contract) => [contract.suite, contract.snapshots]));

  const checked = await check({
    applied,
    contracted,
    isWanted: (one) => wanted.has(one),
    renderer,
    coverage: request.coverage || hasThresholds(request.suites),
    alsoReached: request.alsoReached,
    timeoutSeconds: request.timeoutSeconds ?? usualTimeoutSeconds,
    onProgress: request.onProgress,
    prepare: async () => await compile(contracts),
    onSubject: (one, subject) => {
      if (one.contract !== null) bySuite.get(one.contract.suite)?.take(one, subject);
    },
  });
  const isComplete = isWanted === null && request.isEveryStack;
  const about = contracts.flatMap(({ suite, cases, snapshots }) => [
    ...snapshots.result(cases, isComplete, request.snapshots),
    ...(isComplete
      ? chartsOf(cases).flatMap((one) =>
          coverageFindings(suite, one.release, checked.coverage?.get(one.request.chart)),
        )
      : []),
  ]);
  const found = waived(
    [
      ...request.findings.map((finding) => ({ finding, of: null })),
      ...checked.findings,
      ...about.map((finding) => ({ finding, of: null })),
    ],
    contracts,
    { today: utcDay(request.today), isComplete },
  );
  const open = Map.groupBy(
    found.filter(({ finding }) => finding.waiver === null),
    ({ of }) => of,
  );
  return {
    cases: checked.cases.map(({ outcome, of }) => ({ ...outcome, findings: open.get(of)?.length ?? 0 })),
    suites: [],
    findings: merged(found),
    unjudged: [...checked.unjudged, ...(isComplete ? await untoldBranches(contracts, renderer) : [])],
    coverage:
      checked.coverage === null
        ? null
        : { charts: [...checked.coverage.values()].toSorted((a, b) => (a.chart < b.chart ? -1 : 1)) },
    renderer: renderer.description,
    milliseconds: performance.now() - started,
  };
}

/** The first case of each chart: stacks may have other versions of one. */
const chartsOf = (cases: readonly Case[]): Case[] => [
  ...new Map(cases.toReversed().map((one) => [one.request.chart, one])).values(),
];

/** Thresholds of branches that the renderer cannot count are not passed, but not checked. */
async function untoldBranches(contracts: readonly Contract[], renderer: Renderer): Promise<Unjudged[]> {
  const asking = contracts.filter(({ suite }) => suite.coverage.branches !== null);
  const charts = asking.flatMap(({ cases }) => chartsOf(cases));
  const facts = await Promise.all(
    charts.map(async ({ release, request }) => ({ release, ...(await renderer.chart(request.chart)) })),
  );
  return facts.flatMap(({ release, branches }) => (branches === null ? [cannotTell(release, renderer)] : []));
}

const contractsOf = async (request: GateRequest): Promise<Contract[]> =>
  await Promise.all(
    request.suites.map(async (suite) => {
      const rules = new ContractRules(suite.rules);
      const cases = await casesOf(suite, contractPack(suite, rules), request);
      return { suite, rules, cases, snapshots: new SnapshotsOfSuite(suite) };
    }),
  );

/** Throws a `StackFileError` with every rule that is none. */
async function compile(contracts: readonly Contract[]): Promise<void> {
  const all = contracts.flatMap(({ rules, snapshots }) => [rules, snapshots.rules]);
  const problems = await Promise.all(all.map(async (rules) => await rules.compile()));
  if (problems.flat().length > 0) throw new StackFileError(problems.flat());
}

async function casesOf(
  suite: Suite,
  own: ReturnType<typeof contractPack>,
  { stacks, systems, renderer, kubeVersion }: GateRequest,
): Promise<Case[]> {
  const { target, crds } = suite;
  const packs = (system: string | null) => [...packsFor(suite, { system, systems, crds }), own];
  if (target.kind === 'chart') {
    return await chartCases(suite, target.ref, { renderer, packs: packs(null), kubeVersion });
  }
  return stacks.flatMap((stack) =>
    stack.desired.releases
      .filter(({ key }) => key === target.release)
      .flatMap((release) => releaseCases(suite, stack, release, packs(release.system))),
  );
}

type Found = FoundIn | { readonly finding: Finding; readonly of: null };

/** A contract's waivers hold for whatever is found in its release or chart, also as the stack applies it. */
function waived(
  all: readonly Found[],
  contracts: readonly Contract[],
  { today, isComplete }: { readonly today: string; readonly isComplete: boolean },
): Found[] {
  let found = [...all];
  for (const { suite, cases } of contracts) {
    if (suite.waivers.length === 0) continue;
    const release = cases[0]?.release ?? null;
    const concerned = found.filter(({ finding }) => finding.release === release);
    const others = found.filter(({ finding }) => finding.release !== release);
    const result = applyWaivers(
      concerned.map(({ finding }) => finding),
      suite.waivers,
      { today, isComplete, release },
    );
    found = [
      ...others,
      ...concerned.map((one, index) => ({ ...one, finding: result.findings[index] ?? one.finding })),
      ...result.about.map((finding) => ({ finding, of: null })),
    ];
  }
  return found;
}
