/** Results of checks to print. */
import type {
  CaseOutcome,
  CheckResult,
  SuiteOutcome,
  TestOutcome,
} from '../../../../src/contract/finding.ts';
import type { RuleDescription } from '../../../../src/report/check/sarif.ts';
import type { Found } from '../../../../src/report/check/wording.ts';

export const finding = (part: Partial<Found> = {}): Found => ({
  rule: 'SF-9',
  severity: 'error',
  release: 'web',
  stack: 'prod',
  case: 'ha',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  path: ['spec', 'replicas'],
  template: 'web/templates/deployment.yaml',
  message: 'two replicas share one volume',
  hint: 'Set replicas to 1.',
  source: { file: 'contracts/web.yaml', line: 12, column: 5 },
  waiver: null,
  alsoIn: [],
  ...part,
});

export const outcome = (part: Partial<CaseOutcome> = {}): CaseOutcome => ({
  name: 'ha',
  release: 'web',
  stack: 'prod',
  kubeVersion: '1.33',
  outcome: 'rendered',
  expected: 'render',
  objects: 14,
  rules: 40,
  findings: 0,
  milliseconds: 2.5,
  source: { file: 'contracts/web.yaml', line: 4, column: 3 },
  ...part,
});

const suiteFile = 'charts/web/tests/web_test.yaml';

/** A helm-unittest suite with tests of these names, on every tenth line from 10. */
export const suite = (part: Partial<SuiteOutcome> = {}, ...names: readonly string[]): SuiteOutcome => ({
  name: 'web',
  chart: 'web',
  source: { file: suiteFile, line: 1, column: 1 },
  kubeVersion: '1.33',
  cached: false,
  skipped: null,
  tests: names.map((name, index) =>
    unittest({ name, source: { file: suiteFile, line: 10 * (index + 1), column: 5 } }),
  ),
  ...part,
});

export const unittest = (part: Partial<TestOutcome> = {}): TestOutcome => ({
  name: 'has three replicas',
  outcome: 'passed',
  reason: null,
  milliseconds: 1.5,
  source: { file: suiteFile, line: 10, column: 5 },
  ...part,
});

/** Of an assertion of a test. */
export const suiteFinding = (test: string | null, line: number, part: Partial<Found> = {}): Found =>
  finding({
    rule: 'suite/failed',
    stack: null,
    case: test,
    object: null,
    path: [],
    message: `equal fails at line ${line}`,
    source: { file: suiteFile, line, column: 9 },
    ...part,
  });

export const result = (part: Partial<CheckResult> = {}): CheckResult => ({
  cases: [outcome()],
  suites: [],
  findings: [],
  unjudged: [],
  coverage: null,
  renderer: 'k8s-deploy-renderer (Helm 3.18.6)',
  milliseconds: 312,
  ...part,
});

/** One of everything. */
export const mixed = result({
  cases: [
    outcome({ findings: 2 }),
    outcome({ name: 'short-key', outcome: 'failed', expected: 'failure', objects: 0, rules: 0 }),
    outcome({ kubeVersion: '1.31', findings: 1 }),
  ],
  findings: [
    finding({ alsoIn: ['prod: web/ha (1.31)'] }),
    finding({
      rule: 'values/unknown',
      severity: 'warning',
      object: null,
      path: [],
      template: null,
      message: 'no template reads "replicaz"',
      hint: null,
      source: { file: 'deploy.yaml', line: 3, column: 1 },
    }),
    finding({
      rule: 'hardening/probes',
      severity: 'notice',
      waiver: { reason: 'a batch job', until: '2027-01-31' },
    }),
  ],
  unjudged: ['ha', 'short-key'].map((name) => ({
    rule: 'SF-12',
    release: 'web',
    stack: 'prod',
    case: name,
    reason: 'the keys of Secret shop/login, which somebody else makes',
  })),
  coverage: {
    charts: [
      {
        chart: 'web',
        templates: { reached: 7, total: 8, missed: ['templates/hpa.yaml'] },
        branches: { reached: 199, total: 200, missed: ['templates/hpa.yaml:12 {{ if .Values.behavior }}'] },
        values: { reached: 0, total: 0, missed: [] },
      },
    ],
  },
});

export const rules: ReadonlyMap<string, RuleDescription> = new Map([
  [
    'SF-9',
    { title: 'One replica for each volume', why: 'Two pods would write to one volume.', severity: 'error' },
  ],
]);

/** What a chart could say to be taken for something else. */
export const hostile = [
  '::add-mask::x',
  '  ::stop-commands::t\n::error::forged',
  'a\r\n::set-output name=x::y',
  '##[error]forged ##[add-mask]x',
  '@all @octocat #1 GH-2 https://evil.example www.evil.example a@b.example org/repo#3',
  '<script>alert(1)</script> <!-- marker --> &amp; </details></summary>',
  '```\nfence\n``` `tick` ``two`` | cell | [link](https://evil.example) ![image](x)',
  '# heading\n- item\n> quote\n***\n| a |\n|---|',
  '\u001B[31mred\u001B[0m \u001B]0;title\u0007 \u009b2J',
  'right\u202eto-left \u2066isolate\u2069 zero\u200bwidth \ufeffmark',
  'nul\u0000 bell\u0007 back\u0008 vertical\u000b delete\u007f',
  '\ud800 lone \udc00 surrogate \ufffe\uffff',
  ']]> <![CDATA[ --> "quote" \'single\' %25 %0A , : =',
  '{{ .Values.x }} ${{ secrets.TOKEN }} $(id) \\ \\n',
  'x'.repeat(5_000),
  '\n\n\n',
  '',
];
