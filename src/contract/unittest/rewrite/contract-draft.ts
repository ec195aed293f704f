/** Suites that were run as a contract: same inputs are one case, same conditions one rule. Pure. */
import type { DataMap } from '../../../kubernetes/data.ts';
import type { AssertRun, SuiteFileRun, SuiteTestRun } from '../../../render/suite-runs.ts';
import { isMap } from '../../../kubernetes/data.ts';
import type { SourcePosition } from '../../finding.ts';
import type { Hide } from '../../confidential.ts';
import { hiderOf } from '../test-secrets.ts';
import { rewritten, typeOf, type Rewritten } from './assertion.ts';
import type { Draft, RuleWords } from './draft.ts';
import { DraftBuilder, type AskedCase } from './draft-builder.ts';
import type { InputContext, Inputs } from './case-inputs.ts';
import { inputsOf } from './inputs.ts';
import type { Documents } from './probes.ts';
import { renamedIn, textIn } from './release-names.ts';
import {
  assertionRefusal,
  doubtOf,
  ofOtherText,
  ofTemplates,
  partOfSnapshot,
  testRefusal,
} from './reasons.ts';
import type { Placed, SuiteText, TestText } from './suite-text.ts';
import { templatesOf } from './templates.ts';

export interface SuiteFileText {
  readonly file: string; // seen from the folder of the contract
  /** Null: they are templates of a chart. */
  readonly suites: readonly (SuiteText | null)[] | null;
  /** In the default mode. Only what passes is carried over. */
  readonly run: SuiteFileRun;
  readonly context: InputContext;
}

/** What the templates print for a test that chooses documents by index; null: it is not known. */
export type Printed = (file: SuiteFileText, test: TestText) => Documents | null;

export function draftOf(files: readonly SuiteFileText[], printed: Printed): Draft {
  const drafting = new Drafting(printed);
  for (const file of files) drafting.file(file);
  return drafting.result();
}

interface TestPlace {
  readonly file: SuiteFileText;
  readonly suite: SuiteText;
  readonly test: TestText;
  readonly inputs: Inputs;
}

class Drafting {
  readonly #printed: Printed;
  readonly #builder = new DraftBuilder();

  constructor(printed: Printed) {
    this.#printed = printed;
  }

  result(): Draft {
    return this.#builder.result();
  }

  file(file: SuiteFileText): void {
    const [problem] = file.run.problems.filter(() => file.run.suites.length === 0);
    if (problem !== undefined) {
      const { line, column, message, hint } = problem;
      const source = { file: file.file, line, column };
      const why = `the file has errors, so that none of its tests is run: ${message}`;
      this.#builder.gap({ source, what: 'the whole file', test: '', why, hint });
      return;
    }
    const { suites } = file;
    if (suites === null || suites.includes(null) || suites.length !== file.run.suites.length) {
      const source = { file: file.file, line: 1, column: 1 };
      const reason = suites === null ? ofTemplates : ofOtherText;
      this.#builder.gap({ source, what: 'the whole file', test: '', ...reason });
      return;
    }
    for (const [index, suite] of suites.entries()) {
      const run = file.run.suites[index];
      for (const [at, test] of suite?.tests.entries() ?? []) {
        if (suite !== null) this.#test({ file, suite, test }, run?.tests[at]);
      }
    }
  }

