/** The snapshots of one contract over a run: which objects are kept, what differs, and what is written. */
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { isViolation, type Subject } from '../systems/rule.ts';
import type { Case } from './case.ts';
import { confidential, withheld, type Hide } from './confidential.ts';
import { ContractRules, isFor, judged } from './contract-pack.ts';
import type { Finding } from './finding.ts';
import { findingOf } from './judge.ts';
import { readSnapshots, writeSnapshots } from './suite/snapshot-file.ts';
import { compareSnapshots, snapshotLabel, updatedSnapshots, type Taken } from './suite/snapshots.ts';
import type { SnapshotChoice, Suite, SuiteRule } from './suite/suite.ts';

/** Selects by a rule that never holds: what it finds is what it is about. */
const asRule = ({ on, cases, source }: SnapshotChoice): SuiteRule => ({
  id: 'snapshots',
  on,
  assert: 'false',
  severity: 'error',
  optional: false,
  cases,
  source,
  parts: { on: source, assert: source, messageExpression: source },
});

export interface SnapshotMode {
  readonly isCi: boolean;
  /** Write what differs instead of reporting it. */
  readonly update: boolean;
  readonly shownFile: (file: string) => string;
}

export class SnapshotsOfSuite {
  readonly #suite: Suite;
  readonly rules: ContractRules;
  readonly #taken: Taken[] = [];
  readonly #findings: Finding[] = [];
  readonly #hide: Hide[] = [];
  #release: string | null = null;

  constructor(suite: Suite) {
    this.#suite = suite;
    this.rules = new ContractRules(suite.snapshots.map(asRule));
  }

  /** Of every case that rendered. */
  take(one: Case, subject: Subject): void {
    const label = labelOf(one);
    const objects = new Set<RenderedObject>();
    for (const { of, verdict } of this.rules.judge(subject, one.name)) {
      if (verdict.kind === 'violation') {
        if (verdict.violation.object !== undefined) objects.add(verdict.violation.object);
        continue;
      }
      const { rule: facts, verdict: said, at } = judged(of, verdict);
      if (isViolation(said)) this.#findings.push(findingOf(said, facts, one, at));
    }
    this.#release = one.release;
    if (label === null || !this.#isAsked(one)) return;
    this.#taken.push({ case: one.name, label, objects: [...objects] });
    this.#hide.push(confidential(one.given, subject.objects));
  }

  #isAsked({ name }: Case): boolean {
    return this.rules.texts.some((text) => isFor(text, name));
  }

  /** `all`: every case of the contract; `isComplete`: none was left out by a filter. */
  result(all: readonly Case[], isComplete: boolean, mode: SnapshotMode): Finding[] {
    const { directory, file } = this.#suite;
    const [source] = this.#suite.snapshots.map((choice) => choice.source);
    if (source === undefined) return [];
    const kept = readSnapshots(directory, file);
    const asked = all.filter((one) => this.#isAsked(one)).map(labelOf);
    const known = new Set(
      [...asked, ...(isComplete ? [] : kept.cases.keys())].filter((label) => label !== null),
    );
    if (mode.update) {
      writeSnapshots(directory, file, updatedSnapshots(kept, this.#taken, known));
      return this.#findings;
    }
    const context = { release: this.#release, source, known, ...mode };
    const hide: Hide = (text) => this.#hide.reduce((shown, step) => step(shown), text);
    const differences = compareSnapshots(kept, this.#taken, context);
    return [...this.#findings, ...differences.map((finding) => withheld(finding, hide))];
  }
}

/** Stacks give other values, so each has snapshots of its own. */
function labelOf({ stack, contract, request }: Case): string | null {
  if (contract === null) return null;
  const label = snapshotLabel(contract.case, request.kubeVersion);
  return stack === null ? label : `${stack}: ${label}`;
}
