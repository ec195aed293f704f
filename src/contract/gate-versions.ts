/**
 * The gate for chosen versions of Kubernetes, in the place of those that stacks and contracts name: once for each, since what one release provides for
 * another belongs to one version. Snapshots are kept of the versions that contracts name, and waivers and coverage are judged over these: a check for others leaves
 * them alone.
 */
import { gate, type GateRequest } from './gate.ts';
import type { ChartCoverage, CheckResult, CoverageOf } from './finding.ts';

/** Without versions: the usual gate. Otherwise all results as one. */
export async function gateFor(request: GateRequest, versions: readonly string[]): Promise<CheckResult> {
  const results: CheckResult[] = [];
  for (const version of new Set(versions)) results.push(await gate(requestFor(request, version)));
  const [first] = results;
  if (first === undefined) return await gate(request);
  return {
    cases: results.flatMap(({ cases }) => cases),
    suites: [],
    findings: mergedFindings(results),
    unjudged: unique(results.flatMap(({ unjudged }) => unjudged)),
    coverage: first.coverage === null ? null : { charts: mergedCoverage(results) },
    renderer: first.renderer,
    milliseconds: results.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}

const requestFor = (request: GateRequest, kubeVersion: string): GateRequest => ({
  ...request,
  kubeVersion,
  isEveryStack: false,
  stacks: request.stacks.map((stack) => ({ ...stack, kubeVersion })),
  suites: request.suites.map((suite) => ({
    ...suite,
    snapshots: [],
    cases: suite.cases.map((one) => ({ ...one, kubeVersions: [kubeVersion] })),
  })),
  more: request.more.map((one) => ({ ...one, request: { ...one.request, kubeVersion } })),
});

type Found = CheckResult['findings'][number];

/** What several versions have in common is one finding. */
function mergedFindings(results: readonly CheckResult[]): Found[] {
  const groups = Map.groupBy(
    results.flatMap(({ findings }) => findings),
    (finding) => JSON.stringify({ ...finding, alsoIn: null }),
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ ...first, alsoIn: [...new Set(same.flatMap(({ alsoIn }) => alsoIn))] }];
  });
}

const unique = <T>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

/** Missed is what no version reached. Every result has the same charts, sorted; several may have one name. */
function mergedCoverage(results: readonly CheckResult[]): ChartCoverage[] {
  const lists = results.map(({ coverage }) => coverage?.charts ?? []);
  const [charts = []] = lists;
  return charts.map(({ chart }, index) => {
    const all = lists.flatMap((list) => list[index] ?? []);
    return {
      chart,
      templates: together(all.map(({ templates }) => templates)),
      branches: together(all.map(({ branches }) => branches)),
      values: together(all.map(({ values }) => values)),
    };
  });
}

function together(all: readonly CoverageOf[]): CoverageOf {
  const total = Math.max(...all.map((one) => one.total));
  const [first, ...others] = all.map(({ missed }) => missed);
  const missed = (first ?? []).filter((item) => others.every((each) => each.includes(item)));
  return { reached: total - missed.length, total, missed };
}