  #test(place: Omit<TestPlace, 'inputs'>, run: SuiteTestRun | undefined): void {
    const { file, suite, test } = place;
    const refusal = testRefusal(run);
    if (refusal !== null) {
      this.#builder.gap({ ...placeOf(place, test), what: 'the whole test', ...refusal });
      return;
    }
    const inputs = inputsOf(suite, test, file.context);
    for (const { isOfSuite, isFatal: _, ...gap } of inputs.gaps) {
      const source = placeOf(place, isOfSuite ? suite : test);
      this.#builder.gapOnce({ ...source, ...(isOfSuite && { test: '' }), ...gap });
    }
    if (inputs.gaps.some(({ isFatal }) => isFatal)) return;
    const whole = { ...place, inputs };
    const read = test.asserts.map((assert, index) => ({
      assert,
      run: run?.asserts[index],
      ...this.#variants(whole, assert),
    }));
    const fails = read.some((one) => one.first.kind === 'fails');
    const hide: Hide = run === undefined ? (text) => text : hiderOf(run);
    for (const one of read) this.#assertion(whole, one, { fails, hide });
  }

  /** With names as the contract has them, and as the suite has them, where they differ. */
  #variants({ file, suite, test, inputs }: TestPlace, assert: Placed): Variants {
    const templates = templatesOf(file.context.route, suite.data, test.data, assert.data);
    const known = this.#printed(file, test);
    const printed = known === null ? null : renamedDocuments(known, inputs.renamed);
    const [first, second] = [inputs.renamed, []].map((renamed): Rewritten =>
      rewritten(renamedIn(assert.data, renamed) as DataMap, {
        templates,
        test: renamedIn(test.data, renamed) as DataMap,
        printed,
      }),
    ) as [Rewritten, Rewritten];
    return { first, second };
  }

  #assertion(
    place: TestPlace,
    { assert, run, first, second }: ReadAssertion,
    ofTest: { readonly fails: boolean; readonly hide: Hide },
  ): void {
    const what = describe(assert.data);
    const of = { ...placeOf(place, assert), what };
    const refused = assertionRefusal(run, first, ofTest);
    if (refused !== null) {
      this.#builder.gap({ ...of, ...refused });
      return;
    }
    const { comment } = assert;
    switch (first.kind) {
      case 'gap':
        this.#builder.gap({ ...of, why: first.why, hint: first.hint });
        return;
      case 'fails':
        this.#builder.case(askedBy(place), first);
        return;
      case 'renders':
        this.#builder.case(askedBy(place), null);
        return;
      case 'snapshots':
        for (const on of first.on) {
          const cases = [this.#builder.case(askedBy(place), null)];
          this.#builder.snapshot({ on, cases, ...of, comment });
        }
        if (first.isPart) this.#builder.gap({ ...of, ...partOfSnapshot });
        return;
      case 'rules': {
        const others = second.kind === 'rules' ? second.rules : [];
        for (const [index, text] of first.rules.entries()) {
          const other = others[index];
          this.#builder.rule({
            ...of,
            cases: [this.#builder.case(askedBy(place), null)],
            comment: index === 0 ? comment : null,
            text,
            otherwise: other === undefined || sameWords(other, text) ? null : other,
            optional: first.optional,
            doubt: doubtOf(assert.data, place.inputs),
          });
        }
      }
    }
  }
}

const askedBy = (place: TestPlace): AskedCase => ({
  ...placeOf(place, place.test),
  fields: place.inputs.fields,
  comment: place.test.comment,
});

/** Names of objects are those of the contract's release. */
const renamedDocuments = (documents: Documents, renamed: Inputs['renamed']): Documents =>
  new Map(
    [...documents].map(([template, all]) => [
      template,
      all.map(({ kind, name }) => ({ kind, name: textIn(name, renamed) })),
    ]),
  );

interface Variants {
  readonly first: Rewritten;
  readonly second: Rewritten;
}

interface ReadAssertion extends Variants {
  readonly assert: Placed;
  readonly run: AssertRun | undefined;
}

const sameWords = (a: RuleWords, b: RuleWords): boolean => a.on === b.on && a.assert === b.assert;

const placeOf = (
  { file, test }: Pick<TestPlace, 'file' | 'test'>,
  { line, column }: Pick<Placed, 'line' | 'column'>,
): { readonly source: SourcePosition; readonly test: string } => ({
  source: { file: file.file, line, column },
  test: test.name,
});

/** `not equal spec.replicas` */
function describe(assert: DataMap): string {
  const type = typeOf(assert) ?? 'assertion';
  const given = assert[type] ?? null;
  const path = isMap(given) && typeof given['path'] === 'string' ? ` ${given['path']}` : '';
  return `${assert['not'] === true ? 'not ' : ''}${type}${path}`;
}
