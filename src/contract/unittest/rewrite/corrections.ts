/** What the gate finds in a draft: rules that do not hold there are taken out and listed, so that what is left says what the suites say. Pure. */
import type { Finding } from '../../finding.ts';
import type { Draft, DraftCase, DraftItem, DraftRule } from './draft.ts';

export interface Found {
  readonly rule: string;
  readonly message: string;
  /** Names of the cases that it is found in; empty: of none. */
  readonly cases: readonly string[];
  /** That the rule is from; null: the gate's own. */
  readonly pack: string | null;
}

/** The same draft if there is nothing to correct. */
export function corrected(draft: Draft, findings: readonly Found[]): Draft {
  const packs = [...new Set(findings.flatMap(({ pack }) => pack ?? []))];
  const without = [...new Set([...draft.without, ...packs])];
  const own = findings.filter(({ pack }) => pack === null);
  const failed = new Map(
    own.flatMap(({ rule, message, cases }) =>
      rule.startsWith('case/') ? cases.map((name): [string, string] => [name, reasonOf(rule, message)]) : [],
    ),
  );
  const cases = draft.cases.flatMap((one) => correctedCase(one, failed));
  const gone = new Set(draft.cases.filter(({ name }) => !cases.some((one) => one.name === name)));
  const items = [
    ...[...gone].map((one): DraftItem => gapOfCase(one, failed.get(one.name) ?? '')),
    ...draft.items.flatMap((item) => correctedItem(item, own, new Set([...gone].map(({ name }) => name)))),
  ];
  const isSame =
    without.length === draft.without.length &&
    gone.size === 0 &&
    own.every(({ cases: of }) => of.length === 0);
  return isSame ? draft : { cases, items, without };
}

/** Of a case that contract files do not take. */
export const refusedCase = 'case/refused';

const reasonOf = (rule: string, message: string): string =>
  rule === refusedCase
    ? `contract files do not take its inputs: ${message}`
    : `a contract renders the whole chart, and with these inputs ${message}`;

function correctedCase(one: DraftCase, failed: ReadonlyMap<string, string>): DraftCase[] {
  if (!failed.has(one.name)) return [one];
  return one.otherwise === null ? [] : [{ ...one, fails: one.otherwise, otherwise: null }];
}

const gapOfCase = ({ source, test, fails }: DraftCase, message: string): DraftItem => ({
  kind: 'gap',
  gap: {
    source,
    test,
    what: fails === null ? 'the case of the test' : 'failedTemplate',
    why: message,
    hint: 'Give the case what the other templates need, and write its rules by hand; or keep the test in its suite.',
  },
});

function correctedItem(item: DraftItem, found: readonly Found[], gone: ReadonlySet<string>): DraftItem[] {
  if (item.kind === 'gap') return [item];
  const cases = item.cases.filter((name) => !gone.has(name));
  if (item.kind === 'snapshot') return cases.length === 0 ? [] : [{ ...item, cases }];
  const about = found.filter((finding) => isAbout(item, finding));
  if (about.length === 0) return cases.length === 0 ? [] : [{ ...item, cases }];
  if (item.otherwise !== null) return [{ ...item, cases, text: item.otherwise, otherwise: null }];
  const broken = new Set(about.flatMap((finding) => finding.cases));
  const kept = cases.filter((name) => !broken.has(name));
  const [first] = about;
  const gap: DraftItem = {
    kind: 'gap',
    gap: {
      source: item.source,
      test: item.test,
      what: item.what,
      why: `as a rule it does not hold${inCases(broken)}${detailOf(item, first)}: ${item.doubt.why}`,
      hint: item.doubt.hint,
    },
  };
  return kept.length === 0 ? [gap] : [gap, { ...item, cases: kept }];
}

/** A rule that is violated says no more than its message. */
const detailOf = ({ id }: DraftRule, found: Found | undefined): string =>
  found === undefined || found.rule === id ? '' : ` (${found.message.replace(`${id}: `, '')})`;

const inCases = (names: ReadonlySet<string>): string =>
  names.size === 0 ? '' : ` in ${[...names].join(', ')}`;

/** Errors of a rule, and that it is about nothing, have its id in front of the message. */
const isAbout = ({ id }: DraftRule, { rule, message }: Found): boolean =>
  rule === id || ((rule === 'rule/error' || rule === 'rule/no-match') && message.startsWith(`${id}: `));

/** `labels`: cases by the label under which findings name them besides the first. */
export const foundOf = (
  finding: Finding & { readonly alsoIn: readonly string[] },
  labels: ReadonlyMap<string, string>,
  packs: ReadonlyMap<string, string>,
): Found => ({
  rule: finding.rule,
  message: finding.message,
  cases: [
    ...(finding.case === null ? [] : [finding.case]),
    ...finding.alsoIn.flatMap((label) => labels.get(label) ?? []),
  ],
  pack: packs.get(finding.rule) ?? null,
});
