/** Writes the suites of a chart as a contract file, and asks the real gate whether it says what they say: what does not hold there is listed instead. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { CheckResult, SourcePosition } from '../contract/finding.ts';
import { gate } from '../contract/gate.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { generalPacks } from '../contract/packs.ts';
import { suiteLimits } from '../contract/suite/limits.ts';
import { loadSuite } from '../contract/suite/load.ts';
import type { WrittenContract } from '../contract/unittest/migration.ts';
import { draftOf, type SuiteFileText } from '../contract/unittest/rewrite/contract-draft.ts';
import { contractText } from '../contract/unittest/rewrite/contract-text.ts';
import { corrected, foundOf, type Found } from '../contract/unittest/rewrite/corrections.ts';
import { gapsOf, rulesOf, snapshotsOf, type Draft } from '../contract/unittest/rewrite/draft.ts';
import { hasUnknownVersion, refusalOf, refusals } from '../contract/unittest/rewrite/refusals.ts';
import type { Renderer } from '../render/renderer.ts';
import { caseText } from '../report/check/wording.ts';
import { Failure } from '../stack/failure.ts';
import { StackFileError } from '../stack/problem.ts';
import { shownPath } from '../stack/shown-path.ts';
import type { ContractTarget } from './contract-target.ts';
import { knownRules } from './known-rules.ts';
import type { BothRuns } from './migrated-suites.ts';
import { probed } from './probed-documents.ts';
import { suiteFileTexts, type SuiteTextChoice } from './suite-file-texts.ts';

interface RewriteOptions extends SuiteTextChoice {
  readonly skipSchemaValidation: boolean;
  /** Seconds, for one render. Default: 30. */
  readonly timeout?: number | undefined;
  readonly renderer: Renderer;
}

/** Throws a `Failure` (configuration) if nothing could be carried over. */
export async function writeContract(
  runs: BothRuns,
  target: ContractTarget,
  options: RewriteOptions,
): Promise<WrittenContract> {
  const files = suiteFileTexts(runs, target, options);
  mkdirSync(dirname(target.file), { recursive: true });
  // Beside the place where it will stand, since what it names is found from there.
  const beside = join(dirname(target.file), `.${basename(target.file)}.${process.pid}.yaml`);
  try {
    const draft = await checkedDraft(files, { target, beside, options });
    if (draft.cases.length === 0) throw nothingCarried(draft);
    writeFileSync(beside, textOf(draft, files, target));
    renameSync(beside, target.file);
    if (snapshotsOf(draft).length > 0) await gateOf(target.file, target, { ...options, update: true });
    return {
      file: shownPath(target.file),
      cases: draft.cases.length,
      rules: rulesOf(draft).length,
      snapshots: snapshotsOf(draft).length,
      without: draft.without,
      notCarried: gapsOf(draft).map((gap) => ({ ...gap, source: seen(gap.source, target) })),
    };
  } finally {
    rmSync(beside, { force: true });
  }
}

/** In the file, paths start at its folder. */
const seen = ({ file, ...at }: SourcePosition, target: ContractTarget): SourcePosition => ({
  file: shownPath(resolve(dirname(target.file), file)),
  ...at,
});

function nothingCarried(draft: Draft): Failure {
  const [first] = gapsOf(draft);
  const why = first === undefined ? '' : `: ${first.why}`;
  return new Failure('configuration', `nothing of the suites can be carried over${why}`, {
    hint: 'mend the suites until check passes, and run migrate again',
  });
}

const textOf = (draft: Draft, files: readonly SuiteFileText[], { file, chart }: ContractTarget): string =>
  contractText(draft, {
    chart: relative(dirname(file), chart) || '.',
    suites: files.map((one) => one.file),
  });

/** Each round takes out what is found, and a later one may find what it hid. */
const mostRounds = 20;

async function checkedDraft(
  files: readonly SuiteFileText[],
  {
    target,
    beside,
    options,
  }: { readonly target: ContractTarget; readonly beside: string; readonly options: RewriteOptions },
): Promise<Draft> {
  const printed = await probed(files, target.chart, options);
  let draft = takenDraft(draftOf(files, printed));
  for (let round = 0; round < mostRounds && draft.cases.length > 0; round++) {
    writeFileSync(beside, textOf(draft, files, target));
    const next = corrected(draft, await foundWith(beside, target, options));
    if (next === draft) return draft;
    draft = next;
  }
  if (draft.cases.length === 0) return draft;
  throw new Failure('failed', 'the gate goes on finding something in what was written', {
    hint: 'this is a defect of k8s-deploy: please report it; --suite GLOB writes fewer suites at once',
  });
}

/** What loads. Throws a `Failure` (configuration) for more than one file may have. */
function takenDraft(first: Draft): Draft {
  refuseTooMany(first);
  let draft = first;
  for (let next = corrected(draft, refusals(draft)); next !== draft;) {
    draft = next;
    next = corrected(draft, refusals(draft));
  }
  return hasUnknownVersion(draft) ? { ...draft, without: ['kubernetes'] } : draft;
}

function refuseTooMany(draft: Draft): void {
  const counts = { cases: draft.cases, rules: rulesOf(draft), snapshots: snapshotsOf(draft) };
  for (const [what, { length }] of Object.entries(counts)) {
    const most = suiteLimits[what as keyof typeof counts];
    if (length <= most) continue;
    throw new Failure(
      'configuration',
      `the suites make ${length} ${what}; a contract file has at most ${most}`,
      {
        hint: 'write several files, each of some suites: --suite GLOB',
      },
    );
  }
}

/** What the gate finds, or why the file does not load. */
async function foundWith(file: string, target: ContractTarget, options: RewriteOptions): Promise<Found[]> {
  try {
    return foundIn(await gateOf(file, target, { ...options, update: false }));
  } catch (error) {
    const refused = error instanceof StackFileError ? error.problems.map(refusalOf) : [null];
    if (refused.includes(null)) throw error;
    return refused.filter((one) => one !== null);
  }
}

function foundIn(result: CheckResult): Found[] {
  const labels = new Map(result.cases.map((one) => [caseText(one), one.name]));
  const packs = new Map(
    [...knownRules()].flatMap(([id, { source }]) => {
      const name = source.replace(/^pack /, '');
      return generalPacks.includes(name) ? [[id, name] as const] : [];
    }),
  );
  return result.findings
    .filter(({ severity, rule }) => severity !== 'notice' && !rule.startsWith('snapshot/'))
    .map((finding) => foundOf(finding, labels, packs));
}

async function gateOf(
  file: string,
  { directory }: ContractTarget,
  { renderer, timeout, update }: RewriteOptions & { readonly update: boolean },
): Promise<CheckResult> {
  const suite = loadSuite({
    directory,
    file: relative(directory, file),
    releases: null,
    packs: generalPacks,
    systems: [],
  });
  return await gate({
    stacks: [],
    isEveryStack: true,
    suites: [suite],
    more: [],
    findings: [],
    systems: [],
    kubeVersion: defaultKubeVersion,
    isWanted: null,
    snapshots: { isCi: false, update, shownFile: (name) => name },
    coverage: false,
    renderer,
    timeoutSeconds: timeout,
    today: new Date(),
    onProgress: () => undefined,
  });
}
