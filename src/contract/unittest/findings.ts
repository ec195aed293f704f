/** What is said of a file with helm-unittest suites that was run. Whatever did not pass has a finding, also if the renderer does not say why. */
import type { Severity } from '../../systems/rule.ts';
import type { Hide } from '../confidential.ts';
import type { Finding, SourcePosition } from '../finding.ts';
import type {
  AssertRun,
  SnapshotRun,
  SuiteFileRun,
  SuiteProblem,
  SuiteRun,
  SuiteTestRun,
} from '../../render/suite-runs.ts';
import { assertionText, isOfSnapshot } from './assertion-text.ts';
import { suiteRules } from './rules.ts';
import { hiddenFailure, hiderOf } from './test-secrets.ts';

type Said = Pick<Finding, 'rule' | 'message' | 'hint'> & Partial<Pick<Finding, 'case' | 'template'>>;

const severities: ReadonlyMap<string, Severity> = new Map(
  suiteRules.map(({ id, severity }) => [id, severity]),
);

const fileHint = 'Mend it: while it stands, no test of the file is run.';
const mendHint =
  'Mend the chart or the values of the test; if the test expects the wrong thing, mend the test.';
const snapshotHint =
  'Mend the chart or the values of the test; if it is meant, run check --update and commit the file.';

export interface FindingContext {
  /** How findings name a file, given its absolute path. */
  readonly shownFile: (path: string) => string;
  /** Snapshots that no test asks for are still kept, and are to be told of. */
  readonly tellsObsolete: boolean;
}

export function suiteFindings(run: SuiteFileRun, { shownFile, tellsObsolete }: FindingContext): Finding[] {
  const report = reporterOf(run, shownFile(run.path));
  const findings = [
    ...run.problems.map((problem) => report(problem, problemSaid(problem, null))),
    ...run.suites.flatMap((suite) => suiteSaid(suite, report)),
    ...(tellsObsolete ? run.snapshots.flatMap((snapshot) => obsolete(snapshot, { shownFile, report })) : []),
  ];
  if (run.suites.length > 0 || findings.some(({ severity }) => severity === 'error')) return findings;
  return [...findings, report({ line: 1, column: 1 }, run.dropped ? dropped : empty)];
}

const empty: Said = {
  rule: 'suite/unreadable',
  message: 'there is no suite in it',
  hint: 'Write tests with assertions, or leave the file out of --suites.',
};
const dropped: Said = {
  rule: 'suite/error',
  message: 'it was not run: helm-unittest runs no suite of a chart if it cannot read one of them',
  hint: 'Mend the other file; without --compat, each file is run by itself.',
};

type Report = (at: Pick<SourcePosition, 'line' | 'column'>, said: Said) => Finding;

const reporterOf =
  ({ route }: SuiteFileRun, file: string): Report =>
  ({ line, column }, said) => ({
    severity: severities.get(said.rule) ?? 'error',
    release: route,
    stack: null,
    case: null,
    object: null,
    path: [],
    template: null,
    source: { file, line, column },
    waiver: null,
    ...said,
  });

const problemSaid = ({ rule, message, hint }: SuiteProblem, test: string | null): Said => ({
  rule: `suite/${rule}`,
  message,
  hint: hint === '' ? (test === null ? fileHint : null) : hint,
  case: test,
});

function suiteSaid(suite: SuiteRun, report: Report): Finding[] {
  const findings = suite.tests.flatMap((test) => testSaid(test, report));
  const isSilent =
    !suite.passed && suite.skipped === '' && !findings.some(({ severity }) => severity === 'error');
  if (!isSilent) return findings;
  const message = `suite ${suite.name} did not pass, and no test of it says why`;
  return [
    ...findings,
    report({ line: suite.line, column: 1 }, { rule: 'suite/error', message, hint: defectHint }),
  ];
}

const defectHint = 'This is a defect of k8s-deploy: please report it.';

function testSaid(test: SuiteTestRun, report: Report): Finding[] {
  const hide = hiderOf(test);
  const findings = test.asserts.flatMap((assert) => assertSaid(assert, test, { hide, report }));
  if (test.passed || test.skipped !== '') return findings;
  const [cause = ''] = hide(test.error).split('\n');
  const isTold = findings.some(({ severity, message }) => severity === 'error' && message.includes(cause));
  if (isTold) return findings;
  return [report(test, { rule: 'suite/error', case: test.name, ...untold(test, hide) }), ...findings];
}

const untold = ({ error }: SuiteTestRun, hide: Hide): Pick<Said, 'message' | 'hint'> =>
  error === ''
    ? { message: 'the test did not pass, and no assertion of it says why', hint: defectHint }
    : {
        message: `the test could not be run: ${hide(error)}`,
        hint: 'Mend the chart or what the test gives it; if the chart refuses these values rightly, ask for it with failedTemplate.',
      };

function assertSaid(
  assert: AssertRun,
  test: SuiteTestRun,
  { hide, report }: { readonly hide: Hide; readonly report: Report },
): Finding[] {
  const problems = assert.problems.map((problem) => {
    const said = problemSaid(problem, test.name);
    return report(problem, {
      ...said,
      message: hide(said.message),
      hint: said.hint === null ? null : hide(said.hint),
    });
  });
  if (assert.passed || assert.skipped !== '' || (assert.failures.length === 0 && problems.length > 0))
    return problems;
  const [template = ''] = assert.failures.map((failure) => failure.template);
  return [
    ...problems,
    report(assert, {
      rule: 'suite/failed',
      message: assertionText({
        ...assert,
        failures: assert.failures.map((failure) => hiddenFailure(failure, hide)),
      }),
      hint: isOfSnapshot(assert) ? snapshotHint : mendHint,
      case: test.name,
      template: template === '' ? null : template,
    }),
  ];
}

function obsolete(
  { path, vanished }: SnapshotRun,
  { shownFile, report }: { readonly shownFile: (path: string) => string; readonly report: Report },
): Finding[] {
  if (vanished === 0) return [];
  const at = { line: 1, column: 1 };
  const message = `${vanished === 1 ? 'a snapshot is' : `${vanished} snapshots are`} kept that no test asks for`;
  const hint = 'Run check --update, which removes them; or restore the test.';
  const found = report(at, { rule: 'suite/obsolete-snapshot', message, hint });
  return [{ ...found, source: { file: shownFile(path), ...at } }];
}
